import type { QueryNode, TextField, TextMatch } from './ast.ts';

/** Something a paper is asked to have, and where; without a field, anywhere in its content. */
export interface PositiveTerm {
  readonly match: TextMatch;
  readonly field?: TextField;
}

/** The text matches that a query asks for, those of its topics included, in its order. What stands under a not is left out. */
export function positiveTerms(node: QueryNode): readonly PositiveTerm[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.children.flatMap(positiveTerms);
    case 'topic':
      return positiveTerms(node.node);
    case 'text':
      return [
        node.field === undefined ? { match: node.match } : { match: node.match, field: node.field },
      ];
    default:
      return [];
  }
}
