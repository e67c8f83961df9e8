import type { QueryNode } from '../query/ast.ts';
import {
  type Expression,
  everything,
  kinds,
  nothing,
  type Shape,
  unbounded,
  type Words,
} from './expression.ts';
import { createExpressions, type Expressions } from './expressions.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

/** Every expression that some query is made of. Asked to make one that is there, it gives that one. */
export interface ExpressionTable {
  readonly expressions: Expressions;
  readonly vocabulary: Pick<Vocabulary, 'root'>;
  words(words: Words): Expression;
  /** Holds for the papers that satisfy the clause; clauses of the same meaning have the same key. */
  clause(node: QueryNode, key: string): Expression;
  /** Of no parts: `everything`. */
  all(parts: readonly Expression[]): Expression;
  /** Of no parts: `nothing`. */
  any(parts: readonly Expression[]): Expression;
  not(part: Expression): Expression;
  clauseOf(expression: Expression): QueryNode | undefined;
  /** Takes one use away, and forgets what has none left, down to its words. What is made and never used stays. */
  release(expression: Expression): void;
}

/** In how many papers words stand, by estimate: a whole number above 0, only to be compared with that of others. */
export type Rarity = (words: Words) => number;

interface Clause {
  readonly node: QueryNode;
  readonly key: string;
}

export function createExpressionTable(rarity: Rarity): ExpressionTable {
  const expressions = createExpressions();
  const { kind, left, right, cost } = expressions;
  const vocabulary = createVocabulary();
  const composed = new Map<string, Expression>();
  const clauses = new Map<Expression, Clause>();

  function compose(shape: Shape, key = keyOf(shape.kind, shape.left, shape.right)): Expression {
    const known = composed.get(key);
    if (known !== undefined) return known;
    expressions.use(shape.left);
    expressions.use(shape.right);
    const expression = expressions.add(shape);
    composed.set(key, expression);
    return expression;
  }

  /** Halved again and again, so that many parts do not become a deep tree. The same parts in any order come to the same. */
  function combine(parts: readonly Expression[], pair: typeof both): Expression | undefined {
    const distinct = [...new Set(parts)].sort((a, b) => cost(a) - cost(b) || a - b);
    return halved(distinct, pair);
  }

  function halved(parts: readonly Expression[], pair: typeof both): Expression | undefined {
    const middle = parts.length >> 1;
    if (middle === 0) return parts[0];
    const first = halved(parts.slice(0, middle), pair);
    const second = halved(parts.slice(middle), pair);
    return pair(first ?? nothing, second ?? nothing);
  }

  function both(rarer: Expression, other: Expression): Expression {
    return compose({ kind: kinds.both, left: rarer, right: other, cost: cost(rarer) });
  }

  function either(one: Expression, other: Expression): Expression {
    const sum = Math.min(unbounded, cost(one) + cost(other));
    return compose({ kind: kinds.either, left: one, right: other, cost: sum });
  }

  function release(expression: Expression): void {
    if (!expressions.release(expression)) return;
    if (kind(expression) === kinds.words) {
      vocabulary.remove(expression);
      return;
    }
    const [first, second] = [left(expression), right(expression)];
    composed.delete(clauses.get(expression)?.key ?? keyOf(kind(expression), first, second));
    clauses.delete(expression);
    release(first);
    release(second);
  }

  return {
    expressions,
    vocabulary,
    words(words) {
      const known = vocabulary.find(words);
      if (known !== undefined) return known;
      const expression = expressions.add({ ...alone, kind: kinds.words, cost: rarity(words) });
      vocabulary.add({ ...words, expression });
      return expression;
    },
    clause(node, key) {
      const expression = compose({ ...alone, kind: kinds.clause, cost: unbounded }, key);
      clauses.set(expression, { node, key });
      return expression;
    },
    all: (parts) => combine(parts, both) ?? everything,
    any: (parts) => combine(parts, either) ?? nothing,
    not: (part) => compose({ ...alone, kind: kinds.not, left: part, cost: unbounded }),
    clauseOf: (expression) => clauses.get(expression)?.node,
    release,
  };
}

const alone = { left: nothing, right: nothing };

function keyOf(kind: number, left: Expression, right: Expression): string {
  return `${kind} ${left} ${right}`;
}
