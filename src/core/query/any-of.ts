import type { Query, QueryNode } from './ast.ts';

/** One query that matches what any of them matches; of none, the one that matches every paper. Spans keep pointing into each query's own text. */
export function anyOf(queries: readonly Query[]): QueryNode {
  const span = { start: 0, end: 0 };
  const [first, ...rest] = queries.map(({ node }) => node);
  if (first === undefined) return { kind: 'and', children: [], span };
  return rest.length === 0 ? first : { kind: 'or', children: [first, ...rest], span };
}
