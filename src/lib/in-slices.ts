import { setImmediate as turn } from 'node:timers/promises';

const sliceMs = 8;

/** Runs an iterator to its end in slices of about 8 ms, and lets everything else that waits have its turn between two. */
export async function inSlices<T>(steps: Iterator<unknown, T>): Promise<T> {
  for (;;) {
    const end = performance.now() + sliceMs;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    await turn();
  }
}
