import type { QueryNode } from './ast.ts';
import { changedChildren } from './changed-children.ts';

/** The query as if every threshold in it were passed; undefined where it has none. A threshold under a `-` stays. */
export function withoutBars(node: QueryNode): QueryNode | undefined {
  switch (node.kind) {
    case 'number':
      return { kind: 'and', children: [], span: node.span };
    case 'and':
    case 'or': {
      const children = changedChildren(node.children, withoutBars);
      return children && { ...node, children };
    }
    case 'topic': {
      const within = withoutBars(node.node);
      return within && { ...node, node: within };
    }
    default:
      return undefined;
  }
}
