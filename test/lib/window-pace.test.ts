import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWindowPace } from '../../src/lib/window-pace.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';

const { signal } = new AbortController();

function open(perSecond: number) {
  const clock = createFakeClock('2026-03-02T09:00:00Z');
  return { clock, pace: createWindowPace({ perSecond, ...clock }) };
}

/** A wait that comes late, as timers do while something else runs. */
function openLate(perSecond: number, lateMs: () => number) {
  const clock = createFakeClock('2026-03-02T09:00:00Z');
  const wait = (ms: number, until: AbortSignal) => clock.wait(ms + lateMs(), until);
  return { clock, pace: createWindowPace({ perSecond, now: clock.now, wait }) };
}

test('property: never more turns in a second, whatever delays there are', async () => {
  const delays = fc.array(fc.nat(1_500), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 20 }), delays, async (perSecond, late) => {
      let index = 0;
      const { clock, pace } = openLate(perSecond, () => late[index++ % late.length] ?? 0);
      const times: number[] = [];
      const callers = late.map(() => pace(signal).then(() => times.push(clock.now())));
      await Promise.all(callers);
      for (const [place, time] of times.entries()) {
        const before = times[place - perSecond] ?? Number.NEGATIVE_INFINITY;
        expect(time - before).toBeGreaterThanOrEqual(1_000);
      }
    }),
  );
});

test('turns are evenly spread, and no burst follows a pause', async () => {
  const { clock, pace } = open(10);
  for (let turn = 0; turn < 3; turn += 1) await pace(signal);
  await clock.wait(5_000, signal);
  for (let turn = 0; turn < 3; turn += 1) await pace(signal);
  expect(clock.waits).toEqual([100, 100, 5_000, 100, 100]);
});

test('who waits makes up for short delays', async () => {
  let turns = 0;
  const { clock, pace } = openLate(10, () => (turns++ % 5 === 0 ? 90 : 0));
  const began = clock.now();
  await Promise.all(Array.from({ length: 101 }, () => pace(signal)));
  expect(clock.now() - began).toBeLessThanOrEqual(10_000 + 300);
});

test('first come, first served, also by callers at once', async () => {
  const { pace } = open(2);
  const order: number[] = [];
  await Promise.all([1, 2, 3, 4, 5].map((caller) => pace(signal).then(() => order.push(caller))));
  expect(order).toEqual([1, 2, 3, 4, 5]);
});

test('an aborted signal gives no turn, and takes none from others', async () => {
  const { pace } = open(10);
  await expect(pace(AbortSignal.abort())).rejects.toThrow();
  await pace(signal);
});
