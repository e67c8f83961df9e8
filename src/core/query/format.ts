import type { QueryNode, TextMatch } from './ast.ts';

/**
 * The query in normal form: parentheses only where needed, fields at every word, straight quotes. It parses to the same
 * query, but for its spans, and may be longer than what was typed.
 */
export function formatQuery(node: QueryNode): string {
  switch (node.kind) {
    case 'and':
      return node.children
        .map((child) => (child.kind === 'or' ? grouped(child) : formatQuery(child)))
        .join(' ');
    case 'or':
      return node.children.map(formatQuery).join(' OR ');
    case 'not':
      return `-${node.child.kind === 'and' || node.child.kind === 'or' ? grouped(node.child) : formatQuery(node.child)}`;
    case 'text':
      return node.field === undefined
        ? formatMatch(node.match)
        : `${node.field}:${formatMatch(node.match)}`;
    case 'number':
      return `${node.field}${node.comparison}${node.value}`;
    case 'id':
      return `id:${node.id.replace(/^arxiv:/, '')}`;
    case 'has':
      return `has:${node.what}`;
    case 'since':
      return `since:${node.days}d`;
    case 'topic':
      return `topic:${node.name}`;
  }
}

function grouped(node: QueryNode): string {
  return `(${formatQuery(node)})`;
}

function formatMatch({ kind, text }: TextMatch): string {
  switch (kind) {
    case 'word':
      return text;
    case 'phrase':
      return `"${text}"`;
    case 'prefix':
      return `${text}*`;
  }
}
