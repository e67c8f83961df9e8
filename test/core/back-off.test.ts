import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lookDelay, nextLookDelay, retryDelay, unansweredDelay } from '../../src/core/back-off.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a stated wait is kept to, and exceeded by a tenth at most', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.nat(10_000_000), chance, (attempt, stated, random) => {
      const delay = retryDelay(attempt, stated, random);
      expect(delay).toBeGreaterThanOrEqual(stated);
      expect(delay).toBeLessThanOrEqual(stated * 1.1 + 1);
    }),
  );
});

test.each([1e20, Number.POSITIVE_INFINITY])('a stated wait of %d ms comes to an end', (stated) => {
  expect(retryDelay(1, stated, 0)).toBe(24 * 3_600_000);
});

test.each([
  [1, 2_000],
  [2, 4_000],
  [5, 32_000],
  [6, 60_000],
  [1_000, 60_000],
])('attempt %i without one waits up to %i ms, as chance has it', (attempt, longest) => {
  expect(retryDelay(attempt, undefined, 0)).toBe(0);
  expect(retryDelay(attempt, undefined, 0.5)).toBe(longest / 2);
  expect(retryDelay(attempt, undefined, 0.999999)).toBe(longest);
});

test.each([
  [1, 5_000],
  [2, 10_000],
  [5, 60_000],
  [1_000, 60_000],
])('what became of attempt %i is asked after %i ms', (attempt, delay) => {
  expect(lookDelay(attempt)).toBe(delay);
});

test('it is asked three times in all', () => {
  expect([0, 1, 2].map(nextLookDelay)).toEqual([20_000, 120_000, undefined]);
});

test.each([
  [0, 5_000],
  [20_000, 20_000],
  [3_600_000, 60_000],
])(
  'where no answer came for %i ms it is asked again within %i ms, and not at once',
  (age, longest) => {
    expect(unansweredDelay(age, 0)).toBe(longest / 2);
    expect(unansweredDelay(age, 0.999999)).toBe(longest);
  },
);

test('what is not answered for six hours is not waited for, nor what was sent in the future', () => {
  expect(unansweredDelay(6 * 3_600_000 - 1, 0)).toBeDefined();
  expect(unansweredDelay(6 * 3_600_000, 0)).toBeUndefined();
  expect(unansweredDelay(-1, 0)).toBeUndefined();
});
