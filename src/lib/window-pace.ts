export interface WindowPaceOptions {
  /** Turns in any second, by the clock. */
  readonly perSecond: number;
  readonly now: () => number;
  /** Rejects when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const windowMs = 1_000;
/** More made up for at once would be a burst. */
const mostTurnsMadeUp = 3;

/**
 * Gives each caller a turn of its own, first come, first served, evenly spread: no burst follows a pause. Those who wait make up
 * for a short delay, and never do more turns than there may be fall into any second. Rejects when the signal aborts meanwhile.
 */
export function createWindowPace({ perSecond, now, wait }: WindowPaceOptions) {
  const gapMs = windowMs / perSecond;
  const taken: number[] = [];
  let planned = Number.NEGATIVE_INFINITY;
  let line: Promise<unknown> = Promise.resolve();

  async function turn(arrived: number, signal: AbortSignal): Promise<void> {
    const isFull = taken.length === perSecond;
    const allowed = isFull ? (taken[0] ?? 0) + windowMs : Number.NEGATIVE_INFINITY;
    planned = Math.max(planned + gapMs, arrived, now() - mostTurnsMadeUp * gapMs);
    // A clock that was set back must not stop everything until it is where it was.
    const delay = Math.min(Math.max(planned, allowed) - now(), windowMs);
    if (delay > 0) await wait(Math.ceil(delay), signal);
    signal.throwIfAborted();
    if (isFull) taken.shift();
    taken.push(now());
  }

  return (signal: AbortSignal): Promise<void> => {
    const arrived = now();
    const mine = line.then(() => turn(arrived, signal));
    line = mine.catch(() => undefined);
    return mine;
  };
}
