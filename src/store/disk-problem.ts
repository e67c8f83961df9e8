import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import type { Problem } from '../core/problem.ts';

/** What is wrong with a disk. `isFull`: nothing can be stored there, or soon not. */
export interface DiskProblem extends Pick<Problem, 'message'> {
  readonly remedy: string;
  readonly isFull: boolean;
}

const littleBytes = 200_000_000;
const tooLittleBytes = 20_000_000;

/** What keeps a folder that exists from being written to, or soon will: no right, no room. Undefined where nothing does. */
export async function diskProblem(directory: string): Promise<DiskProblem | undefined> {
  try {
    await access(directory, constants.W_OK);
  } catch {
    return {
      message: `${directory} cannot be written to`,
      remedy: 'Give this user the right to write there, or set DATA_DIR to another folder.',
      isFull: true,
    };
  }
  const { bavail, bsize, blocks } = await statfs(directory);
  const free = bavail * bsize;
  // Some network disks do not tell their size.
  if (blocks === 0 || free >= littleBytes) return undefined;
  return {
    message: `${Math.floor(free / 1_000_000)} MB are free on the disk of ${directory}`,
    remedy: 'Free some space: nothing can be stored, and so nothing posted, once it is full.',
    isFull: free < tooLittleBytes,
  };
}
