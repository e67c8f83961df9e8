import { expect, test } from 'vitest';
import { createBreaker } from '../../src/core/breaker.ts';

const second = 1_000;
const minute = 60 * second;

/** A breaker after these sends, one a second from 0 on; `x` failed. */
function after(sends: string) {
  const breaker = createBreaker();
  for (const [index, send] of [...sends].entries()) breaker.ended(send === 'x', index * second);
  return { breaker, at: (sends.length - 1) * second };
}

test.each([
  ['nothing', ''],
  ['few sends, however many fail', 'x'.repeat(19)],
  ['a fifth that fails', `${'.'.repeat(20)}${'x'.repeat(5)}`],
])('%s leaves it closed', (_, sends) => {
  const { breaker, at } = after(sends);
  expect(breaker.admitAt(at)).toBe(at);
});

test('more than a fifth of twenty that fail open it for a minute, and then one may try', () => {
  const { breaker, at } = after(`${'.'.repeat(15)}${'x'.repeat(5)}`);
  const closed = after(`${'.'.repeat(16)}${'x'.repeat(4)}`);
  expect(closed.breaker.admitAt(closed.at)).toBe(closed.at);
  expect(breaker.admitAt(at)).toBe(at + minute);
  expect(breaker.admitAt(at + minute)).toBe(at + minute);
  expect(breaker.admitAt(at + minute)).toBe(at + 2 * minute);
});

test('a trial that arrives closes it and forgets what failed', () => {
  const { breaker, at } = after('x'.repeat(20));
  expect(breaker.admitAt(at + minute)).toBe(at + minute);
  breaker.ended(false, at + minute);
  breaker.ended(true, at + minute);
  expect(breaker.admitAt(at + minute)).toBe(at + minute);
  expect(breaker.lastAnswerAt()).toBe(at + minute);
});

test('a trial that fails opens it for another minute', () => {
  const { breaker, at } = after('x'.repeat(20));
  breaker.admitAt(at + minute);
  breaker.ended(true, at + minute);
  expect(breaker.admitAt(at + minute)).toBe(at + 2 * minute);
});

test('what began before it opened, and arrives, does not close it', () => {
  const { breaker, at } = after('x'.repeat(20));
  breaker.ended(false, at + second);
  expect(breaker.admitAt(at + 2 * second)).toBe(at + minute);
  expect(breaker.lastAnswerAt()).toBe(at + second);
});

test('what began before it opened, and fails, does not keep it open for longer', () => {
  const { breaker, at } = after('x'.repeat(20));
  breaker.ended(true, at + 30 * second);
  expect(breaker.admitAt(at + minute)).toBe(at + minute);
});

test('failures of more than a minute ago do not count', () => {
  const { breaker } = after('x'.repeat(19));
  breaker.ended(true, 10 * minute);
  expect(breaker.admitAt(10 * minute)).toBe(10 * minute);
});

test('a clock that was set back keeps it open for a minute and no longer', () => {
  const { breaker, at } = after('x'.repeat(20));
  expect(breaker.admitAt(at - 60 * minute)).toBe(at - 59 * minute);
});

test('a trial that does not begin leaves its turn to another one', () => {
  const { breaker, at } = after('x'.repeat(20));
  expect(breaker.isOpen()).toBe(true);
  breaker.admitAt(at + minute);
  breaker.withdraw(at + minute + second);
  breaker.ended(false, at + minute + second);
  expect(breaker.admitAt(at + minute + second)).toBe(at + minute + second);
  expect(breaker.admitAt(at + minute + second)).toBe(at + 2 * minute + second);
  breaker.ended(false, at + minute + 2 * second);
  expect(breaker.isOpen()).toBe(false);
});
