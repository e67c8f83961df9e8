export interface PaceOptions {
  /** Turns per second, evenly spread: no burst follows a pause. */
  readonly perSecond: number;
  readonly now: () => number;
  /** Rejects when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Gives each caller a turn of its own, first come, first served. Rejects when the signal aborts meanwhile. */
export function createPace({ perSecond, now, wait }: PaceOptions) {
  const gapMs = 1_000 / perSecond;
  let free = 0;
  return async (signal: AbortSignal): Promise<void> => {
    const turn = Math.max(now(), free);
    free = turn + gapMs;
    const delay = Math.ceil(turn - now());
    if (delay > 0) await wait(delay, signal);
    signal.throwIfAborted();
  };
}
