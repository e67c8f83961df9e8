/** What just left is not found yet. */
const firstLookMs = 5_000;
const longestMs = 60_000;
const laterLooksMs = [20_000, 120_000];
const baseMs = 2_000;
const lateness = 0.1;
const longestUnansweredMs = 6 * 3_600_000;
/** Nothing waits so long to be tried again: whoever states more might as well state forever. */
const longestStatedMs = 24 * 3_600_000;

/**
 * How long to wait before the next attempt, milliseconds. What the far end asks for (`statedMs`) is kept to, and up to a tenth
 * more, so that those who were sent away together do not come back together. Else full jitter: anything up to a bound that
 * doubles with each attempt, from 2 seconds to a minute: whoever is back after an outage is noticed so soon. `attempt` counts
 * from 1; `random` is from 0 up to 1.
 */
export function retryDelay(attempt: number, statedMs: number | undefined, random: number): number {
  if (statedMs !== undefined) {
    const wait = Math.min(Math.max(0, statedMs), longestStatedMs);
    return Math.ceil(wait * (1 + lateness * random));
  }
  return Math.ceil(Math.min(longestMs, baseMs * 2 ** (attempt - 1)) * random);
}

/**
 * How long to wait before the far end is asked what became of an attempt, milliseconds: the more of them were lost (`attempt`
 * counts from 1), the longer, as it may be made once more then. From 5 seconds to a minute.
 */
export function lookDelay(attempt: number): number {
  return Math.min(longestMs, firstLookMs * 2 ** (attempt - 1));
}

/**
 * How long to wait before it is asked again, milliseconds, where it could not tell `asked` times since; undefined where it is
 * asked no more.
 */
export function nextLookDelay(asked: number): number | undefined {
  return laterLooksMs[asked];
}

/**
 * How long to wait before it is asked again, milliseconds, where it did not answer: from half of `ageMs`, for how long the
 * answer is missing, up to all of it, from 5 seconds to a minute. Undefined after six hours, and where the clock was set back
 * meanwhile: then it counts as an answer that nobody can tell. `random` is from 0 up to 1.
 */
export function unansweredDelay(ageMs: number, random: number): number | undefined {
  if (ageMs < 0 || ageMs >= longestUnansweredMs) return undefined;
  return Math.ceil(Math.min(longestMs, Math.max(firstLookMs, ageMs)) * (1 + random) * 0.5);
}
