import { setTimeout as sleep } from 'node:timers/promises';
import type { FoundFailure, Slowest, Target } from './target.ts';

export interface FuzzOptions {
  readonly inputs: number;
  /** Of the first batch; each later one has the next. */
  readonly seed: number;
  readonly onInput?: () => void;
  /** Called before each batch; `done`: how many inputs came before. */
  readonly onBatch?: (batch: {
    readonly seed: number;
    readonly inputs: number;
    readonly done: number;
  }) => void;
  /** With it, memory is measured: what stays after the inputs may not grow with their number. */
  readonly collectGarbage?: () => void;
}

export interface Outcome {
  readonly inputs: number;
  readonly seconds: number;
  readonly slowest: Slowest;
  readonly grownMb: number;
  /** With the batch that has it. */
  readonly failure?: FoundFailure & { readonly seed: number; readonly inputs: number };
}

const batchSize = 200;
/** Caches may fill up after the first tenth of the inputs; then no more may stay than this. */
const mostGrownMb = 100;
/** A timer that still runs holds what it is about. */
const longestTimerMs = 5_000;

/** How many of all inputs each target gets: at least one. */
export function shareInputs(
  targets: readonly Target[],
  inputs: number,
): readonly (readonly [Target, number])[] {
  const shares = targets.reduce((sum, { share }) => sum + share, 0);
  return targets.map((target) => [
    target,
    Math.max(1, Math.round((inputs * target.share) / shares)),
  ]);
}

/** Feeds one target until it fails or has had all its inputs. */
export async function fuzzTarget(target: Target, options: FuzzOptions): Promise<Outcome> {
  const { inputs, collectGarbage = () => undefined } = options;
  const started = performance.now();
  const heapMb = (): number => {
    collectGarbage();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const open = await target.open();
  let done = 0;
  let heapBefore: number | undefined;
  let slowest: Slowest = { ms: 0, seed: options.seed };
  let failure: Outcome['failure'];
  try {
    for (let number = 0; done < inputs && failure === undefined; number += 1) {
      if (done >= inputs / 10) heapBefore ??= heapMb();
      const size = Math.min(batchSize, inputs - done);
      const seed = (options.seed + number) | 0;
      options.onBatch?.({ seed, inputs: size, done });
      const { onInput } = options;
      const batch = await open.fuzz({ seed, inputs: size, ...(onInput && { onInput }) });
      done += Math.max(1, batch.inputs);
      if (batch.slowest.ms > slowest.ms) slowest = batch.slowest;
      if (batch.failure !== undefined) failure = { ...batch.failure, seed, inputs: size };
    }
    const grown = () =>
      Math.max(0, Math.round(heapMb() - (heapBefore ?? Number.POSITIVE_INFINITY)));
    if (options.collectGarbage !== undefined && grown() > mostGrownMb) await sleep(longestTimerMs);
    const grownMb = grown();
    const seconds = (performance.now() - started) / 1_000;
    const outcome = { inputs: done, seconds, slowest, grownMb };
    if (failure !== undefined) return { ...outcome, failure };
    if (options.collectGarbage === undefined || grownMb <= mostGrownMb) return outcome;
    const problem = `${grownMb} MB more are held after ${done} inputs.`;
    return { ...outcome, failure: { input: '', problem, seed: options.seed, inputs } };
  } finally {
    await open.close();
  }
}
