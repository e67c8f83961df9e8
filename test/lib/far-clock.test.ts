import { expect, test } from 'vitest';
import { createFarClock } from '../../src/lib/far-clock.ts';

const noon = Date.parse('2026-03-02T12:00:00Z');

test('a clock elsewhere is told by the last answer that said its time', () => {
  let time = noon;
  const clock = createFarClock(() => time);
  expect(clock.aheadMs()).toBe(0);
  clock.note('Mon, 02 Mar 2026 11:58:00 GMT');
  expect(clock.aheadMs()).toBe(120_000);
  time = noon - 60_000;
  clock.note('Mon, 02 Mar 2026 12:00:00 GMT');
  for (const none of [null, '', 'noon']) clock.note(none);
  expect(clock.aheadMs()).toBe(-60_000);
});
