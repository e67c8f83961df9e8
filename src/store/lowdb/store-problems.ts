import { ProblemError } from '../../core/problem.ts';
import { errorCode } from './file-system.ts';

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

export function saveProblem(directory: string, error: unknown): ProblemError {
  return fileProblem(`save to ${directory}, so nothing was changed`, error);
}

export function readOnlyProblem(directory: string): ProblemError {
  return new ProblemError({
    message: `The data in ${directory} is open for reading only, so nothing was changed.`,
    remedy: 'Use a command that opens it for writing.',
  });
}

export function closedProblem(directory: string): ProblemError {
  return new ProblemError({
    message: `The data in ${directory} is closed, so nothing was changed.`,
    remedy: 'Start Paperround again.',
  });
}

export function inUseProblem(directory: string): ProblemError {
  return new ProblemError({
    message: `Another Paperround is using ${directory}.`,
    remedy: 'Stop it, or set DATA_DIR to another directory.',
  });
}

export function newerVersionProblem(path: string, found: number, known: number): ProblemError {
  return new ProblemError({
    message: `${path} was written by a newer Paperround (version ${found}; this one knows up to ${known}).`,
    remedy: 'Upgrade Paperround, or set DATA_DIR to another directory.',
  });
}

export function unreadableProblem(files: readonly string[], reason: string): ProblemError {
  return new ProblemError({
    message: `Cannot read ${files.join(' nor ')}: ${reason}.`,
    remedy: `Move ${files.length === 1 ? 'it' : 'both'} away: Paperround then starts without that data. An export brings it back: npm run -s paperround -- import FILE`,
  });
}
