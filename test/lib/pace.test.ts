import { expect, test } from 'vitest';
import { createPace } from '../../src/lib/pace.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';

test('turns are evenly spread, and no burst follows a pause', async () => {
  const clock = createFakeClock('2026-03-02T09:00:00Z');
  const { signal } = new AbortController();
  const pace = createPace({ perSecond: 10, ...clock });
  for (let turn = 0; turn < 3; turn += 1) await pace(signal);
  await clock.wait(5_000, signal);
  for (let turn = 0; turn < 3; turn += 1) await pace(signal);
  expect(clock.waits).toEqual([100, 100, 5_000, 100, 100]);
});

test('an aborted signal gives no turn', async () => {
  const clock = createFakeClock('2026-03-02T09:00:00Z');
  const pace = createPace({ perSecond: 10, ...clock });
  await expect(pace(AbortSignal.abort())).rejects.toThrow();
});
