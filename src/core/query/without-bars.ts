import type { QueryNode } from './ast.ts';

/** The query as if every threshold in it were passed; undefined where it has none. A threshold under a `-` stays. */
export function withoutBars(node: QueryNode): QueryNode | undefined {
  switch (node.kind) {
    case 'number':
      return { kind: 'and', children: [], span: node.span };
    case 'and':
    case 'or': {
      const children = node.children.map(withoutBars);
      if (children.every((child) => child === undefined)) return undefined;
      return { ...node, children: node.children.map((child, index) => children[index] ?? child) };
    }
    case 'topic': {
      const within = withoutBars(node.node);
      return within && { ...node, node: within };
    }
    default:
      return undefined;
  }
}
