import { expect, test } from 'vitest';
import { createLater } from '../../src/digests/later.ts';

function openLater() {
  let at = 0;
  const later = createLater(
    () => at,
    () => 0.5,
  );
  return { later, pass: (ms: number) => (at += ms) };
}

test('what waits comes when it is hurried, and so does what was being tried and told to wait meanwhile', () => {
  const { later } = openLater();
  later.put('d1', 60_000);
  later.begin('d2');
  later.hurry();
  expect(later.isWaiting('d1')).toBe(false);
  later.put('d2', 60_000);
  expect(later.isWaiting('d2')).toBe(false);
  expect(later.next()).toBe(0);
  later.begin('d2');
  later.put('d2', 60_000);
  expect(later.isWaiting('d2')).toBe(true);
});

test('what failed for a reason that nobody foresaw is not hurried, and waits longer each time', () => {
  const { later, pass } = openLater();
  later.begin('d1');
  later.putFault('d1');
  later.hurry();
  expect(later.next()).toBe(1_000);
  pass(1_000);
  later.begin('d1');
  later.putFault('d1');
  expect(later.next()).toBe(3_000);
});
