import type { Instant } from './paper.ts';

/** A clock that was ahead by no more than this at a send is allowed for, though it has been set right since. */
const longestAheadMs = 3_600_000;

/**
 * From when on a message may have been posted whose first attempt began at `firstSentAt` by our clock: epoch milliseconds, by
 * the clock of its platform. `now`: our clock; `aheadMs`: by how much it is ahead of that one. It may have been right then and
 * be wrong now, or the other way round. Once it was set back behind the attempt, nobody knows how long ago that was: -Infinity.
 */
export function postedSince(firstSentAt: Instant, now: number, aheadMs: number): number {
  const began = Date.parse(firstSentAt);
  if (began > now) return Number.NEGATIVE_INFINITY;
  return Math.min(began, began - aheadMs) - longestAheadMs;
}
