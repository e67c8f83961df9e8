import { paperDay } from '../paper.ts';
import type { Comparison, NumberField } from './ast.ts';
import type { PreparedPaper } from './prepared-paper.ts';

const msPerDay = 86_400_000;

/** The number a paper has; `undefined` for stars that nobody has counted. */
export function numberOf({ paper }: PreparedPaper, field: NumberField): number | undefined {
  return paper[field];
}

/** Whether the comparison holds. An unknown number satisfies none. */
export function compareNumbers(
  actual: number | undefined,
  comparison: Comparison,
  value: number,
): boolean {
  if (actual === undefined) return false;
  switch (comparison) {
    case '<':
      return actual < value;
    case '<=':
      return actual <= value;
    case '=':
      return actual === value;
    case '>=':
      return actual >= value;
    case '>':
      return actual > value;
  }
}

/** Calendar days (UTC) from the paper's day to today, negative for the future; `undefined` where its day is unknown. */
export function ageInDays({ paper }: PreparedPaper, now: number): number | undefined {
  const midnight = Date.parse(`${paperDay(paper) ?? ''}T00:00:00Z`);
  return Number.isNaN(midnight) ? undefined : Math.floor(now / msPerDay) - midnight / msPerDay;
}

/** Whether the paper's day is at most `days` days ago. An unknown day is not. */
export function isSince(paper: PreparedPaper, days: number, now: number): boolean {
  const age = ageInDays(paper, now);
  return age !== undefined && age <= days;
}
