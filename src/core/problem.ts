/**
 * What went wrong, in words for the person who reads it.
 * `detail` is for the log; it may name internals, but never a secret.
 */
export interface Problem {
  /** One sentence: what is wrong. */
  readonly message: string;
  /** What to do about it: a sentence, or a corrected input. */
  readonly remedy?: string;
  /** Where in the input, as UTF-16 offsets `[start, end)`. */
  readonly span?: Span;
  /** What `span` points into, where the reader does not have it at hand. */
  readonly input?: string;
  /** The corrected input, whole, ready to be used instead. */
  readonly suggestion?: string;
  readonly detail?: string;
  /** Whether anything is wrong cannot be told just now. */
  readonly isUnknown?: true;
  /** It is of a place that was deleted: nothing brings it back. */
  readonly isForGood?: true;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Result<T> = { readonly ok: true; readonly value: T } | Failure;
export interface Failure {
  readonly ok: false;
  readonly problem: Problem;
}

export function success<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function failure(problem: Problem): Failure {
  return { ok: false, problem };
}

/** A problem that must unwind the stack: thrown by the shell, shown to a person as its problem, never as a trace. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.message, options);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** The problem in one paragraph: message, remedy and suggestion. */
export function problemText(problem: Problem): string {
  return [
    problem.message,
    problem.remedy,
    problem.suggestion === undefined ? undefined : `Did you mean: ${problem.suggestion}`,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}

/** The same as the reason of a pause, which is shown with a period after it. */
export function reasonText(problem: Problem): string {
  return problemText(problem).replace(/\.$/, '');
}
