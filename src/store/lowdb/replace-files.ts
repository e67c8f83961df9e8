import { constants } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode, type FileSystem } from './file-system.ts';

export interface Replacement {
  readonly path: string;
  readonly text: string;
}

/**
 * Replaces files, all of them or none, durably. The order is what makes it safe against a crash at any point:
 *
 * 1. each new text goes to a temporary file beside its target and is synced to the disk; a full or failing disk
 *    shows here, before anything has changed;
 * 2. each current file gets a second name, `.bak`, in place of the older backup; the file itself stays where it is;
 * 3. each temporary file is renamed over its target, so that a reader sees the old text or the new, never a part;
 * 4. the directories are synced, without which a power cut could undo the renames.
 *
 * Rejects with the error of the file system, the old files back in their place and the temporary files removed.
 * A crash within step 3 leaves every file whole, some old and some new.
 */
export async function replaceFiles(
  fs: FileSystem,
  replacements: readonly Replacement[],
): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const { path, text } of replacements) {
      const temporary = temporaryPath(path);
      undo.push(() => fs.rm(temporary, { force: true }));
      await writeSynced(fs, temporary, text);
    }
    for (const { path } of replacements) {
      const hasBackup = await keepBackup(fs, path);
      await fs.rename(temporaryPath(path), path);
      undo.push(() =>
        hasBackup ? fs.rename(backupPath(path), path) : fs.rm(path, { force: true }),
      );
    }
    for (const directory of new Set(replacements.map(({ path }) => dirname(path)))) {
      await syncDirectory(fs, directory);
    }
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined);
    throw error;
  }
}

export function backupPath(path: string): string {
  return `${path}.bak`;
}

function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.tmp`);
}

/** Removes the temporary files that a killed process left in a directory. */
export async function removeTemporaryFiles(fs: FileSystem, directory: string): Promise<void> {
  for (const name of await fs.readdir(directory)) {
    if (/^\..+\.json\.tmp$/.test(name)) await fs.rm(join(directory, name), { force: true });
  }
}

export async function writeSynced(fs: FileSystem, path: string, text: string): Promise<void> {
  const file = await fs.open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
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
