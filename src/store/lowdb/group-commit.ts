import { createGiveWay } from '../../lib/give-way.ts';
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

interface Waiting {
  readonly change: (draft: Draft) => unknown;
  readonly isTraceless: boolean;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** So many are made within a millisecond or so: between them nobody needs to be let in. */
const fewChanges = 100;
const manyChanges = 1_000;

/**
 * Callers that arrive while a batch is being saved share the next one, so that a burst costs two writes. The tables change only
 * when what was changed is durable; a change of very many records then shows bit by bit, for the sake of others. `save` is
 * never called again before it has settled, nor while `tidy` is under way, which is called after each batch and, while it
 * gives true, between batches; it never rejects.
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
    const accepted: { readonly caller: Waiting; readonly result: unknown }[] = [];
    const transactions: Transaction[] = [];
    const giveWay = createGiveWay();
    for (const [index, caller] of batch.entries()) {
      try {
        const result = caller.change(draft);
        accepted.push({ caller, result: result instanceof Promise ? await result : result });
      } catch (error) {
        caller.reject(error);
      }
      const changes = draft.takeChanges();
      if (changes.length > 0) transactions.push(changes);
      if (index % fewChanges === 0) await giveWay();
    }
    try {
      const isTraceless = accepted.some(({ caller }) => caller.isTraceless);
      if (transactions.length > 0 || isTraceless) await options.save(transactions, { isTraceless });
    } catch (error) {
      for (const { caller } of accepted) caller.reject(error);
      return;
    }
    await applyAll(transactions);
    for (const { caller, result } of accepted) caller.resolve(result);
  }

  return {
    commit<Result>(
      change: (draft: Draft) => Result | Promise<Result>,
      { isTraceless = false }: CommitOptions = {},
    ) {
      return new Promise<Result>((resolve, reject) => {
        // What resolves it is what its own change gave.
        waiting.push({ change, isTraceless, resolve: resolve as Waiting['resolve'], reject });
        working ??= work();
      });
    },
    async idle() {
      await working;
    },
  };
}

/** Makes durable changes in the tables: those of a transaction at once, unless they are very many. */
async function applyAll(transactions: readonly Transaction[]): Promise<void> {
  const giveWay = createGiveWay();
  for (const [place, transaction] of transactions.entries()) {
    const isLarge = transaction.length > manyChanges;
    for (const [index, { table, key, next }] of transaction.entries()) {
      table.set(key, next);
      if (isLarge && index % fewChanges === 0) await giveWay();
    }
    if (place % fewChanges === 0) await giveWay();
  }
}
