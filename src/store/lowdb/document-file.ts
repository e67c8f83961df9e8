import { basename, dirname } from 'node:path';
import type { Adapter } from 'lowdb';
import { counted } from '../../core/text/counted.ts';
import type { FileSystem } from './file-system.ts';
import { currentVersion } from './migrations.ts';
import { type Codec, type ReadDocument, readDocument } from './read-document.ts';
import { backupPath, keepAs, replaceFiles, syncDirectory, writeSynced } from './replace-files.ts';
import { fileProblem, saveProblem } from './store-problems.ts';

/** Where documents are kept, and how. */
export interface DocumentPlace {
  readonly fs: FileSystem;
  /** False: nothing is written or renamed. */
  readonly writable: boolean;
  /** The clock, epoch milliseconds, for the names of files kept aside. */
  readonly now: () => number;
  /** Takes a warning for the operator. */
  readonly warn: (warning: string) => void;
}

/** A lowdb adapter for one document in one file. */
export function documentFile<Value>(
  place: DocumentPlace,
  path: string,
  codec: Codec<Value>,
): Adapter<Value> {
  return {
    async read() {
      return (await openDocument(place, path, codec)) ?? null;
    },
    async write(value) {
      try {
        await replaceFiles(place.fs, [{ path, text: documentText(codec, value) }]);
      } catch (error) {
        throw saveProblem(dirname(path), error);
      }
    },
  };
}

/** A document as it is written: one record a line, so that people can search and compare files. */
export function documentText<Value>(codec: Codec<Value>, value: Value): string {
  const fields = Object.entries({
    version: currentVersion(codec.migrations),
    ...codec.encode(value),
  }).map(([name, field]) => {
    const text = Array.isArray(field)
      ? `[${field.map((record) => `\n${JSON.stringify(record)}`).join(',')}\n]`
      : JSON.stringify(field);
    return `${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${fields.join(',\n')}\n}\n`;
}

/** Reads a document and, where it may write, mends its file. Warns of everything that was not as it should be. */
export async function openDocument<Value>(
  place: DocumentPlace,
  path: string,
  codec: Codec<Value>,
): Promise<Value | undefined> {
  const found = await readDocument(place.fs, path, codec);
  if (!found) return undefined;
  const { value, version, rejected, fileFault } = found;
  const isOld = version < currentVersion(codec.migrations);
  if (!isOld && rejected.length === 0 && fileFault === undefined) return value;
  try {
    const kept = place.writable ? await keepAside(place, path, found, isOld) : undefined;
    for (const warning of warningsOf(path, found, kept)) place.warn(warning);
    if (place.writable) await replaceFiles(place.fs, [{ path, text: documentText(codec, value) }]);
  } catch (error) {
    throw fileProblem(`mend ${path}`, error);
  }
  return value;
}

interface KeptAside {
  readonly broken?: string;
  readonly rejected?: string;
}

/** Keeps what a mended file will no longer hold, before it is replaced: nothing is lost, whenever the process ends. */
async function keepAside<Value>(
  { fs, now }: DocumentPlace,
  path: string,
  { version, rejected, fileFault }: ReadDocument<Value>,
  isOld: boolean,
): Promise<KeptAside> {
  const stamp = new Date(now()).toISOString().replace(/[-:.]/g, '');
  const kept: { broken?: string; rejected?: string } = {};
  if (rejected.length > 0) {
    kept.rejected = await freeName(fs, `${path.replace(/\.json$/, '')}.rejected-${stamp}`, '.json');
    const text = JSON.stringify({ from: basename(path), records: rejected }, undefined, 2);
    await writeSynced(fs, kept.rejected, `${text}\n`);
  }
  if (fileFault === 'broken') {
    kept.broken = await freeName(fs, `${path}.broken-${stamp}`, '');
    await fs.rename(path, kept.broken);
  }
  if (isOld) {
    const source = fileFault === undefined ? path : backupPath(path);
    await keepAs(fs, source, await freeName(fs, `${path}.v${version}`, ''));
  }
  await syncDirectory(fs, dirname(path));
  return kept;
}

async function freeName(fs: FileSystem, start: string, end: string): Promise<string> {
  const taken = new Set(await fs.readdir(dirname(start)));
  let name = `${start}${end}`;
  for (let count = 2; taken.has(basename(name)); count += 1) name = `${start}-${count}${end}`;
  return name;
}

function warningsOf<Value>(
  path: string,
  { rejected, fileFault }: ReadDocument<Value>,
  kept: KeptAside | undefined,
): string[] {
  const warnings: string[] = [];
  if (fileFault !== undefined) {
    const fault = fileFault === 'missing' ? 'is missing' : 'could not be read';
    const aside = kept?.broken === undefined ? '' : ` The broken file is kept as ${kept.broken}.`;
    warnings.push(`${path} ${fault}; its backup is used, which may lack the last change.${aside}`);
  }
  if (rejected.length > 0) {
    const count = counted(rejected.length, 'record');
    const aside = kept?.rejected === undefined ? '' : ` Kept aside in ${kept.rejected}.`;
    warnings.push(
      `${path}: ${count} left out, the first because of ${rejected[0]?.reason}.${aside}`,
    );
  }
  return warnings;
}
