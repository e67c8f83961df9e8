import * as promises from 'node:fs/promises';

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
>;

export const nodeFileSystem: FileSystem = promises;

/** The error code of a failed system call, `ENOENT`, or undefined for any other error. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
