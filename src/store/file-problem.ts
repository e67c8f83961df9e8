import { ProblemError } from '../core/problem.ts';
import { errorCode } from '../lib/error-code.ts';

const elsewhere = 'or set DATA_DIR to another directory';

const remedies: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space and try again.'],
  EDQUOT: ['the disk quota is used up', 'Free some space and try again.'],
  EROFS: ['the file system is read-only', `Mount it writable, ${elsewhere}.`],
  EACCES: [
    'permission is denied',
    `Give the user that runs Paperround the right to read and write there, ${elsewhere}.`,
  ],
  EPERM: [
    'the system does not permit it',
    `Give the user that runs Paperround the right to read and write there, ${elsewhere}.`,
  ],
  ENOENT: ['it is not there', `Create the directory, ${elsewhere}.`],
  ENOTDIR: ['a file stands where a directory is needed', `Move the file away, ${elsewhere}.`],
  EISDIR: ['a directory stands where a file is needed', `Move the directory away, ${elsewhere}.`],
  EIO: ['the disk reports a fault', `Check the disk, ${elsewhere}.`],
};

/** What a failed file operation means for the operator; `action` continues "Cannot". A problem stays what it is. */
export function fileProblem(action: string, error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const code = errorCode(error);
  const [reason, remedy] = (code === undefined ? undefined : remedies[code]) ?? [
    code ?? detail,
    'The log has the details.',
  ];
  return new ProblemError(
    { message: `Cannot ${action}: ${reason}.`, remedy, detail },
    { cause: error },
  );
}
