import type { Problem } from '../core/problem.ts';
import { caret } from '../core/query/caret.ts';

/** A problem for standard error: what is wrong, where, what to do, and what to type instead. */
export function problemLines(problem: Problem): readonly string[] {
  const { message, remedy, suggestion, input, span } = problem;
  return [
    message,
    ...(input === undefined || span === undefined ? [] : [caret(input, span)]),
    ...(remedy === undefined ? [] : [remedy]),
    ...(suggestion === undefined ? [] : [`Try: ${suggestion}`]),
  ];
}
