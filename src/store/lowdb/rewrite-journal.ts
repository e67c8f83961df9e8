import type { FileSystem } from './file-system.ts';
import { createLineEncoder, type JournalLine } from './journal-line.ts';
import { type JournalHead, journalHead } from './read-journal.ts';
import { replaceFile, temporaryPath } from './replace-file.ts';
import type { KnownFile } from './same-file.ts';
import type { Table } from './table.ts';

/** The records of a table at one moment. */
export interface TableRecords {
  readonly table: Table<object>;
  readonly records: readonly object[];
}

/** A journal as it was written. */
export interface WrittenJournal extends KnownFile {
  /** Where the records end with which it begins, in bytes. */
  readonly base: number;
}

/** A journal that is written anew, beside the one in use. */
export interface Rewrite {
  /** Writes some of the records; false when all of them are written. */
  step(): Promise<boolean>;
  /**
   * Adds what was saved meanwhile and puts the file in the place of the one in use, whole and durable. `isTraceless`: the
   * file that was in use is not kept as its backup.
   */
  finish(
    meanwhile: readonly Buffer[],
    options: { readonly isTraceless: boolean },
  ): Promise<WrittenJournal>;
  abandon(): Promise<void>;
}

/** So much is written between two syncs, that none of them takes long. */
const syncEvery = 2 ** 23;

export async function startRewrite(
  fs: FileSystem,
  path: string,
  { kind, version }: Pick<JournalHead, 'kind' | 'version'>,
  tables: readonly TableRecords[],
): Promise<Rewrite> {
  const temporary = temporaryPath(path);
  await fs.rm(temporary, { force: true });
  const handle = await fs.open(temporary, 'ax', 0o600);
  const count = tables.reduce((sum, { records }) => sum + records.length, 0);
  const pieces = createLineEncoder()(linesOf(journalHead(kind, version, count), tables));
  let base = 0;
  let synced = 0;

  async function write(bytes: Buffer): Promise<void> {
    await handle.appendFile(bytes);
    base += bytes.length;
    if (base - synced < syncEvery) return;
    await handle.datasync();
    synced = base;
  }

  return {
    async step() {
      const piece = pieces.next();
      if (piece.done === true) return false;
      await write(piece.value);
      return true;
    },
    async finish(meanwhile, options) {
      // One by one: put together, what a busy minute adds is copied at a stretch.
      for (const piece of meanwhile) await handle.appendFile(piece);
      await handle.sync();
      const { ino, size } = await handle.stat();
      await handle.close();
      await replaceFile(fs, path, options);
      return { base, size, ino };
    },
    async abandon() {
      await handle.close().catch(() => undefined);
      await fs.rm(temporary, { force: true }).catch(() => undefined);
    },
  };
}

/** As one step, while nothing else is saved. Rejects with the error of the file system, everything as it was. */
export async function rewriteJournal(
  fs: FileSystem,
  path: string,
  head: Pick<JournalHead, 'kind' | 'version'>,
  tables: readonly TableRecords[],
  options: { readonly isTraceless: boolean },
): Promise<WrittenJournal> {
  const rewrite = await startRewrite(fs, path, head, tables);
  try {
    while (await rewrite.step());
    return await rewrite.finish([], options);
  } catch (error) {
    await rewrite.abandon();
    throw error;
  }
}

/** What tables hold now. */
export function recordsOf(tables: readonly Table<object>[]): TableRecords[] {
  return tables.map((table) => ({ table, records: [...table.records.values()] }));
}

function* linesOf(head: JournalHead, tables: readonly TableRecords[]): Generator<JournalLine> {
  yield { value: head, isLast: true };
  for (const { table, records } of tables) {
    for (const record of records) {
      yield { value: ['put', table.name, table.keyOf(record), record], isLast: true };
    }
  }
}
