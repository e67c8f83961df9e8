import { createLineEncoder } from '../../../src/store/lowdb/journal-line.ts';

/** A line of a journal, with its break. */
export function lineOf(value: unknown, isLast = true): string {
  return [...createLineEncoder()([{ value, isLast }])].join('');
}
