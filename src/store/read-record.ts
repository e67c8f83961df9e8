import type { z } from 'zod';
import { failure, type Result, success } from '../core/problem.ts';

/** How deep a record may nest, so that whatever is read can be written again. */
const recordLevels = 100;

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
  if (!freeze(parsed.data, levels)) return failure({ message: 'nested too deep' });
  return success(parsed.data);
}

/** As `readRecord`, for a document that holds lists of records. */
export function readRecordLists<T>(schema: z.ZodType<T>, value: unknown): Result<T> {
  return readRecord(schema, value, recordLevels + 2);
}

/** As `readRecord`, for a value of our own: a copy as JSON keeps it, so that later changes to the value do not show. */
export function copyRecord<T>(schema: z.ZodType<T>, value: T): Result<T> {
  try {
    return readRecord(schema, JSON.parse(JSON.stringify(value) ?? 'null'));
  } catch (error) {
    return failure({ message: `not JSON: ${error instanceof Error ? error.message : 'unknown'}` });
  }
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'not as expected';
  const place = issue.path.map(String).join('.');
  return place === '' ? issue.message : `${place}: ${issue.message}`;
}

/** False where it nests deeper than `levels`. */
function freeze(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  Object.freeze(value);
  return Object.values(value).every((child) => freeze(child, levels - 1));
}
