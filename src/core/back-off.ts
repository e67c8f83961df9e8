const baseMs = 2_000;
const longestMs = 5 * 60_000;
const lateness = 0.1;
/** Nothing waits so long to be tried again: whoever states more might as well state forever. */
const longestStatedMs = 24 * 3_600_000;

/**
 * How long to wait before the next attempt, milliseconds. What the far end asks for (`statedMs`) is kept to, and up to a tenth
 * more, so that those who were sent away together do not come back together. Else full jitter: anything up to a bound that
 * doubles with each attempt, from 2 seconds to 5 minutes. `attempt` counts from 1; `random` is from 0 up to 1.
 */
export function retryDelay(attempt: number, statedMs: number | undefined, random: number): number {
  if (statedMs !== undefined) {
    const wait = Math.min(Math.max(0, statedMs), longestStatedMs);
    return Math.ceil(wait * (1 + lateness * random));
  }
  return Math.ceil(Math.min(longestMs, baseMs * 2 ** (attempt - 1)) * random);
}
