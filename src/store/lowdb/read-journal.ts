import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import { errorCode } from '../../lib/error-code.ts';
import { fileProblem } from '../file-problem.ts';
import type { FileSystem } from './file-system.ts';
import { applyEntry, type RawTables } from './journal-entry.ts';
import { readJournalLine } from './journal-line.ts';
import type { KnownFile } from './same-file.ts';
import { newerVersionProblem } from './store-problems.ts';

const format = 'paperround';

/** Longer lines are damage: no record comes near. */
const longestLine = 256 * 2 ** 20;
const chunkSize = 2 ** 18;
/** Records applied between two turns of the event loop. */
const recordsAtOnce = 1_000;
const mostNamed = 3;

const head = z.object({
  format: z.literal(format),
  kind: z.string(),
  version: z.int().min(1),
  records: z.int().min(0),
});

/** The first line of a journal: of what kind it is, in which version, and with how many records it began. */
export type JournalHead = z.infer<typeof head>;

export function journalHead(kind: string, version: number, records: number): JournalHead {
  return { format, kind, version, records };
}

export interface JournalReading extends KnownFile {
  /** Undefined where its head cannot be read. */
  readonly version: number | undefined;
  /** Where the records end with which it began, and where its last whole transaction does, in bytes. */
  readonly base: number;
  readonly end: number;
  /** What is wrong with it, apart from a last transaction that was cut off. */
  readonly faults: number;
  /** In words: the first few. */
  readonly firstFaults: readonly string[];
}

/**
 * Does to the tables what a journal says, as far as it can be read; undefined where there is none. Changes nothing on the
 * disk. Rejects with a ProblemError where it cannot be opened, or is of a newer version.
 */
export async function readJournal(
  fs: FileSystem,
  path: string,
  expected: { readonly kind: string; readonly version: number },
  tables: RawTables,
): Promise<JournalReading | undefined> {
  let version: number | undefined;
  let records = 0;
  let base = 0;
  let end = 0;
  let lines = 0;
  let faults = 0;
  const firstFaults: string[] = [];
  let unfinished: unknown[] = [];

  function fault(text: string): void {
    faults += 1;
    if (firstFaults.length < mostNamed) firstFaults.push(text);
  }

  function readHead(value: unknown): void {
    const read = head.safeParse(value);
    if (!read.success || read.data.kind !== expected.kind) {
      fault('its head cannot be read');
      return;
    }
    ({ version, records } = read.data);
    if (version > expected.version) throw newerVersionProblem(path, version, expected.version);
  }

  async function applyUnfinished(): Promise<void> {
    const entries = unfinished;
    unfinished = [];
    let failed = 0;
    for (const [index, entry] of entries.entries()) {
      if (index > 0 && index % recordsAtOnce === 0) await turn();
      if (!applyEntry(tables, entry)) failed += 1;
    }
    if (failed > 0) fault(`line ${lines} changes what is not there`);
  }

  const file = await readLines(fs, path, async (bytes, lineEnd) => {
    lines += 1;
    const line = readJournalLine(bytes);
    if (lines === 1) {
      readHead(line?.value);
      end = lineEnd;
    } else if (line === undefined) {
      fault(`line ${lines} cannot be read`);
    } else {
      unfinished.push(line.value);
      if (line.isLast) {
        await applyUnfinished();
        end = lineEnd;
      }
    }
    if (lines <= records + 1) base = lineEnd;
  });
  if (file === undefined) return undefined;
  if (lines === 0) fault(file.size === 0 ? 'it is empty' : 'its head cannot be read');
  else if (lines <= records) fault('its end is missing');
  return { ...file, version, base, end, faults, firstFaults };
}

/** Gives each line without its break, and where the next one begins. Undefined where there is no such file. */
async function readLines(
  fs: FileSystem,
  path: string,
  visit: (line: Buffer, end: number) => Promise<void>,
): Promise<KnownFile | undefined> {
  const file = await openForReading(fs, path);
  if (file === undefined) return undefined;
  let size = 0;
  let rest: Buffer[] = [];
  let restLength = 0;
  try {
    const { ino } = await file.stat();
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkSize);
      const { bytesRead } = await file.read(chunk, 0, chunkSize, size);
      if (bytesRead === 0) return { size, ino };
      let start = 0;
      for (
        let at = chunk.indexOf(0x0a);
        at >= 0 && at < bytesRead;
        at = chunk.indexOf(0x0a, start)
      ) {
        const piece = chunk.subarray(start, at);
        start = at + 1;
        await visit(rest.length === 0 ? piece : Buffer.concat([...rest, piece]), size + start);
        rest = [];
        restLength = 0;
      }
      if (start < bytesRead) rest.push(chunk.subarray(start, bytesRead));
      restLength += bytesRead - start;
      // What is kept of a line that is too long does not have its checksum.
      if (restLength > longestLine) rest = [];
      size += bytesRead;
    }
  } catch (error) {
    throw fileProblem(`read ${path}`, error);
  } finally {
    await file.close();
  }
}

async function openForReading(fs: FileSystem, path: string) {
  try {
    return await fs.open(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileProblem(`read ${path}`, error);
  }
}
