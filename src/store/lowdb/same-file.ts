import type { Stats } from 'node:fs';
import { errorCode } from '../../lib/error-code.ts';
import type { FileSystem } from './file-system.ts';
import { changedProblem } from './store-problems.ts';

/** A file as we left it. */
export interface KnownFile {
  /** Which one it is, whatever its name. */
  readonly ino: number;
  readonly size: number;
}

/**
 * Rejects with a ProblemError where another file has the name, or less is in it. What is saved in a file that was moved away
 * would not be found again, and one that was put in its place is not ours to write over.
 */
export async function assertSameFile(
  fs: FileSystem,
  path: string,
  known: KnownFile,
): Promise<Stats> {
  const there = await fs.stat(path).catch((error: unknown) => {
    throw errorCode(error) === 'ENOENT' ? changedProblem(path) : error;
  });
  if (there.ino !== known.ino || there.size < known.size) throw changedProblem(path);
  return there;
}
