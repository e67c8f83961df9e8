import * as promises from 'node:fs/promises';
import { errorCode } from '../../lib/error-code.ts';

/** The file operations that the store uses; tests put failing ones in their place. */
export type FileSystem = Pick<
  typeof promises,
  | 'access'
  | 'copyFile'
  | 'link'
  | 'mkdir'
  | 'open'
  | 'readFile'
  | 'readdir'
  | 'realpath'
  | 'rename'
  | 'rm'
  | 'stat'
>;

export const nodeFileSystem: FileSystem = promises;

export async function fileExists(fs: FileSystem, path: string): Promise<boolean> {
  try {
    return (await fs.stat(path)).isFile();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
