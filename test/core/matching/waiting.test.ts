import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Expression } from '../../../src/core/matching/expression.ts';
import { everything } from '../../../src/core/matching/expression.ts';
import { createExpressionTable } from '../../../src/core/matching/expression-table.ts';
import { createWaiting } from '../../../src/core/matching/waiting.ts';

function prepared() {
  const table = createExpressionTable(({ terms: [term = ''] }) => term.length);
  const waiting = createWaiting(table.expressions);
  const word = (term: string) => table.words({ terms: [term], begun: false, places: 1 });
  const waitersOf = (expression: Expression) => {
    const waiters: Expression[] = [];
    waiting.forEachWaiter(expression, (waiter) => waiters.push(waiter));
    return waiters;
  };
  return { table, waiting, word, waitersOf };
}

describe('waiting', () => {
  test('is for the rarer of two that are needed, for each of two that will do, and else for everything', () => {
    const { table, waiting, word, waitersOf } = prepared();
    const [rare, common, commoner] = [word('a'), word('bb'), word('ccc')];
    const both = table.all([common, rare]);
    const either = table.any([both, commoner]);
    const not = table.not(common);
    for (const each of [either, not]) waiting.start(each);
    expect(waitersOf(rare)).toEqual([both]);
    expect(waitersOf(common)).toEqual([]);
    expect(waitersOf(both)).toEqual([either]);
    expect(waitersOf(commoner)).toEqual([either]);
    expect(waitersOf(everything)).toEqual([not]);
    for (const each of [either, not]) waiting.stop(each);
    for (const each of [rare, both, commoner, everything]) expect(waitersOf(each)).toEqual([]);
  });

  test('ends for those alone that stop', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 40 }), (turns) => {
        const { table, waiting, word, waitersOf } = prepared();
        const each = Array.from({ length: 10 }, (_, index) =>
          table.all([word('a'), word(`bb${index}`)]),
        );
        const waits = new Set<Expression>();
        for (const turn of turns) {
          const expression = each[turn] ?? everything;
          if (waits.delete(expression)) waiting.stop(expression);
          else {
            waits.add(expression);
            waiting.start(expression);
          }
          expect(new Set(waitersOf(word('a')))).toEqual(waits);
        }
      }),
    );
  });
});
