import { type Expression, everything, kinds, type Shape, unbounded } from './expression.ts';
import { createRecords } from './records.ts';

/** What is known of each expression. Close together in memory, since a match looks at very many of them. */
export interface Expressions {
  /** Above every expression. */
  readonly end: Expression;
  kind(expression: Expression): number;
  left(expression: Expression): Expression;
  right(expression: Expression): Expression;
  cost(expression: Expression): number;
  add(shape: Shape): Expression;
  /** One more use of it, by a query or by another expression. */
  use(expression: Expression): void;
  /** One use less. Gives whether it was the last: then the number is free, and what was known of it stays until it is given again. */
  release(expression: Expression): boolean;
}

const fields = { kind: 0, left: 1, right: 2, cost: 3, uses: 4 } as const;

export function createExpressions(): Expressions {
  const records = createRecords(5);
  const free: Expression[] = [];
  let end = everything + 1;

  records.set(everything, fields.cost, unbounded);
  return {
    get end() {
      return end;
    },
    kind: (expression) => records.get(expression, fields.kind),
    left: (expression) => records.get(expression, fields.left),
    right: (expression) => records.get(expression, fields.right),
    cost: (expression) => records.get(expression, fields.cost),
    add({ kind, left, right, cost }) {
      const expression = free.pop() ?? end;
      end = Math.max(end, expression + 1);
      records.set(expression, fields.kind, kind);
      records.set(expression, fields.left, left);
      records.set(expression, fields.right, right);
      records.set(expression, fields.cost, cost);
      return expression;
    },
    use(expression) {
      records.set(expression, fields.uses, records.get(expression, fields.uses) + 1);
    },
    release(expression) {
      const uses = records.get(expression, fields.uses) - 1;
      records.set(expression, fields.uses, uses);
      const isGone = uses <= 0 && records.get(expression, fields.kind) !== kinds.constant;
      if (isGone) free.push(expression);
      return isGone;
    },
  };
}
