import { z } from 'zod';
import { readRecord, readRecordLists } from '../read-record.ts';
import { errorCode, type FileSystem } from './file-system.ts';
import { currentVersion, type Migration, migrate } from './migrations.ts';
import { backupPath } from './replace-files.ts';
import { fileProblem, newerVersionProblem, unreadableProblem } from './store-problems.ts';

/** A record that could not be used, and why. */
export interface Rejected {
  readonly reason: string;
  readonly record: unknown;
}

/** How a kind of document is read and written. */
export interface Codec<Value> {
  readonly migrations: readonly Migration[];
  /** Takes the good records and reports the others. Throws where the document as a whole is not of its kind. */
  decode(document: unknown, reject: (rejected: Rejected) => void): Value;
  /** The fields of the document, without its version. */
  encode(value: Value): Readonly<Record<string, unknown>>;
}

export interface ReadDocument<Value> {
  readonly value: Value;
  /** The version that the file had. */
  readonly version: number;
  readonly rejected: readonly Rejected[];
  /** Why the file itself could not be used, where this is its backup. */
  readonly fileFault?: 'missing' | 'broken';
}

type Candidate<Value> =
  | { readonly kind: 'missing' }
  | { readonly kind: 'broken'; readonly path: string; readonly reason: string }
  | ({ readonly kind: 'read' } & ReadDocument<Value>);

/**
 * Reads a document, or its backup where the file is broken or missing; undefined where there is neither.
 * Changes nothing on the disk. Rejects with a ProblemError where neither can be read, or one is of a newer version.
 */
export async function readDocument<Value>(
  fs: FileSystem,
  path: string,
  codec: Codec<Value>,
): Promise<ReadDocument<Value> | undefined> {
  const file = await readCandidate(fs, path, codec);
  if (file.kind === 'read') return file;
  const backup = await readCandidate(fs, backupPath(path), codec);
  if (backup.kind === 'read') return { ...backup, fileFault: file.kind };
  const broken = [file, backup].filter((each) => each.kind === 'broken');
  const [first] = broken;
  if (!first) return undefined;
  throw unreadableProblem(
    broken.map((each) => each.path),
    first.reason,
  );
}

async function readCandidate<Value>(
  fs: FileSystem,
  path: string,
  codec: Codec<Value>,
): Promise<Candidate<Value>> {
  const bytes = await readBytes(fs, path);
  if (bytes === undefined) return { kind: 'missing' };
  if (bytes.length === 0) return { kind: 'broken', path, reason: 'it is empty' };
  const document = parseDocument(bytes);
  if (!document) return { kind: 'broken', path, reason: 'it is cut off or not a document of ours' };
  const known = currentVersion(codec.migrations);
  if (document.version > known) throw newerVersionProblem(path, document.version, known);
  const rejected: Rejected[] = [];
  try {
    const value = codec.decode(migrate(document, document.version, codec.migrations), (each) =>
      rejected.push(each),
    );
    return { kind: 'read', value, version: document.version, rejected };
  } catch {
    return { kind: 'broken', path, reason: 'it does not have the fields it should have' };
  }
}

async function readBytes(fs: FileSystem, path: string): Promise<Uint8Array | undefined> {
  try {
    return await fs.readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileProblem(`read ${path}`, error);
  }
}

const versioned = z.looseObject({ version: z.int().min(1) });

/** Bytes that are not UTF-8 count as broken: replacing them would change names and titles silently. */
function parseDocument(bytes: Uint8Array): z.infer<typeof versioned> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const read = readRecordLists(versioned, JSON.parse(text));
    return read.ok ? read.value : undefined;
  } catch {
    return undefined;
  }
}

/** The good records of a list, by key; the others, and those whose key was there before, are reported. */
export function readRecords<T>(
  schema: z.ZodType<T>,
  list: readonly unknown[],
  keyOf: (record: T) => string,
  reject: (rejected: Rejected) => void,
): Map<string, T> {
  const records = new Map<string, T>();
  for (const record of list) {
    const read = readRecord(schema, record);
    if (!read.ok) reject({ reason: read.problem.message, record });
    else if (records.has(keyOf(read.value))) reject({ reason: 'a second one of its id', record });
    else records.set(keyOf(read.value), read.value);
  }
  return records;
}
