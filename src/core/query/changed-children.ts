import type { QueryNode } from './ast.ts';

/** The nodes with what some of them become; undefined where none becomes another. */
export function changedChildren(
  children: readonly QueryNode[],
  change: (child: QueryNode) => QueryNode | undefined,
): readonly QueryNode[] | undefined {
  const changed = children.map(change);
  if (changed.every((child) => child === undefined)) return undefined;
  return children.map((child, index) => changed[index] ?? child);
}
