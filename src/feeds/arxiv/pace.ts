import type { Wait } from '../fetcher.ts';

/** Runs tasks one at a time, each at least three seconds after the end of the one before it. */
export type Pace = <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** arXiv's terms of use: one request every three seconds over all its hosts, on a single connection. */
const gapMs = 3_000;

/** `now`: milliseconds on a clock that is never set. An aborted signal ends the wait only: the task itself must stop. */
export function createPace(wait: Wait, now: () => number): Pace {
  let turn: Promise<unknown> = Promise.resolve();
  let freeAt = Number.NEGATIVE_INFINITY;

  return function pace(task, signal) {
    const outcome = turn.then(async () => {
      const pause = freeAt - now();
      if (pause > 0) await wait(pause, signal).catch(() => undefined);
      return task().finally(() => {
        freeAt = now() + gapMs;
      });
    });
    turn = outcome.catch(() => undefined);
    return outcome;
  };
}
