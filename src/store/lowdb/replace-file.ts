import { constants } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../../lib/error-code.ts';
import type { FileSystem } from './file-system.ts';

/**
 * Puts a synced temporary file (`temporaryPath`) in the place of the file at `path`, durably. The order is what makes it
 * safe against a crash at any point:
 *
 * 1. the current file gets a second name, `.bak`, in place of an older backup; the file itself stays where it is;
 * 2. the temporary file is renamed over it, so that a reader sees the old or the new, never a part;
 * 3. the directory is synced, without which a power cut could undo the rename;
 * 4. where no trace of the old file may stay, its second name goes.
 *
 * Rejects with the error of the file system, the old file back in its place.
 */
export async function replaceFile(
  fs: FileSystem,
  path: string,
  { isTraceless }: { readonly isTraceless: boolean },
): Promise<void> {
  const backup = backupPath(path);
  const hasBackup = await keepBackup(fs, path);
  await fs.rename(temporaryPath(path), path);
  try {
    await syncDirectory(fs, dirname(path));
    if (isTraceless) await fs.rm(backup, { force: true });
  } catch (error) {
    await (hasBackup ? fs.rename(backup, path) : fs.rm(path, { force: true }));
    throw error;
  }
}

export function backupPath(path: string): string {
  return `${path}.bak`;
}

export function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.tmp`);
}

/** Removes the temporary files that a killed process left in a directory. */
export async function removeTemporaryFiles(fs: FileSystem, directory: string): Promise<void> {
  for (const name of await fs.readdir(directory)) {
    if (/^\..+\.jsonl?\.tmp$/.test(name)) await fs.rm(join(directory, name), { force: true });
  }
}

export async function writeSynced(fs: FileSystem, path: string, text: string): Promise<void> {
  const file = await fs.open(path, 'w', 0o600);
  try {
    await file.appendFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

const withoutHardLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * Gives a file a second name, or copies it where there are no hard links. False where there is no such file;
 * rejects with EEXIST where the name is taken.
 */
export async function keepAs(fs: FileSystem, path: string, name: string): Promise<boolean> {
  try {
    await linkOrCopy(fs, path, name);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function linkOrCopy(fs: FileSystem, path: string, name: string): Promise<void> {
  try {
    await fs.link(path, name);
  } catch (error) {
    if (!withoutHardLinks.has(errorCode(error) ?? '')) throw error;
    await fs.copyFile(path, name, constants.COPYFILE_EXCL);
  }
}

async function keepBackup(fs: FileSystem, path: string): Promise<boolean> {
  const backup = backupPath(path);
  try {
    return await keepAs(fs, path, backup);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    await fs.rm(backup);
    return keepAs(fs, path, backup);
  }
}

const cannotSyncDirectories = new Set(['EACCES', 'EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP']);

/** Makes new names in a directory durable, where the system can do that. */
export async function syncDirectory(fs: FileSystem, directory: string): Promise<void> {
  try {
    const handle = await fs.open(directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!cannotSyncDirectories.has(errorCode(error) ?? '')) throw error;
  }
}
