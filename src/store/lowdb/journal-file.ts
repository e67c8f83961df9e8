import { dirname } from 'node:path';
import type { Adapter } from 'lowdb';
import { createGiveWay } from '../../lib/give-way.ts';
import { type AppendLog, openAppendLog } from './append-log.ts';
import type { Transaction } from './draft.ts';
import { type JournalEntry, journalEntry } from './journal-entry.ts';
import type { JournalKind } from './journal-kind.ts';
import { createLineEncoder, type JournalLine } from './journal-line.ts';
import { loadJournal } from './load-journal.ts';
import { currentVersion } from './migrations.ts';
import {
  type Rewrite,
  recordsOf,
  rewriteJournal,
  startRewrite,
  type TableRecords,
  type WrittenJournal,
} from './rewrite-journal.ts';
import { assertSameFile } from './same-file.ts';
import type { StorePlace } from './store-place.ts';
import { saveProblem } from './store-problems.ts';
import type { Table } from './table.ts';

/** What lowdb holds of a journal: the records as they are durable, and what is to become of them. */
export interface JournalData {
  readonly tables: readonly Table<object>[];
  readonly unsaved: readonly Transaction[];
  /** Nothing of what was before `unsaved` may stay in any file. */
  readonly isTraceless: boolean;
}

export interface JournalFile extends Adapter<JournalData> {
  /** Goes on with what keeps the file small, a few milliseconds at a time; false where there is nothing to do. */
  tidy(): Promise<boolean>;
  /** Leaves nothing but records in a file that is small, and closes it. */
  close(): Promise<void>;
}

/** A journal of no more records is written anew when it is closed: that takes some 0.1 seconds. */
const fewRecords = 20_000;

/** So many transactions in one write are part of a busy minute; until it is over, a journal may grow by so many times as much. */
const manyAtOnce = 50;
const busyGrowth = 4;

/**
 * A lowdb adapter for a journal: a file that begins with records and goes on with what has changed since, a line each. Reading
 * fills the tables and mends the file; writing appends what is unsaved, and leaves the tables alone.
 */
export function journalFile(place: StorePlace, kind: JournalKind): JournalFile {
  const { fs } = place;
  const { path, tables } = kind;
  const head = { kind: kind.name, version: currentVersion(kind.migrations) };
  const encode = createLineEncoder();
  let written: WrittenJournal | undefined;
  let log: AppendLog | undefined;
  let rewriting: { readonly rewrite: Rewrite; readonly meanwhile: Buffer[] } | undefined;
  let tidyAt = Number.POSITIVE_INFINITY;
  /** How many transactions were saved last. */
  let lately = 0;

  function replaced(by: WrittenJournal): void {
    written = by;
    tidyAt = by.base + Math.max(by.base, place.leastGrowth);
  }

  /** While many save at once, most of what grows the file is soon gone, and rewriting would hold them up. */
  function isToBeTidied({ base, size }: WrittenJournal): boolean {
    return size >= (lately < manyAtOnce ? tidyAt : base + (tidyAt - base) * busyGrowth);
  }

  async function append(transactions: readonly Transaction[], to: WrittenJournal): Promise<void> {
    log ??= await openAppendLog(fs, path, to);
    const pieces = encode(linesOf(transactions));
    const copies: Buffer[] = [];
    const size = await log.append(rewriting === undefined ? pieces : copied(pieces, copies));
    rewriting?.meanwhile.push(...copies);
    written = { ...to, size };
    lately = transactions.length;
  }

  async function rewriteNow(records: readonly TableRecords[], isTraceless: boolean): Promise<void> {
    await stopRewriting();
    await closeLog();
    if (written) await assertSameFile(fs, path, written);
    replaced(await rewriteJournal(fs, path, head, records, { isTraceless }));
  }

  async function stopRewriting(): Promise<void> {
    const stopped = rewriting;
    rewriting = undefined;
    await stopped?.rewrite.abandon();
  }

  async function closeLog(): Promise<void> {
    const closed = log;
    log = undefined;
    await closed?.close();
  }

  async function goOnRewriting(before: WrittenJournal): Promise<boolean> {
    if (rewriting === undefined) {
      if (!isToBeTidied(before)) return false;
      const rewrite = await startRewrite(fs, path, head, recordsOf(tables));
      rewriting = { rewrite, meanwhile: [] };
      return true;
    }
    const { rewrite, meanwhile } = rewriting;
    if (await rewrite.step()) return true;
    await closeLog();
    await assertSameFile(fs, path, before);
    replaced(await rewrite.finish(meanwhile, { isTraceless: false }));
    rewriting = undefined;
    return false;
  }

  return {
    async read() {
      const loaded = await loadJournal(place, kind);
      if (loaded) replaced(loaded);
      return { tables, unsaved: [], isTraceless: false };
    },
    async write({ unsaved, isTraceless }) {
      if (written === undefined && unsaved.length === 0) return;
      try {
        if (isTraceless || written === undefined) {
          await rewriteNow(await recordsAfter(tables, unsaved), isTraceless);
        } else await append(unsaved, written);
      } catch (error) {
        throw saveProblem(dirname(path), error);
      }
    },
    async tidy() {
      if (written === undefined) return false;
      try {
        return await goOnRewriting(written);
      } catch {
        // The journal that is there is whole. What ails the disk is told by the next write.
        tidyAt = written.size + place.leastGrowth;
        await stopRewriting();
        return false;
      }
    },
    async close() {
      const count = tables.reduce((sum, { records }) => sum + records.size, 0);
      if (written && written.size > written.base && count <= fewRecords) {
        // What is not tidied now is tidied another time.
        await rewriteNow(recordsOf(tables), false).catch(() => undefined);
      }
      await stopRewriting();
      await closeLog();
    },
  };
}

/** The lines that make the changes of transactions. What changes nothing has none. */
function* linesOf(transactions: readonly Transaction[]): Generator<JournalLine> {
  for (const transaction of transactions) {
    let value: JournalEntry | undefined;
    for (const change of transaction) {
      const next = journalEntry(change);
      if (next === undefined) continue;
      if (value !== undefined) yield { value, isLast: false };
      value = next;
    }
    if (value !== undefined) yield { value, isLast: true };
  }
}

/** The same pieces, of which copies are kept. */
function* copied(pieces: Iterable<Buffer>, copies: Buffer[]): Generator<Buffer> {
  for (const piece of pieces) {
    copies.push(Buffer.from(piece));
    yield piece;
  }
}

async function recordsAfter(
  tables: readonly Table<object>[],
  transactions: readonly Transaction[],
): Promise<TableRecords[]> {
  const giveWay = createGiveWay();
  const drafted = new Map(tables.map((table) => [table, new Map(table.records)]));
  for (const { table, key, next } of transactions.flat()) {
    if (next === undefined) drafted.get(table)?.delete(key);
    else drafted.get(table)?.set(key, next);
    await giveWay();
  }
  return [...drafted].map(([table, records]) => ({ table, records: [...records.values()] }));
}
