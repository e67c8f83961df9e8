import { ProblemError } from '../../core/problem.ts';
import { fileProblem } from '../file-problem.ts';
import { importLine } from '../lost-subscriptions.ts';

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

export function changedProblem(path: string): ProblemError {
  return new ProblemError({
    message: `${path} was moved or changed by somebody else, so nothing more is saved there.`,
    remedy: 'Restart Paperround: it goes on with the file that is there then.',
  });
}

export function newerVersionProblem(path: string, found: number, known: number): ProblemError {
  return new ProblemError({
    message: `${path} was written by a newer Paperround (version ${found}; this one knows up to ${known}).`,
    remedy: 'Upgrade Paperround, or set DATA_DIR to another directory.',
  });
}

/** `backup`: the daily backup to bring back, where there is one. */
export function unreadableProblem(
  files: readonly string[],
  reason: string,
  backup?: string,
): ProblemError {
  const aside = `Move ${files.length === 1 ? 'it' : 'both'} away: Paperround then starts without that data.`;
  const source = backup === undefined ? 'An export' : 'The newest backup';
  return new ProblemError({
    message: `Cannot read ${files.join(' nor ')}: ${reason}.`,
    remedy: `${aside} ${source} brings it back: ${importLine(backup)}`,
  });
}
