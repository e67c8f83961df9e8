import { expect, test } from 'vitest';
import { simulate } from './simulate.ts';

/** A year in all. `npm run simulate -- --seed N` lives through one of them again, and through many more. */
const seeds = [1, 2, 3, 4, 5, 6];

test.each(seeds)(
  'with seed %i, sixty days of trouble break no promise',
  async (seed) => {
    const report = await simulate({ seed, days: 61 });
    expect(report.breaches).toEqual([]);
    expect(report.starts).toBeGreaterThan(5);
    expect(report.troubles).toBeGreaterThan(30);
    expect(report.messages).toBeGreaterThan(200);
    expect(report.slots).toBeGreaterThan(50);
  },
  120_000,
);
