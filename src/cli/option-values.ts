import { ProblemError } from '../core/problem.ts';
import { nearest } from '../core/text/edit-distance.ts';
import type { VerbOptionValues } from './verb.ts';

/** That an option has a value that it cannot have. */
export class UsageError extends ProblemError {}

/** A whole number from 1 to `max`. Throws UsageError on anything else. */
export function readCount(
  options: VerbOptionValues,
  name: string,
  max: number,
): number | undefined {
  const text = options.text(name);
  if (text === undefined) return undefined;
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= max) return count;
  throw new UsageError({
    message: `--${name} is “${text}”, which is not a whole number from 1 to ${max}.`,
  });
}

/** One of the choices. Throws UsageError, with the nearest one, on anything else. */
export function readChoice<Value extends string>(
  options: VerbOptionValues,
  name: string,
  choices: readonly Value[],
): Value | undefined {
  const text = options.text(name);
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice === text.toLowerCase());
  if (found !== undefined) return found;
  const guess = nearest(text.toLowerCase(), choices);
  throw new UsageError({
    message: `--${name} is “${text}”, which is none of ${choices.join(', ')}.`,
    ...(guess !== undefined && { suggestion: `--${name} ${guess}` }),
  });
}

/** An instant in ISO 8601, in epoch milliseconds; one without a zone is in UTC. Throws UsageError on anything else. */
export function readInstant(options: VerbOptionValues, name: string): number | undefined {
  const text = options.text(name);
  if (text === undefined) return undefined;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`;
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(zoned) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new UsageError({
    message: `--${name} is “${text}”, which is no date and time in ISO 8601.`,
    suggestion: `--${name} 2026-03-28T12:00:00Z`,
  });
}
