import { expect, test } from 'vitest';
import { createGiveWay } from '../../src/lib/give-way.ts';

/** Keeps the event loop for some milliseconds. */
function work(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

test('however many work at once, others have their turns between', async () => {
  const giveWay = createGiveWay();
  let turns = 0;
  let isDone = false;
  (function turn() {
    turns += 1;
    if (!isDone) setImmediate(turn);
  })();
  await Promise.all(
    Array.from({ length: 40 }, async () => {
      await giveWay();
      work(4);
    }),
  );
  isDone = true;
  expect(turns).toBeGreaterThan(40 / 6);
});

test('work that is soon done waits for nobody', async () => {
  const giveWay = createGiveWay();
  let turns = 0;
  setImmediate(() => {
    turns += 1;
  });
  for (let piece = 0; piece < 100; piece += 1) await giveWay();
  expect(turns).toBe(0);
});
