import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemText } from '../../../src/core/problem.ts';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { deliveryOf, samplePaper, samplePerson, sampleSubscription } from '../sample-records.ts';
import { failingFileSystem, type Step } from './failing-file-system.ts';
import { problemOf } from './problem-of.ts';
import { temporaryDirectory } from './temporary-directory.ts';

async function openWithFaults() {
  const directory = join(await temporaryDirectory(), 'data');
  const faults: { current?: (step: Step, path: string) => string | undefined } = {};
  const fileSystem = failingFileSystem((step, path) => faults.current?.(step, path));
  const open = () => openLowdbStore({ directory, mode: 'own', fileSystem });
  return { directory, faults, open, store: await open() };
}

async function temporaryFiles(directory: string): Promise<string[]> {
  return (await readdir(directory, { recursive: true })).filter((name) => name.endsWith('.tmp'));
}

describe('a write that fails', () => {
  test.each<[string, Step, string, RegExp]>([
    ['the disk is full', 'write', 'ENOSPC', /disk is full.*Free some space/],
    ['the quota is used up', 'write', 'EDQUOT', /quota.*Free some space/],
    ['the disk is full when it is synced', 'sync', 'ENOSPC', /disk is full/],
    ['the disk is faulty', 'sync', 'EIO', /disk reports a fault/],
    ['the file system has become read-only', 'open', 'EROFS', /read-only.*DATA_DIR/],
    ['permission was taken away', 'open', 'EACCES', /permission.*DATA_DIR/],
    ['the backup cannot be kept', 'link', 'EIO', /disk reports a fault/],
    ['the rename fails', 'rename', 'EIO', /disk reports a fault/],
    ['an error that nobody knows', 'rename', 'EODD', /EODD/],
  ])('%s: rejects with a remedy, and nothing has changed', async (_name, step, code, text) => {
    const { directory, faults, open, store } = await openWithFaults();
    await store.people.put(samplePerson());
    await store.people.put(samplePerson({ zone: 'UTC' }));
    faults.current = (each, path) =>
      each === step && path.includes('subscriptions') ? code : undefined;
    const problem = await problemOf(store.people.put(samplePerson({ zone: 'Asia/Tokyo' })));
    expect(problemText(problem)).toMatch(text);
    await problemOf(store.subscriptions.add(sampleSubscription()));
    await problemOf(store.people.remove('terminal:local'));
    expect(await store.people.all()).toEqual([samplePerson({ zone: 'UTC' })]);
    expect(await store.subscriptions.all()).toEqual([]);
    expect(await temporaryFiles(directory)).toEqual([]);
    faults.current = () => undefined;
    await store.close();
    const again = await open();
    expect(again.warnings).toEqual([]);
    expect(await again.people.all()).toEqual([samplePerson({ zone: 'UTC' })]);
    expect((await again.subscriptions.add(sampleSubscription())).id).toBe('d1');
    await again.close();
  });

  test('a directory that fails to sync undoes the write; one that cannot sync at all is no fault', async () => {
    const { directory, faults, open, store } = await openWithFaults();
    await store.people.put(samplePerson());
    faults.current = (step, path) => (step === 'sync' && path === directory ? 'EIO' : undefined);
    await problemOf(store.people.put(samplePerson({ zone: 'UTC' })));
    faults.current = (step, path) => (step === 'sync' && path === directory ? 'EINVAL' : undefined);
    await store.people.put(samplePerson({ id: 'other' }));
    await store.close();
    const again = await open();
    expect(await again.people.all()).toEqual([samplePerson(), samplePerson({ id: 'other' })]);
    await again.close();
  });

  test('papers of several months are written all or none', async () => {
    const { directory, faults, open, store } = await openWithFaults();
    const march = samplePaper();
    const april = samplePaper({ id: 'b', featuredOn: '2026-04-01' });
    const may = samplePaper({ id: 'c', featuredOn: '2026-05-01' });
    await store.papers.put([march, april]);
    for (const step of ['write', 'rename'] as const) {
      faults.current = (each, path) =>
        each === step && path.includes('2026-05') ? 'ENOSPC' : undefined;
      await problemOf(
        store.papers.put([{ ...march, upvotes: 50 }, { ...april, upvotes: 60 }, may]),
      );
      expect(await store.papers.all()).toEqual([march, april]);
    }
    faults.current = () => undefined;
    expect(await temporaryFiles(directory)).toEqual([]);
    await store.close();
    const again = await open();
    expect(await again.papers.all()).toEqual([march, april]);
    expect(again.warnings).toEqual([]);
    await again.close();
  });

  test('without hard links the backup is a copy', async () => {
    const { directory, faults, store } = await openWithFaults();
    faults.current = (step) => (step === 'link' ? 'EPERM' : undefined);
    await store.people.put(samplePerson());
    await store.people.put(samplePerson({ zone: 'UTC' }));
    await store.close();
    expect(await readdir(directory)).toContain('subscriptions.json.bak');
  });

  test('only the callers of the failed write are rejected', async () => {
    const { faults, store } = await openWithFaults();
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
    expect((await store.deliveries.all()).map(({ part }) => part)).toEqual([0, 2]);
    await store.close();
  });
});
