import { expect, test } from 'vitest';
import { createAbsence } from '../../src/lib/absence.ts';

test('an absence lasts from the first that left until the last is back', () => {
  let now = 0;
  const absence = createAbsence(() => now);
  const after = (ms: number): number => {
    now += ms;
    return absence.duration();
  };
  expect(after(10)).toBe(0);
  absence.left(0);
  expect(after(10)).toBe(10);
  absence.left(0);
  absence.left(1);
  expect(after(10)).toBe(20);
  absence.back(0);
  expect(after(10)).toBe(20);
  absence.back(1);
  absence.back(7);
  expect(after(10)).toBe(0);
});
