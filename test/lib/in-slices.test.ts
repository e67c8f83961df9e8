import { expect, test } from 'vitest';
import { inSlices } from '../../src/lib/in-slices.ts';

function* count(to: number, step: () => void) {
  for (let number = 0; number < to; number += 1) {
    step();
    yield;
  }
  return to;
}

function busy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test('gives the result of the last step', async () => {
  expect(await inSlices(count(5, () => undefined))).toBe(5);
});

test('lets others have their turn in between', async () => {
  let turns = 0;
  const others = setInterval(() => {
    turns += 1;
  }, 1);
  await inSlices(count(20, () => busy(5)));
  clearInterval(others);
  expect(turns).toBeGreaterThan(3);
});

test('rejects with what a step throws', async () => {
  const steps = count(3, () => {
    throw new Error('broken');
  });
  await expect(inSlices(steps)).rejects.toThrow('broken');
});
