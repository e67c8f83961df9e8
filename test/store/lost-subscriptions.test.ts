import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backUp } from '../../src/store/back-up.ts';
import { lostSubscriptions } from '../../src/store/lost-subscriptions.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import { temporaryDirectory } from './lowdb/temporary-directory.ts';
import { deliveryOf, noon, samplePaper, sampleSubscription } from './sample-records.ts';

const dayMs = 24 * 3_600_000;
const now = Date.parse(noon);

async function openData() {
  const data = join(await temporaryDirectory(), 'data');
  const open = () => openLowdbStore({ directory: data, mode: 'own' });
  const loseFile = () => rm(join(data, 'subscriptions.jsonl'));
  return { open, loseFile, directory: join(data, 'backups') };
}

test('of a new store, or where people removed the last one, nothing is lost', async () => {
  const { open, directory } = await openData();
  const store = await open();
  expect(await lostSubscriptions(store, directory)).toBeUndefined();
  const { id } = await store.subscriptions.add(sampleSubscription());
  await store.deliveries.put(deliveryOf.sent);
  await backUp(store, { directory, now });
  await store.subscriptions.remove(id);
  expect(await lostSubscriptions(store, directory)).toBeUndefined();
  await store.close();
  const again = await open();
  expect(await lostSubscriptions(again, directory)).toBeUndefined();
  await again.close();
});

test('a lost file is known by its backups, and the newest with subscriptions is named and kept', async () => {
  const { open, loseFile, directory } = await openData();
  const store = await open();
  await store.papers.put([samplePaper()]);
  await store.subscriptions.add(sampleSubscription());
  const older = await backUp(store, { directory, now: now - dayMs });
  const newest = await backUp(store, { directory, now });
  expect(newest).not.toBe(older);
  await store.close();
  await loseFile();
  const left = await open();
  const problem = await lostSubscriptions(left, directory);
  expect(problem?.message).toMatch(/^No subscriptions are on file, but a backup has some:/);
  const kept = newest?.replace('.json.gz', '.before-damage.json.gz');
  expect(problem?.remedy).toMatch(new RegExp(`-- import ${kept}$`));
  expect(await backUp(left, { directory, now, isRenewal: true })).toBeUndefined();
  expect(await backUp(left, { directory, now: now + dayMs })).toBeUndefined();
  await left.close();
});

test('a lost file is known by deliveries, where there is no backup', async () => {
  const { open, loseFile, directory } = await openData();
  const store = await open();
  await store.subscriptions.add(sampleSubscription());
  await store.deliveries.put(deliveryOf.sent);
  await store.close();
  await loseFile();
  const left = await open();
  const problem = await lostSubscriptions(left, directory);
  expect(problem?.message).toMatch(/what was posted shows/);
  expect(problem?.remedy).toMatch(/-- import FILE$/);
  await left.close();
});
