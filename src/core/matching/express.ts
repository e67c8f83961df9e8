import type { QueryNode } from '../query/ast.ts';
import { formatQuery } from '../query/format.ts';
import { readings } from '../query/text-match.ts';
import type { Expression } from './expression.ts';
import type { ExpressionTable } from './expression-table.ts';
import { places, placesOf } from './find-words.ts';

/** The expression of a query: one for all queries that differ only in spelling or order. */
export function express(node: QueryNode, table: ExpressionTable): Expression {
  switch (node.kind) {
    case 'and':
      return table.all(node.children.map((child) => express(child, table)));
    case 'or':
      return table.any(node.children.map((child) => express(child, table)));
    case 'not':
      return table.not(express(node.child, table));
    case 'topic':
      return express(node.node, table);
    case 'text':
      return expressText(node, table);
    case 'id':
      return table.words({ terms: [node.id], begun: false, places: places.id });
    case 'number':
    case 'has':
    case 'since':
      return table.clause(node, formatQuery(node));
  }
}

function expressText(
  { match, field }: Extract<QueryNode, { kind: 'text' }>,
  table: ExpressionTable,
): Expression {
  const within = { places: placesOf(field) };
  if (field === 'category') {
    const begun = match.kind === 'prefix';
    return table.words({ ...within, terms: match.terms.slice(0, 1), begun });
  }
  return table.any(readings(match).map((row) => table.words({ ...within, ...row })));
}
