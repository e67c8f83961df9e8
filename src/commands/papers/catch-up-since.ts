import { failure, success } from '../../core/problem.ts';
import { parseQuery } from '../../core/query/parse.ts';
import { counted } from '../../core/text/counted.ts';
import type { Argument } from '../argument.ts';

export const defaultDays = 7;
export const mostDays = 90;

/** How far back to look, as `since:` of the query language says it. Gives days. */
export const since: Argument<number, false> = {
  description: 'How far back: 3d, 2w, 1m, at most 90d; 1w by default',
  required: false,
  kind: 'text',
  completion: 'periods',
  recognizes: (typed) => /^\d{1,3}[dwm]$/i.test(typed),
  read(typed) {
    const query = parseQuery(`since:${typed}`);
    if (query.ok && query.value.node.kind === 'since') {
      const { days } = query.value.node;
      if (days <= mostDays) return success(days);
      return failure({
        message: `${counted(days, 'day')} are too many: a catch-up reaches ${mostDays} days back at most.`,
        suggestion: `${mostDays}d`,
      });
    }
    const [, meant] = /^since:(\d+)d$/.exec((!query.ok && query.problem.suggestion) || '') ?? [];
    return failure({
      message: `“${typed}” is not a number of days, weeks or months.`,
      remedy: 'Write 3d, 2w or 1m.',
      ...(meant !== undefined && { suggestion: `${Math.min(Number(meant), mostDays)}d` }),
    });
  },
};

/** `the last 2 weeks` */
export function sinceWords(days: number): string {
  const [count, unit] = days % 7 === 0 ? [days / 7, 'week'] : [days, 'day'];
  return count === 1 ? `the last ${unit}` : `the last ${counted(count, unit)}`;
}
