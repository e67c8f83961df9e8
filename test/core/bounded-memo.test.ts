import { expect, test } from 'vitest';
import { boundedMemo } from '../../src/core/bounded-memo.ts';

function counting(limit: number) {
  const computed: string[] = [];
  const of = boundedMemo(limit, (key: string) => {
    computed.push(key);
    return { key };
  });
  return { of, computed };
}

test('an answer is computed once while it is remembered', () => {
  const { of, computed } = counting(2);
  expect(of('a')).toBe(of('a'));
  of('b');
  of('a');
  expect(computed).toEqual(['a', 'b']);
});

test('when full it forgets the oldest that nobody asked for again, and nothing else', () => {
  const { of, computed } = counting(3);
  for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'd']) of(key);
  expect(computed).toEqual(['a', 'b', 'c', 'd']);
  of('b');
  expect(computed).toEqual(['a', 'b', 'c', 'd', 'b']);
});

test('where all were asked for again it still forgets one', () => {
  const { of, computed } = counting(2);
  for (const key of ['a', 'b', 'a', 'b', 'c']) of(key);
  const before = computed.length;
  for (const key of ['a', 'b', 'c']) of(key);
  expect(computed.length).toBeGreaterThan(before);
});
