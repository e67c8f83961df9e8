import type { QueryNode } from './ast.ts';
import { textMatch } from './text-match.ts';

/** A bar on numbers, links or days. */
export type FilterNode = Extract<QueryNode, { kind: 'number' | 'has' | 'since' }>;

/** The bars that every paper must pass. */
export function filtersOf(node: QueryNode): readonly FilterNode[] {
  switch (node.kind) {
    case 'and':
      return node.children.flatMap(filtersOf);
    case 'number':
    case 'has':
    case 'since':
      return [node];
    default:
      return [];
  }
}

/** The query without some of these bars; without all of them where none are given. */
export function withoutFilters(node: QueryNode, dropped = filtersOf(node)): QueryNode {
  const isKept = (child: QueryNode) => !dropped.some((filter) => filter === child);
  if (node.kind !== 'and') {
    return isKept(node) ? node : { kind: 'and', children: [], span: node.span };
  }
  const children = node.children.filter(isKept).map((child) => withoutFilters(child, dropped));
  return { ...node, children };
}

/** The query with the words of each phrase apart; undefined where it has no phrase of several. What stands under a not stays. */
export function withoutQuotes(node: QueryNode): QueryNode | undefined {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const children = node.children.map(withoutQuotes);
      if (children.every((child) => child === undefined)) return undefined;
      return { ...node, children: node.children.map((child, index) => children[index] ?? child) };
    }
    case 'text': {
      const { match, span } = node;
      if (match.kind !== 'phrase' || match.terms.length < 2) return undefined;
      const words = match.text.split(/\s+/).flatMap((word) => textMatch('word', word) ?? []);
      return { kind: 'and', children: words.map((word) => ({ ...node, match: word })), span };
    }
    default:
      return undefined;
  }
}

const mostNames = 4;
const nameWords = /^\p{L}[\p{L}\p{M}.'’-]*(?: \p{L}[\p{L}\p{M}.'’-]*)*$/u;

/** The words of a query that are nothing but words, as few as a person's name has. */
export function nameIn(node: QueryNode): string | undefined {
  const parts = node.kind === 'and' ? node.children : [node];
  const words = parts.map((part) =>
    part.kind === 'text' && part.field === undefined && part.match.kind !== 'prefix'
      ? part.match.text.trim()
      : '',
  );
  const name = words.join(' ');
  return nameWords.test(name) && name.split(' ').length <= mostNames ? name : undefined;
}
