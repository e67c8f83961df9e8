import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorCode } from '../../lib/error-code.ts';
import { claimOwnership, type Ownership } from '../../lib/single-owner.ts';
import { fileProblem } from '../file-problem.ts';
import type { FileSystem } from './file-system.ts';
import { removeTemporaryFiles, syncDirectory } from './replace-file.ts';
import { inUseProblem } from './store-problems.ts';

/**
 * Makes the data directory ready for writing and claims it for this process. Gives its real path.
 * Its parent must be there: creating it too would hide a mistyped path or a disk that is not mounted.
 */
export async function ownDirectory(
  fs: FileSystem,
  directory: string,
): Promise<{ directory: string; ownership: Ownership }> {
  const wanted = resolve(directory);
  try {
    await makeDirectory(fs, wanted);
    const real = await fs.realpath(wanted);
    const ownership = await claimOwnership(ownerName(real));
    if (!ownership) throw inUseProblem(wanted);
    try {
      await removeTemporaryFiles(fs, real);
      await fs.access(real, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      await ownership.release();
      throw error;
    }
    return { directory: real, ownership };
  } catch (error) {
    throw fileProblem(`keep data in ${wanted}`, error);
  }
}

/** Finds a data directory that is only read. Changes nothing. */
export async function findDirectory(fs: FileSystem, directory: string): Promise<string> {
  const wanted = resolve(directory);
  try {
    await fs.readdir(wanted);
    return await fs.realpath(wanted);
  } catch (error) {
    throw fileProblem(`read data in ${wanted}`, error);
  }
}

/** Only its owner may look in. One that is there already keeps the rights it has. */
async function makeDirectory(fs: FileSystem, directory: string): Promise<void> {
  try {
    await fs.mkdir(directory, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return;
    throw error;
  }
  await syncDirectory(fs, dirname(directory));
}

function ownerName(directory: string): string {
  return `paperround-${createHash('sha256').update(directory).digest('hex').slice(0, 32)}`;
}
