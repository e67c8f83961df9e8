import { expect, test } from 'vitest';
import type { Reconciliation } from '../../src/core/reconciliation.ts';
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

test.each<[string, Reconciliation]>([
  ['does not answer', { kind: 'unknown', detail: '503', isUnanswered: true }],
  ['cannot tell', { kind: 'unknown', detail: 'I may not read there' }],
])(
  'a message sent before the clock was set back, of which the platform %s, holds up no later digest',
  async (_, found) => {
    let sends = 0;
    const { add, due, arrive, now, runAfter, pass, rows, titles } = await openDeliveryWorld({
      platform: (recording) => ({
        async send(...message) {
          sends += 1;
          return sends === 1 ? { kind: 'uncertain', detail: '503' } : recording.send(...message);
        },
        reconcile: async () => found,
      }),
    });
    await add();
    await due.run();
    pass(-7 * day);
    await runAfter(day);
    arrive({
      ...paper('2602.00007', { featuredOn: new Date(now() - day).toISOString().slice(0, 10) }),
      arrivedAt: new Date(now()).toISOString(),
    });
    for (let hours = 0; hours < 48; hours += 1) await runAfter(hour);
    expect(titles()).toEqual(['Paper 2602.00007']);
    const [first] = await rows();
    expect(first).toMatchObject({ status: 'uncertain', held: true });
  },
);
