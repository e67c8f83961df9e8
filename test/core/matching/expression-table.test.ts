import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { express } from '../../../src/core/matching/express.ts';
import { createExpressionTable } from '../../../src/core/matching/expression-table.ts';
import { queryNode } from '../query/arbitraries.ts';

describe('an expression table', () => {
  test('gives equal queries one expression', () => {
    fc.assert(
      fc.property(queryNode, queryNode, (a, b) => {
        const table = createExpressionTable(() => 1);
        const span = { start: 0, end: 0 };
        const one = express({ kind: 'and', children: [a, b], span }, table);
        const other = express({ kind: 'and', children: [b, a, b], span }, table);
        expect(other).toBe(one);
      }),
    );
  });

  test('forgets what nobody uses', () => {
    fc.assert(
      fc.property(fc.array(queryNode, { maxLength: 20 }), (nodes) => {
        const table = createExpressionTable(() => 1);
        const made = nodes.map((node) => {
          const expression = express(node, table);
          table.expressions.use(expression);
          return expression;
        });
        const { end } = table.expressions;
        for (const expression of made) table.release(expression);
        expect(table.vocabulary.root).toEqual({ whole: new Map(), begun: new Map() });
        for (const node of nodes) table.expressions.use(express(node, table));
        expect(table.expressions.end).toBe(end);
      }),
    );
  });
});
