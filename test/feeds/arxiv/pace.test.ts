import { expect, test } from 'vitest';
import { createPace } from '../../../src/feeds/arxiv/pace.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

const { signal } = new AbortController();

test('runs one task at a time, three seconds apart, also after a failure', async () => {
  const clock = createFakeClock('2026-08-21T12:00:00Z');
  const start = clock.now();
  const pace = createPace(clock.wait, clock.now);
  const events: string[] = [];
  const task = (name: string) => async () => {
    events.push(`${name} begins at ${clock.now() - start}`);
    await clock.wait(500, signal);
    events.push(`${name} ends at ${clock.now() - start}`);
    if (name === 'b') throw new Error('b failed');
  };
  const tasks = ['a', 'b', 'c'].map((name) => pace(task(name), signal));
  const outcomes = await Promise.allSettled(tasks);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(events).toEqual([
    'a begins at 0',
    'a ends at 500',
    'b begins at 3500',
    'b ends at 4000',
    'c begins at 7000',
    'c ends at 7500',
  ]);
});

test('does not wait for what is stopped', async () => {
  const clock = createFakeClock('2026-08-21T12:00:00Z');
  const pace = createPace(clock.wait, clock.now);
  await pace(async () => undefined, signal);
  await pace(async () => undefined, AbortSignal.abort());
  expect(clock.waits).toEqual([]);
});
