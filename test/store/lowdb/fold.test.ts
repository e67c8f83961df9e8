import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Delivery } from '../../../src/core/delivery.ts';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { deliveryOf, noon } from '../sample-records.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const dayMs = 24 * 3_600_000;
const today = Date.parse(noon);

function openAt(directory: string, days: number, mode: 'own' | 'read-only' = 'own') {
  return openLowdbStore({ directory, mode, now: () => today + days * dayMs });
}

test('settled deliveries older than 90 days are folded on opening; what they posted stays posted', async () => {
  const directory = join(await temporaryDirectory(), 'data');
  const store = await openAt(directory, 0);
  for (const [part, base] of Object.values(deliveryOf).entries()) {
    await store.deliveries.put({ ...base, part, posted: [`posted-${base.status}`] });
  }
  const fresh: Delivery = {
    ...deliveryOf.sent,
    slot: 'fresh',
    posted: ['fresh'],
    updatedAt: new Date(today + 2 * dayMs).toISOString(),
  };
  await store.deliveries.put(fresh);
  const posted = await store.deliveries.postedAt('terminal:-');
  await store.close();

  const onTime = await openAt(directory, 90);
  expect(await onTime.deliveries.all()).toHaveLength(9);
  await onTime.close();

  const reader = await openAt(directory, 91, 'read-only');
  expect(await reader.deliveries.all()).toHaveLength(9);
  await reader.close();

  for (let count = 0; count < 2; count += 1) {
    const later = await openAt(directory, 91);
    const kept = (await later.deliveries.all()).map(({ status }) => status);
    expect(kept).toEqual(['planned', 'rendered', 'sending', 'retry', 'uncertain', 'sent']);
    expect(await later.deliveries.history()).toEqual([
      { address: 'terminal:-', papers: ['posted-sent'] },
    ]);
    expect(await later.deliveries.postedAt('terminal:-')).toEqual(posted);
    expect(await later.deliveries.get({ ...deliveryOf.sent, part: 5 })).toBeUndefined();
    await later.close();
  }
});

test('a store that stays open folds once a day, what comes before all that changed later', async () => {
  const directory = join(await temporaryDirectory(), 'data');
  let days = 0;
  const store = await openLowdbStore({
    directory,
    mode: 'own',
    now: () => today + days * dayMs,
  });
  const putOn = (part: number, base: Delivery) => {
    days = part;
    const updatedAt = new Date(today + days * dayMs).toISOString();
    return store.deliveries.put({ ...base, part, posted: [`p${part}`], updatedAt });
  };
  await putOn(0, deliveryOf.sent);
  await putOn(1, deliveryOf.uncertain);
  await putOn(2, deliveryOf.sent);
  await putOn(60, deliveryOf.sent);
  await putOn(92, deliveryOf.sent);
  expect((await store.deliveries.all()).map(({ part }) => part)).toEqual([1, 2, 60, 92]);
  await putOn(200, deliveryOf.sent);
  expect((await store.deliveries.all()).map(({ part }) => part)).toEqual([1, 200]);
  expect(await store.deliveries.history()).toEqual([
    { address: 'terminal:-', papers: ['p0', 'p2', 'p60', 'p92'] },
  ]);
  expect((await store.deliveries.postedAt('terminal:-')).size).toBe(6);
  await store.close();
});

test('many old deliveries of one address fold quickly into a small file', async () => {
  const directory = join(await temporaryDirectory(), 'data');
  const store = await openAt(directory, 0);
  await Promise.all(
    Array.from({ length: 20_000 }, (_, part) =>
      store.deliveries.put({ ...deliveryOf.sent, part, posted: [`p${part % 500}`] }),
    ),
  );
  await store.close();
  const before = (await stat(join(directory, 'deliveries.jsonl'))).size;
  const later = await openAt(directory, 100);
  expect((await later.deliveries.postedAt('terminal:-')).size).toBe(500);
  await later.close();
  const after = (await stat(join(directory, 'deliveries.jsonl'))).size;
  expect(after).toBeLessThan(before / 100);
}, 10_000);
