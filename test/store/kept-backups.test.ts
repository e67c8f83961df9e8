import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { problemText } from '../../src/core/problem.ts';
import { backUp } from '../../src/store/back-up.ts';
import { backupBefore } from '../../src/store/find-backup.ts';
import { lossProblem } from '../../src/store/lost-subscriptions.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import { lineOf } from './lowdb/line-of.ts';
import { temporaryDirectory } from './lowdb/temporary-directory.ts';
import { deliveryOf, noon, samplePaper, sampleSubscription } from './sample-records.ts';

const dayMs = 24 * 3_600_000;
const now = Date.parse(noon);

async function openData() {
  const data = join(await temporaryDirectory(), 'data');
  const directory = join(data, 'backups');
  return {
    directory,
    open: () => openLowdbStore({ directory: data, mode: 'own', now: () => now }),
    read: () => openLowdbStore({ directory: data, mode: 'read-only', now: () => now }),
    /** Spoils each line that has `text` in it. */
    async spoil(text: string, file = 'subscriptions.jsonl') {
      const path = join(data, file);
      const lines = (await readFile(path, 'utf8')).split('\n');
      const spoilt = lines.map((line) => (line.includes(text) ? line.slice(0, -1) : line));
      await writeFile(path, spoilt.join('\n'));
      await rm(`${path}.bak`, { force: true });
    },
    async lose() {
      for (const end of ['', '.bak'])
        await rm(join(data, `subscriptions.jsonl${end}`), { force: true });
    },
    kept: async () => (await readdir(directory)).filter((name) => name.includes('damage')).sort(),
    async idsIn(name: string) {
      const dump = JSON.parse(gunzipSync(await readFile(join(directory, name))).toString());
      return dump.subscriptions.map(({ id }: { id: string }) => id);
    },
  };
}

/** With `d1` to `d3`, and a backup of today that has them. */
async function openBackedUp() {
  const data = await openData();
  const store = await data.open();
  for (let count = 0; count < 3; count += 1) await store.subscriptions.add(sampleSubscription());
  await backUp(store, { directory: data.directory, now });
  await store.close();
  return data;
}

test('the backup of before a damage is named and outlives renewals and weeks', async () => {
  const { open, read, spoil, directory, kept, idsIn } = await openBackedUp();
  await spoil('"d2"');
  const reader = await read();
  expect(reader.warnings.map(problemText).join()).toContain(
    `-- import ${join(directory, '2026-03-10.json.gz')}`,
  );
  expect(await kept()).toEqual([]);
  await reader.close();
  const store = await open();
  const name = '2026-03-10.before-damage.json.gz';
  expect(store.warnings.map(problemText).join()).toContain(`-- import ${join(directory, name)}`);
  expect(await store.subscriptions.all()).toHaveLength(2);
  for (let day = 0; day < 10; day += 1) {
    await backUp(store, { directory, now: now + day * dayMs, isRenewal: true });
  }
  expect(await kept()).toEqual([name]);
  expect(await idsIn(name)).toEqual(['d1', 'd2', 'd3']);
  expect(await readdir(directory)).toHaveLength(8);
  expect((await lossProblem(store, directory))?.remedy).toContain(name);
  await rm(join(directory, name));
  expect(await lossProblem(store, directory)).toBeUndefined();
  await store.close();
});

test('a file of which only an older one is there is damage too', async () => {
  const { open, directory, kept } = await openBackedUp();
  await (await open()).close();
  const store = await open();
  await store.subscriptions.add(sampleSubscription());
  await store.close();
  const path = join(directory, '..', 'subscriptions.jsonl');
  expect(await kept()).toEqual([]);
  await writeFile(`${path}.bak`, await readFile(path));
  await rm(path);
  const again = await open();
  expect(again.warnings.map(problemText).join()).toContain('is missing; its backup is used');
  expect(await kept()).toEqual(['2026-03-10.before-damage.json.gz']);
  await again.close();
});

test('a record that is left out is damage too', async () => {
  const { open, directory, kept } = await openBackedUp();
  const path = join(directory, '..', 'subscriptions.jsonl');
  await appendFile(path, lineOf(['put', 'people', 'bad', { id: 'bad', saved: 'none' }]));
  const store = await open();
  expect(store.warnings.map(problemText).join()).toContain('1 record left out');
  expect(await kept()).toEqual(['2026-03-10.before-damage.json.gz']);
  await store.close();
});

