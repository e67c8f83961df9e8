import { dirname, join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../lib/error-code.ts';
import { fileProblem } from '../file-problem.ts';
import { readRecordLists } from '../read-record.ts';
import { type FileSystem, fileExists } from './file-system.ts';
import { currentVersion, type Migration, migrate, type RawDocument } from './migrations.ts';
import { backupPath, syncDirectory } from './replace-file.ts';
import { freeName } from './set-aside.ts';
import type { StorePlace } from './store-place.ts';
import { newerVersionProblem, unreadableProblem } from './store-problems.ts';

/** One document of those in which everything was kept before there were journals: `{"version": 1, "feeds": [...]}`. */
export interface OldDocument {
  readonly path: string;
  /** Its records, brought to the current version. */
  readonly content: RawDocument;
  /** Why the document itself could not be used, where this is its backup. */
  readonly fault?: 'missing' | 'broken';
}

interface Expected {
  /** The lists that it must have. */
  readonly tables: readonly string[];
  readonly migrations: readonly Migration[];
}

type Candidate =
  | { readonly kind: 'missing' }
  | { readonly kind: 'broken'; readonly reason: string }
  | { readonly kind: 'read'; readonly content: RawDocument };

/**
 * Reads the document at each path, or its backup where it is broken or missing; leaves out those that have neither.
 * Rejects with a ProblemError where neither can be read, or one is of a newer version.
 */
export async function readOldDocuments(
  fs: FileSystem,
  paths: readonly string[],
  expected: Expected,
): Promise<OldDocument[]> {
  const documents: OldDocument[] = [];
  for (const path of paths) {
    const document = await readOldDocument(fs, path, expected);
    if (document) documents.push(document);
  }
  return documents;
}

async function readOldDocument(
  fs: FileSystem,
  path: string,
  expected: Expected,
): Promise<OldDocument | undefined> {
  const file = await readCandidate(fs, path, expected);
  if (file.kind === 'read') return { path, content: file.content };
  const backup = await readCandidate(fs, backupPath(path), expected);
  if (backup.kind === 'read') return { path, content: backup.content, fault: file.kind };
  if (file.kind === 'broken') {
    const files = backup.kind === 'broken' ? [path, backupPath(path)] : [path];
    throw unreadableProblem(files, file.reason);
  }
  if (backup.kind === 'broken') throw unreadableProblem([backupPath(path)], backup.reason);
  return undefined;
}

const versioned = z.looseObject({ version: z.int().min(1) });

async function readCandidate(
  fs: FileSystem,
  path: string,
  { tables, migrations }: Expected,
): Promise<Candidate> {
  const bytes = await readBytes(fs, path);
  if (bytes === undefined) return { kind: 'missing' };
  if (bytes.length === 0) return { kind: 'broken', reason: 'it is empty' };
  const document = parseDocument(bytes);
  if (!document) return { kind: 'broken', reason: 'it is cut off or not a document of ours' };
  const known = currentVersion(migrations);
  if (document.version > known) throw newerVersionProblem(path, document.version, known);
  const content = migrate(document, document.version, migrations);
  if (tables.every((name) => Array.isArray(content[name]))) return { kind: 'read', content };
  return { kind: 'broken', reason: 'it does not have the fields it should have' };
}

async function readBytes(fs: FileSystem, path: string): Promise<Uint8Array | undefined> {
  try {
    return await fs.readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileProblem(`read ${path}`, error);
  }
}

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

/** Gives old documents and their backups other names, `.v1`: they would not be read again, but are not ours to delete. */
export async function setDocumentsAside(
  place: StorePlace,
  paths: readonly string[],
): Promise<string[]> {
  const kept: string[] = [];
  for (const path of paths.flatMap((each) => [each, backupPath(each)])) {
    if (!(await fileExists(place.fs, path))) continue;
    const aside = await freeName(place, `${path}.v1`, '');
    await place.fs.rename(path, aside);
    kept.push(aside);
  }
  for (const directory of new Set(kept.map(dirname))) await syncDirectory(place.fs, directory);
  return kept;
}

/** The monthly documents of papers that have a file or a backup, in order. */
export async function oldPaperPaths(fs: FileSystem, directory: string): Promise<string[]> {
  const folder = join(directory, 'papers');
  const months = (await namesIn(fs, folder))
    .map((name) => /^(\d{4}-\d{2}\.json)(?:\.bak)?$/.exec(name)?.[1])
    .filter((month) => month !== undefined);
  return [...new Set(months)].sort().map((month) => join(folder, month));
}

async function namesIn(fs: FileSystem, directory: string): Promise<string[]> {
  try {
    return await fs.readdir(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileProblem(`read ${directory}`, error);
  }
}
