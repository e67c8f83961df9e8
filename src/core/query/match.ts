import type { QueryNode } from './ast.ts';
import { compareNumbers, isSince, numberOf } from './filters.ts';
import { findText } from './find-text.ts';
import type { PreparedPaper } from './prepared-paper.ts';

/** Whether the paper satisfies the query. `now` in epoch milliseconds, for `since:`. */
export function matches(node: QueryNode, paper: PreparedPaper, now: number): boolean {
  switch (node.kind) {
    case 'and':
      return node.children.every((child) => matches(child, paper, now));
    case 'or':
      return node.children.some((child) => matches(child, paper, now));
    case 'not':
      return !matches(node.child, paper, now);
    case 'topic':
      return matches(node.node, paper, now);
    case 'text':
      return findText(node, paper) !== undefined;
    case 'number':
      return compareNumbers(numberOf(paper, node.field), node.comparison, node.value);
    case 'id':
      return paper.paper.id === node.id;
    case 'has':
      return paper.paper.links[node.what] !== undefined;
    case 'since':
      return isSince(paper, node.days, now);
  }
}
