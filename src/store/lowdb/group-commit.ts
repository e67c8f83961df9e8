/** One value, changed by writes that callers share. */
export interface GroupCommit<State> {
  /** The last state that is durable. */
  current(): State;
  /**
   * Applies a change to a draft of the state that earlier callers leave, and resolves with its result when a write
   * that contains it is durable; rejects when that write fails, and then the change never was.
   * A change that throws must leave its draft as it found it; it rejects alone.
   */
  commit<Result>(change: (draft: State) => Result): Promise<Result>;
  /** Resolves when nothing waits to be written. */
  idle(): Promise<void>;
}

interface Waiting<State> {
  /** Applies the change and gives what to call when it is durable. */
  readonly apply: (draft: State) => () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Callers that arrive while a write is under way share the next one, so that a burst costs two writes.
 * `write` is never called again before it has settled; `copy` makes the draft that a batch of changes works on.
 */
export function createGroupCommit<State>(options: {
  readonly initial: State;
  readonly copy: (state: State) => State;
  readonly write: (next: State) => Promise<void>;
}): GroupCommit<State> {
  let durable = options.initial;
  let waiting: Waiting<State>[] = [];
  let writing: Promise<void> | undefined;

  async function writeWaiting(): Promise<void> {
    // Callers of the same turn are let in before the first write begins.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await writeBatch(batch);
    }
    writing = undefined;
  }

  async function writeBatch(batch: readonly Waiting<State>[]): Promise<void> {
    const applied: { resolve: () => void; reject: (error: unknown) => void }[] = [];
    try {
      const draft = options.copy(durable);
      for (const { apply, reject } of batch) {
        try {
          applied.push({ resolve: apply(draft), reject });
        } catch (error) {
          reject(error);
        }
      }
      if (applied.length === 0) return;
      await options.write(draft);
      durable = draft;
    } catch (error) {
      for (const { reject } of applied) reject(error);
      return;
    }
    for (const { resolve } of applied) resolve();
  }

  return {
    current: () => durable,
    commit<Result>(change: (draft: State) => Result) {
      return new Promise<Result>((resolve, reject) => {
        waiting.push({
          apply(draft) {
            const result = change(draft);
            return () => resolve(result);
          },
          reject,
        });
        writing ??= writeWaiting();
      });
    },
    async idle() {
      await writing;
    },
  };
}
