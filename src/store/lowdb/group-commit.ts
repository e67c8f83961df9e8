import { takeTurns } from '../../lib/take-turns.ts';
import { createDraft, type Draft, type Transaction } from './draft.ts';

/** Changes that callers make at once and that are saved together. */
export interface GroupCommit {
  /**
   * Makes a change to the tables as earlier callers leave them, and resolves with its result when it is durable; rejects when
   * saving it fails, and then the change never was. One that throws must do so before it changes anything; it rejects alone.
   */
  commit<Result>(
    change: (draft: Draft) => Result | Promise<Result>,
    options?: CommitOptions,
  ): Promise<Result>;
  /** Resolves when nothing waits to be saved. */
  idle(): Promise<void>;
}

export interface CommitOptions {
  /** Nothing of what was there before may stay in any file. */
  readonly isTraceless?: boolean;
}

interface Waiting extends CommitOptions {
  /** Makes the change and gives what to call when it is durable. */
  readonly apply: (draft: Draft) => Promise<() => void>;
  readonly reject: (error: unknown) => void;
}

/**
 * Callers that arrive while a batch is being saved share the next one, so that a burst costs two writes. The tables change only
 * when what was changed is durable; a change of many records shows bit by bit then, for others have their turn meanwhile. `save` is never called again before it has settled, nor while `tidy` is under way,
 * which is called after each batch and, while it gives true, between batches; it never rejects.
 */
export function createGroupCommit(options: {
  readonly save: (
    transactions: readonly Transaction[],
    options: Required<CommitOptions>,
  ) => Promise<void>;
  readonly tidy: () => Promise<boolean>;
}): GroupCommit {
  let waiting: Waiting[] = [];
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    // Callers of the same turn are let in before the first batch begins.
    await Promise.resolve();
    let isUntidy = false;
    while (waiting.length > 0 || isUntidy) {
      const batch = waiting;
      waiting = [];
      if (batch.length > 0) await saveBatch(batch);
      isUntidy = await options.tidy();
    }
    working = undefined;
  }

  async function saveBatch(batch: readonly Waiting[]): Promise<void> {
    const draft = createDraft();
    const accepted: (Pick<Waiting, 'reject'> & { readonly resolve: () => void })[] = [];
    const transactions: Transaction[] = [];
    let isTraceless = false;
    const turn = takeTurns();
    for (const { apply, reject, ...each } of batch) {
      try {
        accepted.push({ resolve: await apply(draft), reject });
        isTraceless ||= each.isTraceless ?? false;
      } catch (error) {
        reject(error);
      }
      const changes = draft.takeChanges();
      if (changes.length > 0) transactions.push(changes);
      await turn();
    }
    try {
      if (transactions.length > 0 || isTraceless) await options.save(transactions, { isTraceless });
    } catch (error) {
      for (const { reject } of accepted) reject(error);
      return;
    }
    for (const { table, key, next } of transactions.flat()) {
      table.set(key, next);
      const pause = turn();
      if (pause) await pause;
    }
    for (const { resolve } of accepted) resolve();
  }

  return {
    commit<Result>(
      change: (draft: Draft) => Result | Promise<Result>,
      commitOptions: CommitOptions = {},
    ) {
      return new Promise<Result>((resolve, reject) => {
        waiting.push({
          ...commitOptions,
          async apply(draft) {
            const result = await change(draft);
            return () => resolve(result);
          },
          reject,
        });
        working ??= work();
      });
    },
    async idle() {
      await working;
    },
  };
}
