import type { Query } from './ast.ts';
import { type Explanation, explain } from './explain.ts';
import type { PreparedPaper } from './prepared-paper.ts';

/** What one query makes of a paper. */
export interface Answer extends Explanation {
  readonly query: Query;
}

/** Why a paper matches any of these queries, or what the nearest of them lacks; undefined of none. `now` in epoch milliseconds. */
export function explainQueries(
  queries: readonly Query[],
  paper: PreparedPaper,
  now: number,
): Answer | undefined {
  return queries
    .map((query) => ({ query, ...explain(query.node, paper, now) }))
    .sort((a, b) => a.distance - b.distance || a.reasons.length - b.reasons.length)[0];
}
