import { type FeedDay, type Paper, paperDay } from './paper.ts';
import type { QueryNode } from './query/ast.ts';
import { matches } from './query/match.ts';
import type { PreparedPaper } from './query/prepared-paper.ts';
import { counted } from './text/counted.ts';

const dayMs = 24 * 3_600_000;

/** What a query would have brought, had it run over the days that are stored. */
export interface Replay {
  /** Days with papers among those looked at. */
  readonly days: number;
  /** Papers that matched on those days. */
  readonly matched: number;
  /** Papers a day that would have been posted, with the limit, over the days with papers. */
  readonly postedPerDay: number;
  readonly busiest: { readonly day: FeedDay; readonly matched: number } | undefined;
}

/**
 * Replays a query over the stored archive, with scores as they are now. Thresholds are therefore judged with the votes that
 * a paper gathered in the end.
 */
export function replayQuery(
  query: QueryNode | undefined,
  papers: Iterable<Paper>,
  options: {
    readonly prepare: (paper: Paper) => PreparedPaper;
    readonly limit: number;
    /** How many days back to look. */
    readonly days: number;
    readonly now: number;
  },
): Replay {
  const firstDay = new Date(options.now - options.days * dayMs).toISOString().slice(0, 10);
  const perDay = new Map<FeedDay, number>();
  for (const paper of papers) {
    const day = paperDay(paper);
    if (day === undefined || day < firstDay) continue;
    const hit =
      query === undefined || matches(query, options.prepare(paper), Date.parse(day) + dayMs);
    perDay.set(day, (perDay.get(day) ?? 0) + Number(hit));
  }
  const counts = [...perDay].sort(([a], [b]) => (a < b ? -1 : 1));
  const posted = counts.reduce((sum, [, matched]) => sum + Math.min(matched, options.limit), 0);
  const top = counts.reduce<[FeedDay, number] | undefined>(
    (best, each) => (each[1] > (best?.[1] ?? 0) ? each : best),
    undefined,
  );
  return {
    days: counts.length,
    matched: counts.reduce((sum, [, matched]) => sum + matched, 0),
    postedPerDay: counts.length === 0 ? 0 : posted / counts.length,
    busiest: top && { day: top[0], matched: top[1] },
  };
}

/** One plain sentence of a replay. */
export function replayText(
  { days, matched, postedPerDay, busiest }: Replay,
  limit: number,
): string {
  if (days === 0) return 'There are no stored papers yet to try it on.';
  const over = days === 1 ? 'On the one day that is stored' : `Over the last ${days} stored days`;
  if (busiest === undefined) return `${over} it would have found nothing.`;
  const found = `${over} it would have found ${counted(matched, 'paper')}`;
  if (days === 1) return `${found}.`;
  return `${found}, ${busiest.matched} on the busiest day; with at most ${limit} per digest it would have posted ${postedPerDay.toFixed(1)} a day.`;
}