test('a file of which nothing can be read is damage too, before it is moved away', async () => {
  const { open, read, directory, kept } = await openBackedUp();
  const path = join(directory, '..', 'subscriptions.jsonl');
  for (const end of ['', '.bak']) await writeFile(`${path}${end}`, 'damaged');
  await expect(read()).rejects.toThrow('Cannot read');
  expect(await kept()).toEqual([]);
  for (let count = 0; count < 2; count += 1) {
    await expect(open()).rejects.toMatchObject({
      problem: { remedy: expect.stringMatching(/-- import .*before-damage\.json\.gz$/) },
    });
  }
  expect(await kept()).toEqual(['2026-03-10.before-damage.json.gz']);
});

test('damaged twice on a day, both backups of before are kept; where it is the same one, once', async () => {
  const { open, spoil, directory, kept, idsIn } = await openBackedUp();
  await spoil('"d2"');
  await (await open()).close();
  await spoil('"d3"');
  const store = await open();
  expect(await kept()).toHaveLength(1);
  await store.subscriptions.add(sampleSubscription());
  await backUp(store, { directory, now, isRenewal: true });
  await store.close();
  await spoil('"d4"');
  const again = await open();
  const names = ['2026-03-10.before-damage-2.json.gz', '2026-03-10.before-damage.json.gz'];
  expect(await kept()).toEqual(names);
  expect(await Promise.all(names.map(idsIn))).toEqual([
    ['d1', 'd4'],
    ['d1', 'd2', 'd3'],
  ]);
  const remedy = (await lossProblem(again, directory))?.remedy;
  for (const name of names) expect(remedy).toContain(`-- import ${join(directory, name)}`);
  await again.close();
});

test('what was lost whole is kept when that is found, and named after a new one is added', async () => {
  const { open, lose, directory, kept, idsIn } = await openBackedUp();
  await lose();
  await (await open()).close();
  const store = await open();
  const name = '2026-03-10.before-damage.json.gz';
  expect((await lossProblem(store, directory))?.remedy).toContain(
    `-- import ${join(directory, name)}`,
  );
  await store.subscriptions.add(sampleSubscription());
  for (let day = 0; day < 10; day += 1) {
    await backUp(store, { directory, now: now + day * dayMs, isRenewal: true });
  }
  expect(await kept()).toEqual([name]);
  expect(await idsIn(name)).toEqual(['d1', 'd2', 'd3']);
  expect((await lossProblem(store, directory))?.remedy).toContain(
    `-- import ${join(directory, name)}`,
  );
  await store.close();
});

test('nothing is kept for what no backup has, or where people removed the last one', async () => {
  const { open, spoil, directory, kept } = await openBackedUp();
  const store = await open();
  const fetchedAt = noon;
  await store.feeds.put([
    { feed: 'one', key: 'a', fetchedAt },
    { feed: 'two', key: 'a', fetchedAt },
  ]);
  for (const { id } of await store.subscriptions.all()) await store.subscriptions.remove(id);
  await store.papers.put([samplePaper()]);
  await store.deliveries.put(deliveryOf.sent);
  await store.close();
  await spoil('"two"', 'feeds.jsonl');
  const again = await open();
  expect(again.warnings.map(problemText).join()).toContain('feeds.jsonl is damaged');
  expect(again.warnings.map(problemText).join()).toContain(
    'There is no daily backup that may have the rest.',
  );
  expect(await kept()).toEqual([]);
  expect(await lossProblem(again, directory)).toBeUndefined();
  await again.close();
});

test('a backup of before a damage is of a day before, as that of the day itself is written anew', async () => {
  const { open, directory } = await openBackedUp();
  const store = await open();
  await backUp(store, { directory, now: now + dayMs });
  const [older, newer] = ['2026-03-10.json.gz', '2026-03-11.json.gz'].map((name) =>
    join(directory, name),
  );
  expect(await backupBefore(directory, now - dayMs)).toBeUndefined();
  expect(await backupBefore(directory, now)).toBeUndefined();
  expect(await backupBefore(directory, now + dayMs)).toBe(older);
  expect(await backupBefore(directory, now + 2 * dayMs)).toBe(newer);
  await store.close();
});
