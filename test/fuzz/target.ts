import fc from 'fast-check';

/** Something that takes foreign input, with a source of such input and what must hold for each. */
export interface Target {
  readonly name: string;
  /** What must hold beside: no crash, no hang. */
  readonly holds: string;
  /** Its part of all inputs of a run, relative to the others. */
  readonly share: number;
  open(): Promise<OpenTarget>;
}

export interface OpenTarget {
  /** Feeds it with inputs that follow from the seed alone. */
  fuzz(options: BatchOptions): Promise<Batch>;
  close(): Promise<void>;
}

export interface BatchOptions {
  readonly seed: number;
  readonly inputs: number;
  /** Called before each input. */
  readonly onInput?: () => void;
}

/** What came of some inputs. */
export interface Batch {
  readonly inputs: number;
  readonly slowest: Slowest;
  readonly failure?: FoundFailure;
}

export interface Slowest {
  readonly ms: number;
  readonly seed: number;
}

export interface FoundFailure {
  /** The input as an expression, shrunk. */
  readonly input: string;
  readonly problem: string;
}

/** A target that is open. `run` throws where something does not hold. */
export interface Subject<Input> {
  run(input: Input): unknown;
  close?(): Promise<void>;
}

interface TargetDefinition<Input> extends Omit<Target, 'open'> {
  readonly input: fc.Arbitrary<Input>;
  readonly open: () => Subject<Input> | Promise<Subject<Input>>;
}

/** Processor time that one input may take. */
const hangMs = 1_000;
/** An input that fails is shrunk for so long. */
const longestBatchMs = 120_000;

export function defineTarget<Input>(definition: TargetDefinition<Input>): Target {
  const { input, open, ...described } = definition;
  return {
    ...described,
    async open() {
      const subject = await open();
      return {
        fuzz: (options) => fuzz(input, subject, options),
        close: async () => subject.close?.(),
      };
    },
  };
}

async function fuzz<Input>(
  input: fc.Arbitrary<Input>,
  subject: Subject<Input>,
  { seed, inputs, onInput }: BatchOptions,
): Promise<Batch> {
  let slowestMs = 0;
  const property = fc.asyncProperty(input, async (each) => {
    onInput?.();
    const ms = await timed(() => subject.run(each));
    slowestMs = Math.max(slowestMs, ms);
  });
  const { failed, counterexample, errorInstance, numRuns } = await fc.check(property, {
    seed,
    numRuns: inputs,
    interruptAfterTimeLimit: longestBatchMs,
  });
  const batch = { inputs: numRuns, slowest: { ms: slowestMs, seed } };
  if (!failed) return batch;
  const problem =
    errorInstance instanceof Error ? (errorInstance.stack ?? '') : String(errorInstance);
  return { ...batch, failure: { input: fc.stringify(counterexample?.[0]), problem } };
}

/** Processor time counts for a hang: others may be using the machine. */
async function timed(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  const started = performance.now();
  await work();
  const ms = performance.now() - started;
  if (ms <= hangMs) return ms;
  const { user, system } = process.cpuUsage(before);
  if ((user + system) / 1_000 > hangMs) throw new Error(`It took ${Math.round(ms)} ms.`);
  return ms;
}
