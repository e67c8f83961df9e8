import { expect } from 'vitest';
import { type Problem, ProblemError } from '../../../src/core/problem.ts';

/** The problem with which a promise rejects. */
export async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ProblemError);
  if (!(error instanceof ProblemError)) throw error;
  return error.problem;
}
