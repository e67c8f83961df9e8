import type { z } from 'zod';
import { failure, type Result, success } from '../core/problem.ts';

/** How deep a record may nest, so that whatever is read can be written again. */
const recordLevels = 100;

/** How many values a record may hold: a bound on what one that holds the same value many times over can cost. */
const recordValues = 1_000_000;

/**
 * A frozen record from a value that JSON gave, or why it is none.
 * Takes only the fields that are known; nests at most `levels` deep.
 */
export function readRecord<T>(
  schema: z.ZodType<T>,
  value: unknown,
  levels: number = recordLevels,
): Result<T> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) return failure({ message: firstIssue(parsed.error) });
  const fault = freezeJson(parsed.data, levels, { left: Number.POSITIVE_INFINITY });
  return fault === undefined ? success(parsed.data) : failure({ message: fault });
}

/** As `readRecord`, for a document that holds lists of records. */
export function readRecordLists<T>(schema: z.ZodType<T>, value: unknown): Result<T> {
  return readRecord(schema, value, recordLevels + 2);
}

/** Freezes a record of our own, all the way down. Gives why it could not be read back as it is; undefined where it can. */
export function freezeRecord<T>(schema: z.ZodType<T>, value: T): string | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? freezeMade(value) : firstIssue(parsed.error);
}

/** The same for what nobody typed or sent: that it has the right fields is seen to by the compiler. */
export function freezeMade(value: unknown): string | undefined {
  return freezeJson(value, recordLevels, { left: recordValues });
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'not as expected';
  const place = issue.path.map(String).join('.');
  return place === '' ? issue.message : `${place}: ${issue.message}`;
}

/** Freezes a value that JSON keeps as it is; else gives why it does not. A property without a value counts as absent. */
function freezeJson(value: unknown, levels: number, values: { left: number }): string | undefined {
  if (typeof value !== 'object' || value === null) return isJson(value) ? undefined : 'not JSON';
  if (levels === 0) return 'nested too deep';
  if (!isPlain(value)) return 'not JSON';
  Object.freeze(value);
  const children: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  values.left -= children.length;
  if (values.left < 0) return 'too large';
  for (const child of children) {
    const fault = freezeJson(child, levels - 1, values);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isJson(value: unknown): boolean {
  switch (typeof value) {
    case 'bigint':
    case 'function':
    case 'symbol':
      return false;
    case 'number':
      return Number.isFinite(value);
    default:
      return true;
  }
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
