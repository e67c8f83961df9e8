import fc from 'fast-check';
import { expect, test } from 'vitest';
import { postedSince } from '../../src/core/posted-since.ts';

const hour = 3_600_000;
const post = Date.parse('2026-03-02T09:00:00Z');

/** Posted at `post` by the platform's clock, and looked for `elapsed` later; ours was ahead by `then`, and is by `now`. */
const since = (then: number, now: number, elapsed: number) =>
  postedSince(new Date(post + then).toISOString(), post + elapsed + now, now);
const aheadMs = fc.integer({ min: -100 * hour, max: 100 * hour });
const elapsedMs = fc.integer({ min: 0, max: 100 * hour });

test('a clock that is as wrong as it was loses nothing', () => {
  fc.assert(
    fc.property(aheadMs, elapsedMs, (ahead, elapsed) => {
      expect(since(ahead, ahead, elapsed)).toBeLessThanOrEqual(post);
      expect(since(ahead, ahead, elapsed)).toBeGreaterThan(Number.NEGATIVE_INFINITY);
    }),
  );
});

test('nor does one that is right since, unless it was ahead by more than an hour, and less than has passed', () => {
  fc.assert(
    fc.property(aheadMs, elapsedMs, (ahead, elapsed) => {
      if (ahead <= hour || ahead > elapsed) {
        expect(since(ahead, 0, elapsed)).toBeLessThanOrEqual(post);
      }
    }),
  );
});
