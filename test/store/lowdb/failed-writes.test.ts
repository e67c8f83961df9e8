import { cp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { problemText } from '../../../src/core/problem.ts';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { deliveryOf, samplePaper, samplePerson, sampleSubscription } from '../sample-records.ts';
import { failingFileSystem, type Step } from './failing-file-system.ts';
import { filesIn } from './files-in.ts';
import { problemOf } from './problem-of.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const person = samplePerson();
const installation = { id: 'slack:T', sealed: 'x', updatedAt: person.saved[0]?.at ?? '' };

async function openWithFaults() {
  const directory = join(await temporaryDirectory(), 'data');
  const faults: { current?: (step: Step, path: string) => string | undefined } = {};
  const fileSystem = failingFileSystem((step, path) => faults.current?.(step, path));
  const open = () => openLowdbStore({ directory, mode: 'own', fileSystem, leastGrowth: 10_000 });
  return { directory, faults, open, store: await open() };
}

async function temporaryFiles(directory: string): Promise<string[]> {
  return (await readdir(directory, { recursive: true })).filter((name) => name.endsWith('.tmp'));
}

const diskFaults: readonly [string, string, RegExp][] = [
  ['the disk is full', 'ENOSPC', /disk is full.*Free some space/],
  ['the quota is used up', 'EDQUOT', /quota.*Free some space/],
  ['the file system has become read-only', 'EROFS', /read-only.*DATA_DIR/],
  ['permission was taken away', 'EACCES', /permission.*DATA_DIR/],
  ['the disk is faulty', 'EIO', /disk reports a fault/],
  ['an error that nobody knows', 'EODD', /EODD/],
];

describe('a write that fails', () => {
  test.each(
    diskFaults.flatMap((fault) =>
      (['write', 'sync'] as const).map((step) => [...fault, step] as const),
    ),
  )('%s (%s, %s, at %s): rejects with a remedy, and nothing has changed', async (...row) => {
    const [, code, text, step] = row;
    const { directory, faults, open, store } = await openWithFaults();
    await store.people.put(person);
    faults.current = (each, path) =>
      each === step && path.includes('subscriptions') ? code : undefined;
    const problem = await problemOf(store.people.put({ ...person, zone: 'Asia/Tokyo' }));
    expect(problemText(problem)).toMatch(/Cannot save to .* so nothing was changed: /);
    expect(problemText(problem)).toMatch(text);
    await problemOf(store.subscriptions.add(sampleSubscription()));
    await problemOf(store.people.remove(person.id));
    expect(await store.people.all()).toEqual([person]);
    expect(await store.subscriptions.all()).toEqual([]);
    expect(await temporaryFiles(directory)).toEqual([]);
    const reader = await openLowdbStore({ directory, mode: 'read-only' });
    expect(await reader.people.all()).toEqual([person]);
    faults.current = () => undefined;
    expect((await store.subscriptions.add(sampleSubscription())).id).toBe('d1');
    await store.close();
    const again = await open();
    expect(again.warnings).toEqual([]);
    expect(await again.people.all()).toEqual([person]);
    expect(await again.subscriptions.all()).toHaveLength(1);
    await again.close();
  });

  test.each(['open', 'write', 'sync', 'link', 'rename'] as const)(
    'the first write of a file fails at %s, and the next succeeds',
    async (step) => {
      const { directory, faults, open, store } = await openWithFaults();
      faults.current = (each) => (each === step ? 'EIO' : undefined);
      await problemOf(store.people.put(person));
      expect(await store.people.all()).toEqual([]);
      faults.current = () => undefined;
      expect(await readdir(directory)).toEqual([]);
      await store.people.put(person);
      await store.close();
      const again = await open();
      expect(await again.people.all()).toEqual([person]);
      expect(again.warnings).toEqual([]);
      await again.close();
    },
  );

  test.each(['open', 'write', 'sync', 'link', 'rename', 'rm'] as const)(
    'a removal that may leave no trace fails at %s, and nothing is removed',
    async (step) => {
      const { directory, faults, open, store } = await openWithFaults();
      await store.installations.put(installation);
      faults.current = (each, path) =>
        each === step && !path.endsWith('.tmp') ? 'EIO' : undefined;
      if (step === 'write') faults.current = (each) => (each === step ? 'ENOSPC' : undefined);
      await problemOf(store.installations.remove(installation.id));
      expect(await store.installations.all()).toEqual([installation]);
      faults.current = () => undefined;
      expect(await temporaryFiles(directory)).toEqual([]);
      const other = { ...installation, id: 'slack:U' };
      await store.installations.put(other);
      await store.close();
      const again = await open();
      expect(await again.installations.all()).toEqual([installation, other]);
      await again.close();
    },
  );

  test('what could not be cut off either is cut off by the next write', async () => {
    const { directory, faults, store } = await openWithFaults();
    await store.people.put(person);
    faults.current = (step) => (step === 'sync' || step === 'truncate' ? 'EIO' : undefined);
    await problemOf(store.people.put({ ...person, zone: 'Asia/Tokyo' }));
    await problemOf(store.people.put({ ...person, zone: 'Asia/Tokyo' }));
    faults.current = () => undefined;
    await store.people.put(samplePerson({ id: 'b' }));
    const reader = await openLowdbStore({ directory, mode: 'read-only' });
    expect(await reader.people.all()).toEqual([person, samplePerson({ id: 'b' })]);
    await store.close();
  });

  test('several papers are written all or none', async () => {
    const { faults, open, store } = await openWithFaults();
    const march = samplePaper();
    const may = samplePaper({ id: 'c', featuredOn: '2026-05-01' });
    await store.papers.put([march]);
    faults.current = (step) => (step === 'write' ? 'ENOSPC' : undefined);
    await problemOf(store.papers.put([{ ...march, upvotes: 50 }, may]));
    expect(await store.papers.all()).toEqual([march]);
    faults.current = () => undefined;
    await store.close();
    const again = await open();
    expect(await again.papers.all()).toEqual([march]);
    expect(again.warnings).toEqual([]);
    await again.close();
  });

  test('a directory that cannot be synced at all is no fault', async () => {
    const { directory, faults, store } = await openWithFaults();
    faults.current = (step, path) => (step === 'sync' && path === directory ? 'EINVAL' : undefined);
    await store.people.put(person);
    await store.close();
  });

  test('without hard links the backup is a copy', async () => {
    const { directory, faults, store } = await openWithFaults();
    faults.current = (step) => (step === 'link' ? 'EPERM' : undefined);
    await store.people.put(person);
    await store.people.put({ ...person, zone: 'UTC' });
    await store.close();
    expect(await readdir(directory)).toContain('subscriptions.jsonl.bak');
  });

  test('only the callers of the failed write are rejected', async () => {
    const { faults, store } = await openWithFaults();
    await store.deliveries.put({ ...deliveryOf.sent, part: 9 });
    const first = store.deliveries.put(deliveryOf.sent);
    let writes = 0;
    faults.current = (step) => (step === 'write' && ++writes === 2 ? 'ENOSPC' : undefined);
    // The first write has begun when its own turn is over.
    await Promise.resolve();
    await Promise.resolve();
    const second = problemOf(store.deliveries.put({ ...deliveryOf.sent, part: 1 }));
    await expect(first).resolves.toBeUndefined();
    expect((await second).message).toContain('disk is full');
    await store.deliveries.put({ ...deliveryOf.sent, part: 2 });
    expect((await store.deliveries.all()).map(({ part }) => part)).toEqual([9, 0, 2]);
    await store.close();
  });
});

describe('a file that somebody else touches meanwhile', () => {
  test.each<[string, (path: string) => Promise<unknown>]>([
    ['removed', (path) => rm(path)],
    ['moved away', (path) => rename(path, `${path}.old`)],
    ['restored over', (path) => cp(path, `${path}.x`).then(() => rename(`${path}.x`, path))],
  ])('%s: nothing is saved where nobody would find it', async (_name, touch) => {
    const { directory, store } = await openWithFaults();
    const path = join(directory, 'subscriptions.jsonl');
    await store.people.put(person);
    await store.people.put(samplePerson({ id: 'b' }));
    await touch(path);
    const problem = await problemOf(store.people.put(samplePerson({ id: 'c' })));
    expect(problemText(problem)).toMatch(/moved or changed by somebody else.*Restart Paperround/);
    await problemOf(store.people.remove(person.id));
    expect(await store.people.all()).toHaveLength(2);
    const before = await filesIn(directory);
    await store.close();
    expect(await filesIn(directory)).toEqual(before);
  });
});

describe('keeping a file small', () => {
  const big = 'x'.repeat(300);
  const bigPerson = (count: number) => samplePerson({ zone: `${big}${count}` });

  test('a journal that outgrows its records is written anew beside the writes', async () => {
    const { directory, open, store } = await openWithFaults();
    const path = join(directory, 'subscriptions.jsonl');
    const sizes: number[] = [];
    for (let count = 0; count < 120; count += 1) {
      await store.people.put(bigPerson(count));
      sizes.push((await readFile(path)).length);
    }
    expect(Math.max(...sizes)).toBeLessThan(12_000);
    expect(sizes.filter((size, index) => size < (sizes[index - 1] ?? 0)).length).toBeGreaterThan(1);
    await store.close();
    const again = await open();
    expect(await again.people.all()).toEqual([bigPerson(119)]);
    expect(again.warnings).toEqual([]);
    await again.close();
  });

  test('while many save at once, it may grow by four times as much, and no longer', async () => {
    const { directory, open, store } = await openWithFaults();
    const size = async () => (await readFile(join(directory, 'subscriptions.jsonl'))).length;
    const sizes: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      const zones = Array.from({ length: 60 }, (_, count) => `Etc/${60 * round + count}`);
      await Promise.all(zones.map((zone) => store.people.put(samplePerson({ zone }))));
      sizes.push(await size());
    }
    expect(Math.max(...sizes)).toBeGreaterThan(35_000);
    expect(Math.max(...sizes)).toBeLessThan(70_000);
    await store.people.put(bigPerson(0));
    await vi.waitFor(async () => expect(await size()).toBeLessThan(10_000));
    await store.close();
    const again = await open();
    expect(await again.people.all()).toEqual([bigPerson(0)]);
    await again.close();
  });

  test.each(['open', 'write', 'sync', 'link', 'rename'] as const)(
    'where that fails at %s, the journal goes on',
    async (step) => {
      const { directory, faults, open, store } = await openWithFaults();
      await store.people.put(bigPerson(0));
      let failed = 0;
      faults.current = (each, path) => {
        const isMeant =
          each === step && (step === 'link' || step === 'rename' || path.endsWith('.tmp'));
        if (isMeant) failed += 1;
        return isMeant ? 'ENOSPC' : undefined;
      };
      for (let count = 1; count < 60; count += 1) await store.people.put(bigPerson(count));
      expect(failed).toBeGreaterThan(0);
      await store.close();
      expect(await temporaryFiles(directory)).toEqual([]);
      faults.current = () => undefined;
      const again = await open();
      expect(await again.people.all()).toEqual([bigPerson(59)]);
      expect(again.warnings).toEqual([]);
      await again.close();
    },
  );
});
