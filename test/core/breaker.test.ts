import { expect, test } from 'vitest';
import { createBreaker } from '../../src/core/breaker.ts';

const second = 1_000;
const minute = 60 * second;
const free = { kind: 'free' };
const trial = { kind: 'trial' };
const until = (again: number) => ({ kind: 'wait', again });

/** A breaker after these requests, one a second from 0 on; `x` failed. */
function after(requests: string, options = { fewest: 20, share: 0.2 }) {
  const breaker = createBreaker(options);
  for (const [index, request] of [...requests].entries()) {
    breaker.ended(request === 'x' ? 'failed' : 'answered', false, index * second);
  }
  return { breaker, at: (requests.length - 1) * second };
}

test.each([
  ['nothing', ''],
  ['few requests, however many fail', 'x'.repeat(19)],
  ['a fifth that fails', `${'.'.repeat(20)}${'x'.repeat(5)}`],
])('%s leaves it closed', (_, requests) => {
  const { breaker, at } = after(requests);
  expect(breaker.admit(at)).toEqual(free);
});

test('more than a fifth of twenty that fail open it for a minute, and then one may try', () => {
  const { breaker, at } = after(`${'.'.repeat(15)}${'x'.repeat(5)}`);
  const closed = after(`${'.'.repeat(16)}${'x'.repeat(4)}`);
  expect(closed.breaker.admit(closed.at)).toEqual(free);
  expect(breaker.admit(at)).toEqual(until(at + minute));
  expect(breaker.admit(at + minute)).toEqual(trial);
  expect(breaker.admit(at + minute)).toEqual(until(at + 2 * minute));
});

test('one failure is enough where it is to be', () => {
  const { breaker, at } = after('...x', { fewest: 1, share: 0 });
  expect(breaker.admit(at)).toEqual(until(at + minute));
});

test.each(['answered', 'postponed'] as const)(
  'a trial that is %s closes it and forgets what failed',
  (evidence) => {
    const { breaker, at } = after('x'.repeat(20));
    expect(breaker.admit(at + minute)).toEqual(trial);
    breaker.ended(evidence, true, at + minute);
    breaker.ended('failed', false, at + minute);
    expect(breaker.admit(at + minute)).toEqual(free);
  },
);

test('a trial that fails opens it for another minute', () => {
  const { breaker, at } = after('x'.repeat(20));
  breaker.admit(at + minute);
  breaker.ended('failed', true, at + minute);
  expect(breaker.admit(at + minute)).toEqual(until(at + 2 * minute));
});

test.each(['answered', 'postponed', 'failed', 'none'] as const)(
  'what was under way when it opened, and is %s, neither ends nor lengthens that',
  (evidence) => {
    const { breaker, at } = after('x'.repeat(20));
    breaker.ended(evidence, false, at + 30 * second);
    expect(breaker.admit(at + 30 * second)).toEqual(until(at + minute));
    expect(breaker.admit(at + minute)).toEqual(trial);
    breaker.ended(evidence, false, at + minute + second);
    expect(breaker.admit(at + minute + second)).toEqual(until(at + 2 * minute));
    breaker.ended('answered', true, at + minute + 2 * second);
    expect(breaker.isOpen()).toBe(false);
  },
);

test('only answers tell when it last answered', () => {
  const { breaker, at } = after('x'.repeat(20));
  breaker.ended('answered', false, at + second);
  breaker.ended('postponed', false, at + 2 * second);
  breaker.ended('none', false, at + 3 * second);
  expect(breaker.lastAnswerAt()).toBe(at + second);
});

test('failures of more than a minute ago do not count, and what says nothing never', () => {
  const { breaker } = after('x'.repeat(19));
  breaker.ended('none', false, 19 * second);
  breaker.ended('postponed', false, 19 * second);
  expect(breaker.isOpen()).toBe(false);
  breaker.ended('failed', false, 10 * minute);
  expect(breaker.admit(10 * minute)).toEqual(free);
});

test('a clock that was set back keeps it open for a minute and no longer', () => {
  const { breaker, at } = after('x'.repeat(20));
  expect(breaker.admit(at - 60 * minute)).toEqual(until(at - 59 * minute));
});

test('a trial that says nothing leaves its turn to another one', () => {
  const { breaker, at } = after('x'.repeat(20));
  breaker.admit(at + minute);
  breaker.ended('none', true, at + minute + second);
  expect(breaker.isOpen()).toBe(true);
  expect(breaker.admit(at + minute + second)).toEqual(trial);
  expect(breaker.admit(at + minute + second)).toEqual(until(at + 2 * minute + second));
});
