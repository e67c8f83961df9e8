import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import { failure, ProblemError, type Result, success } from '../core/problem.ts';
import { openLowdbStore } from '../store/lowdb/open-lowdb-store.ts';
import type { Store } from '../store/store.ts';

/** What is stored, for reading; undefined where nothing is. */
export async function openIfStored({
  dataDirectory,
}: Pick<Config, 'dataDirectory'>): Promise<Result<Store> | undefined> {
  if (!existsSync(dataDirectory)) return undefined;
  try {
    return success(await openLowdbStore({ directory: dataDirectory, mode: 'read-only' }));
  } catch (error) {
    if (error instanceof ProblemError) return failure(error.problem);
    throw error;
  }
}

/** What is stored, for reading. Rejects with a ProblemError, also where nothing is. */
export async function openStored(config: Pick<Config, 'dataDirectory'>): Promise<Store> {
  const stored = await openIfStored(config);
  if (stored?.ok) return stored.value;
  if (stored !== undefined) throw new ProblemError(stored.problem);
  throw new ProblemError({
    message: `Nothing is stored in ${config.dataDirectory} yet.`,
    remedy: 'See that DATA_DIR is right; npm start and serve make the folder.',
  });
}
