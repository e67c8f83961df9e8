import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createGunzip } from 'node:zlib';

/** `2026-11-23.json.gz` */
export const backupName = /^\d{4}-\d{2}-\d{2}\.json\.gz$/;

/** The folder of daily backups. */
export function backupDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'backups');
}

export interface FoundBackup {
  readonly path: string;
  readonly hasSubscriptions: boolean;
}

/** The newest daily backup with subscriptions in a folder; where none has any, the newest; undefined where there is none. */
export async function findBackup(directory: string): Promise<FoundBackup | undefined> {
  const paths = await backupsIn(directory);
  for (const path of paths) {
    if (await hasSubscriptions(path)) return { path, hasSubscriptions: true };
  }
  const [path] = paths;
  return path === undefined ? undefined : { path, hasSubscriptions: false };
}

/**
 * The daily backup that may have what was lost at an instant, epoch milliseconds: the newest of the days before, as that of the
 * day itself is written anew. Undefined where there is none.
 */
export async function backupBefore(directory: string, at: number): Promise<string | undefined> {
  const paths = await backupsIn(directory);
  const day = new Date(at).toISOString().slice(0, 10);
  return paths.find((path) => basename(path).slice(0, 10) < day);
}

/** The newest first. */
async function backupsIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names
    .filter((name) => backupName.test(name))
    .sort()
    .reverse()
    .map((name) => join(directory, name));
}

/** They stand near the beginning of an export: the rest of it is not read. One that cannot be read has none. */
async function hasSubscriptions(path: string): Promise<boolean> {
  const packed = createReadStream(path);
  const unpacked = createGunzip();
  packed.on('error', (fault) => unpacked.destroy(fault));
  let text = '';
  try {
    for await (const chunk of packed.pipe(unpacked)) {
      text += String(chunk);
      const [, first] = /"subscriptions": \[\s*([{\]])/.exec(text) ?? [];
      if (first !== undefined) return first === '{';
      if (text.length > longestHead) return false;
    }
    return false;
  } catch {
    return false;
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
}

const longestHead = 100_000;
