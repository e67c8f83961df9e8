import { setImmediate } from 'node:timers/promises';

const sliceMs = 10;

/**
 * Gives a function to be awaited before each piece of long work: whoever comes together passes one after another, and once
 * they have kept the event loop for 10 milliseconds, everybody else has a turn first.
 */
export function createGiveWay(): () => Promise<void> {
  let last = Promise.resolve();
  let begunAt = performance.now();

  async function pass(): Promise<void> {
    if (performance.now() - begunAt < sliceMs) return;
    await setImmediate();
    begunAt = performance.now();
  }

  return () => {
    last = last.then(pass);
    return last;
  };
}

/** Runs iterators to their end, giving way before each step. */
export function inTurns(
  giveWay: () => Promise<void>,
): <T>(steps: Iterator<unknown, T>) => Promise<T> {
  return async (steps) => {
    for (;;) {
      await giveWay();
      const step = steps.next();
      if (step.done) return step.value;
    }
  };
}
