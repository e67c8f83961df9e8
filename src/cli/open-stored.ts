import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import { ProblemError } from '../core/problem.ts';
import { openLowdbStore } from '../store/lowdb/open-lowdb-store.ts';
import type { Store } from '../store/store.ts';

/** What is stored, for reading. Rejects with a ProblemError, also where nothing is. */
export async function openStored({ dataDirectory }: Pick<Config, 'dataDirectory'>): Promise<Store> {
  if (existsSync(dataDirectory)) {
    return openLowdbStore({ directory: dataDirectory, mode: 'read-only' });
  }
  throw new ProblemError({
    message: `Nothing is stored in ${dataDirectory} yet.`,
    remedy: 'See that DATA_DIR is right; npm start and serve make the folder.',
  });
}
