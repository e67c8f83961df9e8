import { backupFor } from './backup-for.ts';
import { type FileSystem, fileExists } from './file-system.ts';
import type { RawTables } from './journal-entry.ts';
import type { JournalKind } from './journal-kind.ts';
import { currentVersion, type RawDocument } from './migrations.ts';
import { type OldDocument, readOldDocuments } from './old-documents.ts';
import { type JournalReading, readJournal } from './read-journal.ts';
import { backupPath } from './replace-file.ts';
import type { StorePlace } from './store-place.ts';
import { unreadableProblem } from './store-problems.ts';

/** What there is of a kind, and how much it can be relied on. */
export type FoundJournal = { readonly content: RawDocument } & (
  | {
      /** `damaged`: filled up from its backup, where it has one. */
      readonly state: 'whole' | 'damaged';
      readonly version: number;
      readonly reading: JournalReading;
    }
  | { readonly state: 'only-backup'; readonly version: number }
  | { readonly state: 'documents'; readonly documents: readonly OldDocument[] }
);

/**
 * Reads a journal; its backup too where it is damaged or missing; old documents where there is neither. Changes none of
 * them. Rejects with a ProblemError where what there is cannot be read, or is of a newer version.
 */
export async function findJournal(
  place: StorePlace,
  kind: JournalKind,
): Promise<FoundJournal | undefined> {
  const { fs } = place;
  const { path } = kind;
  const backup = backupPath(path);
  const expected = { kind: kind.name, version: currentVersion(kind.migrations) };
  const own = rawTables(kind);
  const reading = await readJournal(fs, path, expected, own);
  if (reading?.version !== undefined && reading.faults === 0) {
    return { state: 'whole', version: reading.version, reading, content: contentOf(own) };
  }
  const both = rawTables(kind);
  const saved = await readJournal(fs, backup, expected, both);
  const version = reading?.version ?? saved?.version;
  if (version === undefined) {
    const broken = [...(reading ? [path] : []), ...(saved ? [backup] : [])];
    const reason = reading?.firstFaults[0] ?? saved?.firstFaults[0];
    if (reason !== undefined) {
      throw unreadableProblem(broken, reason, await backupFor(place, kind));
    }
    const documents = await findDocuments(fs, kind);
    // Its owner may have made a journal of them while they were read.
    return (await fileExists(fs, path)) ? findJournal(place, kind) : documents;
  }
  if (reading === undefined) return { state: 'only-backup', version, content: contentOf(both) };
  if (saved?.version !== version) {
    return { state: 'damaged', version, reading, content: contentOf(own) };
  }
  // The journal begins with what its backup ends with: what can be read of it is said again over that.
  await readJournal(fs, path, expected, both);
  return { state: 'damaged', version, reading, content: contentOf(both) };
}

async function findDocuments(
  fs: FileSystem,
  { oldPaths, tables, migrations }: JournalKind,
): Promise<FoundJournal | undefined> {
  const names = tables.map(({ name }) => name);
  const documents = await readOldDocuments(fs, oldPaths, { tables: names, migrations });
  if (documents.length === 0) return undefined;
  const content = Object.fromEntries(
    names.map((name) => [name, documents.flatMap(({ content }) => content[name])]),
  );
  return { state: 'documents', documents, content };
}

function rawTables({ tables }: JournalKind): RawTables {
  return new Map(tables.map(({ name }) => [name, new Map()]));
}

function contentOf(tables: RawTables): RawDocument {
  return Object.fromEntries([...tables].map(([name, records]) => [name, [...records.values()]]));
}
