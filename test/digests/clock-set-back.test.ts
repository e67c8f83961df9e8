import { expect, test } from 'vitest';
import { paused, resumed } from '../../src/core/subscription.ts';
import { paper } from '../fakes/papers.ts';
import { day, hour, minute, openDeliveryWorld } from './delivery-world.ts';

test.each([
  ['within six hours of it', hour],
  ['later', 10 * hour],
])(
  'a paper that came while the clock was days back is posted, though the slot before was served, found %s',
  async (_, laterMs) => {
    const { add, due, arrive, now, runAfter, titles } = await openDeliveryWorld();
    await add();
    await due.run();
    await runAfter(-7 * day);
    arrive({
      ...paper('2602.00007', { featuredOn: '2026-02-23' }),
      arrivedAt: new Date(now()).toISOString(),
    });
    await runAfter(7 * day + laterMs);
    await runAfter(day - laterMs);
    expect(titles()).toEqual(['Paper 2601.00001', 'Paper 2602.00007']);
  },
);

test('a paper that came just before it was noticed that the clock is back is posted', async () => {
  const { add, due, arrive, now, runAfter, pass, titles } = await openDeliveryWorld();
  await add();
  await due.run();
  pass(-7 * day);
  arrive({
    ...paper('2602.00007', { featuredOn: '2026-02-20' }),
    arrivedAt: new Date(now()).toISOString(),
  });
  await runAfter(minute);
  await runAfter(8 * day - minute);
  expect(titles()).toEqual(['Paper 2601.00001', 'Paper 2602.00007']);
});

test('a paper that came while the clock was back and the digest was paused is posted', async () => {
  const { add, due, arrive, now, runAfter, stored, store, titles } = await openDeliveryWorld();
  const { id } = await add();
  await due.run();
  const at = new Date(now()).toISOString();
  await store.subscriptions.update(id, (latest) => paused(latest, { kind: 'by-user' }, at));
  await runAfter(-7 * day);
  expect((await stored(id)).settledUntil).toBe('2026-03-02T09:00:00.000Z');
  arrive({
    ...paper('2602.00007', { featuredOn: '2026-02-23' }),
    arrivedAt: new Date(now()).toISOString(),
  });
  await runAfter(7 * day + hour);
  const later = new Date(now()).toISOString();
  await store.subscriptions.update(id, (latest) => resumed(latest, later));
  await runAfter(day - hour);
  expect(titles()).toEqual(['Paper 2601.00001', 'Paper 2602.00007']);
});
