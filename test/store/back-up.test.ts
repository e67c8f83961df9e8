import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { problemText } from '../../src/core/problem.ts';
import { backUp } from '../../src/store/back-up.ts';
import { dumpStore, loadDump, restoreDump } from '../../src/store/dump.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import type { Store } from '../../src/store/store.ts';
import { problemOf } from './lowdb/problem-of.ts';
import { temporaryDirectory } from './lowdb/temporary-directory.ts';
import {
  deliveryOf,
  noon,
  samplePaper,
  samplePerson,
  sampleSubscription,
} from './sample-records.ts';

const now = Date.parse(noon);
const dayMs = 24 * 3_600_000;

async function openStore(): Promise<Store> {
  const directory = join(await temporaryDirectory(), 'data');
  return openLowdbStore({ directory, mode: 'own', now: () => now });
}

async function filledStore(): Promise<Store> {
  const store = await openStore();
  await store.papers.put([
    samplePaper({ title: 'Quotes " and \u2028 and 😀' }),
    ...Array.from({ length: 1_000 }, (_, index) => samplePaper({ id: `p${index}` })),
  ]);
  await store.subscriptions.add(sampleSubscription());
  await store.people.put(samplePerson());
  await store.deliveries.put(deliveryOf.sent, { ...deliveryOf.rendered, part: 1 });
  await store.deliveries.remember([{ address: 'terminal:-', papers: ['old'] }]);
  await store.installations.put({ id: 'slack:T', sealed: 'secret', updatedAt: noon });
  return store;
}

describe('backing up', () => {
  test('gives a file of the day, for its owner only, from which all comes back', async () => {
    const store = await filledStore();
    const directory = join(await temporaryDirectory(), 'backups');
    const path = await backUp(store, { directory, now });
    expect(path).toBe(join(directory, '2026-03-10.json.gz'));
    expect(await readdir(directory)).toEqual(['2026-03-10.json.gz']);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await stat(path ?? '')).mode & 0o777).toBe(0o600);
    const text = gunzipSync(await readFile(path ?? '')).toString();
    expect(text).not.toContain('secret');
    expect(text.split('\n').length).toBeGreaterThan(1_000);
    const read = loadDump(JSON.parse(text));
    if (!read.ok) throw new Error(problemText(read.problem));
    const restored = await openStore();
    await restoreDump(restored, read.value);
    expect(await dumpStore(restored, now)).toEqual(await dumpStore(store, now));
    await Promise.all([store.close(), restored.close()]);
  });

  test('is done once a day, and keeps a week', async () => {
    const store = await filledStore();
    const directory = join(await temporaryDirectory(), 'backups');
    const made: (string | undefined)[] = [];
    for (let hours = 0; hours < 10 * 24; hours += 8) {
      made.push(await backUp(store, { directory, now: now + (hours / 24) * dayMs }));
    }
    expect(made.filter((path) => path !== undefined)).toHaveLength(11);
    const names = await readdir(directory);
    expect(names).toHaveLength(7);
    expect(names[0]).toBe('2026-03-14.json.gz');
    await store.close();
  });

  test('leaves other files alone', async () => {
    const store = await filledStore();
    const directory = join(await temporaryDirectory(), 'backups');
    await mkdir(directory);
    await writeFile(join(directory, 'by-hand.json.gz'), 'mine');
    await writeFile(join(directory, '2020-01-01.json.gz'), 'old');
    await backUp(store, { directory, now, keep: 1 });
    expect((await readdir(directory)).sort()).toEqual(['2026-03-10.json.gz', 'by-hand.json.gz']);
    await store.close();
  });

  test('of nothing is not done: it would push out what was lost', async () => {
    const store = await openStore();
    const directory = join(await temporaryDirectory(), 'backups');
    expect(await backUp(store, { directory, now })).toBeUndefined();
    expect(await readdir(directory)).toEqual([]);
    await store.close();
  });

  test('says where it cannot be done', async () => {
    const store = await filledStore();
    const parent = await temporaryDirectory();
    await writeFile(join(parent, 'file'), '');
    for (const [directory, text] of [
      [join(parent, 'a', 'b'), /Cannot keep a backup in .*it is not there/],
      [join(parent, 'file'), /a file stands where a directory is needed/],
    ] as const) {
      expect(problemText(await problemOf(backUp(store, { directory, now })))).toMatch(text);
    }
    await store.close();
  });
});
