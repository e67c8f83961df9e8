/**
 * Work cut into pieces of a few milliseconds at most, so that whoever runs it can give way between two: each `next` does one,
 * and the result comes with the last. Work that is never run to its end changes nothing.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Runs steps to their end, perhaps giving way to others meanwhile. */
export type RunSteps = <T>(steps: Steps<T>) => Promise<T>;

/** Runs steps to their end without a pause. */
export function runAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
