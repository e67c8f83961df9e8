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

/** Of longer rows the papers that have their beginning are looked at one by one: to walk along all of a row may take long. */
const mostInRow = 8;

function expressText(
  node: Extract<QueryNode, { kind: 'text' }>,
  table: ExpressionTable,
): Expression {
  const { match, field } = node;
  const within = { places: placesOf(field) };
  if (field === 'category') {
    const begun = match.kind === 'prefix';
    return table.words({ ...within, terms: match.terms.slice(0, 1), begun });
  }
  const rows = readings(match);
  const isLong = rows.some(({ terms }) => terms.length > mostInRow);
  const beginnings = rows.map(({ terms, begun }) =>
    table.words({
      ...within,
      terms: terms.slice(0, mostInRow),
      begun: begun && terms.length <= mostInRow,
    }),
  );
  const beginning = table.any(beginnings);
  return isLong ? table.all([beginning, table.clause(node, formatQuery(node))]) : beginning;
}
