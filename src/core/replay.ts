import type { Archive } from './archive.ts';
import { type FeedDay, paperDay } from './paper.ts';
import type { QueryNode } from './query/ast.ts';
import { counted } from './text/counted.ts';

const span = { start: 0, end: 0 };

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
 * Replays a query over the last days of the archive, with scores as they are now. Thresholds are therefore judged with the
 * votes that a paper gathered in the end. `undefined` takes every paper.
 */
export async function replayQuery(
  query: QueryNode | undefined,
  archive: Pick<Archive, 'matching'>,
  {
    limit,
    days,
    now,
  }: {
    readonly limit: number;
    /** How many days back to look. */
    readonly days: number;
    /** Epoch milliseconds. */
    readonly now: number;
  },
): Promise<Replay> {
  const perDay = new Map<FeedDay, number>();

  async function count(node: QueryNode, weight: number): Promise<void> {
    for (const paper of await archive.matching({ text: '', node }, now)) {
      const day = paperDay(paper);
      if (day !== undefined) perDay.set(day, (perDay.get(day) ?? 0) + weight);
    }
  }

  const since: QueryNode = { kind: 'since', days, span };
  await count(since, 0);
  const children = query === undefined ? [since] : [since, onItsDay(query)];
  await count({ kind: 'and', children, span }, 1);
  const counts = [...perDay].sort(([a], [b]) => (a < b ? -1 : 1));
  const matched = counts.reduce((sum, [, hits]) => sum + hits, 0);
  const posted = counts.reduce((sum, [, hits]) => sum + Math.min(hits, limit), 0);
  const top = counts.reduce<[FeedDay, number] | undefined>(
    (best, each) => (each[1] > (best?.[1] ?? 0) ? each : best),
    undefined,
  );
  return {
    days: counts.length,
    matched,
    postedPerDay: counts.length === 0 ? 0 : posted / counts.length,
    busiest: top && { day: top[0], matched: top[1] },
  };
}

/** What a query asks of a paper on its own day: then every paper is young enough for any `since:`. */
function onItsDay(node: QueryNode): QueryNode {
  switch (node.kind) {
    case 'since':
      return { kind: 'and', children: [], span };
    case 'and':
    case 'or':
      return { ...node, children: node.children.map(onItsDay) };
    case 'not':
      return { ...node, child: onItsDay(node.child) };
    case 'topic':
      return { ...node, node: onItsDay(node.node) };
    default:
      return node;
  }
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
