import { expect, test } from 'vitest';
import type { Block } from '../../../src/core/view.ts';
import { atLastRule, bodyMemo } from '../../../src/core/views/view-memo.ts';
import { paper } from '../../fakes/papers.ts';

const rule: Block = { kind: 'divider' };
const card: Block = { kind: 'paper', paper: paper('2401.00001'), detail: 'card' };
const words: Block = { kind: 'text', text: ['words'] };

test.each<[string, Block[], number]>([
  ['nothing', [], 0],
  ['a view without a rule', [words, card], 2],
  ['the last of several rules', [rule, card, rule, words, rule, words], 4],
  ['a rule with papers after it', [words, rule, words, card], 4],
  ['a rule at the beginning', [rule, words], 0],
])('%s', (_, blocks, end) => {
  const { body, ending } = atLastRule({ summary: 'All', blocks });
  expect(body).toEqual({ summary: 'All', blocks: blocks.slice(0, end) });
  expect(ending).toEqual({ summary: 'All', blocks: blocks.slice(end) });
});

test('what was made of a body is remembered for views with the same blocks and summary alone', () => {
  let made = 0;
  const numberOf = bodyMemo(() => {
    made += 1;
    return { number: made };
  });
  const of = (summary: string, ...blocks: Block[]) => numberOf({ summary, blocks }).number;
  expect([of('All', words, card), of('All', words, card)]).toEqual([1, 1]);
  expect(of('Some', words, card)).toBe(2);
  expect(of('All', words)).toBe(3);
  expect(of('All', words, { ...card })).toBe(4);
  expect(of('All', words, card)).toBe(5);
});
