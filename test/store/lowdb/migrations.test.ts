import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Migrations, migrations } from '../../../src/store/lowdb/migrations.ts';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { samplePerson, sampleSubscription } from '../sample-records.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Version 3 gave people without a zone one; version 4 renamed UTC. */
const later: Migrations = {
  ...migrations,
  subscriptions: [
    ...migrations.subscriptions,
    (document) => ({
      ...document,
      people: (document.people as object[]).map((person) => ({ zone: 'UTC', ...person })),
    }),
    (document) => ({
      ...document,
      people: (document.people as { zone: string }[]).map((person) => ({
        ...person,
        zone: person.zone === 'UTC' ? 'Etc/UTC' : person.zone,
      })),
    }),
  ],
};

async function directoryOfVersionTwo(): Promise<string> {
  const directory = join(await temporaryDirectory(), 'data');
  const store = await openLowdbStore({ directory, mode: 'own' });
  await store.people.put({ id: 'a', saved: [] });
  await store.people.put(samplePerson({ id: 'b' }));
  await store.close();
  return directory;
}

const migrated = [{ id: 'a', zone: 'Etc/UTC', saved: [] }, samplePerson({ id: 'b' })];

describe('migrations', () => {
  test('bring records up step by step, once, and keep the old file', async () => {
    const directory = await directoryOfVersionTwo();
    const path = join(directory, 'subscriptions.jsonl');
    const old = await readFile(path, 'utf8');
    for (let count = 0; count < 2; count += 1) {
      const store = await openLowdbStore({ directory, mode: 'own', migrations: later });
      expect(await store.people.all()).toEqual(migrated);
      expect(store.warnings).toEqual([]);
      await store.close();
      expect(await readFile(`${path}.v2`, 'utf8')).toBe(old);
      expect(await readFile(path, 'utf8')).toContain('"version":4,"records":2');
    }
  });

  test('start from the version that the file has', async () => {
    const directory = join(await temporaryDirectory(), 'data');
    await mkdir(directory);
    const people = [{ id: 'a', saved: [] }];
    await writeFile(
      join(directory, 'subscriptions.json'),
      JSON.stringify({ version: 1, subscriptions: [], people, nextId: 5 }),
    );
    const store = await openLowdbStore({ directory, mode: 'own', migrations: later });
    expect(await store.people.all()).toEqual(migrated.slice(0, 1));
    expect((await store.subscriptions.add(sampleSubscription())).id).toBe('d5');
    await store.close();
  });

  test('keep the backup too, where that is what was read', async () => {
    const directory = await directoryOfVersionTwo();
    const path = join(directory, 'subscriptions.jsonl');
    const backup = await readFile(`${path}.bak`, 'utf8');
    await rm(path);
    const store = await openLowdbStore({ directory, mode: 'own', migrations: later });
    expect(await store.people.all()).toEqual(migrated);
    expect(store.warnings).toHaveLength(1);
    await store.close();
    expect(await readFile(`${path}.v2`, 'utf8')).toBe(backup);
  });

  test('of a damaged file, do not mix it with a backup of another version', async () => {
    const directory = await directoryOfVersionTwo();
    const path = join(directory, 'subscriptions.jsonl');
    const old = await readFile(path, 'utf8');
    const store = await openLowdbStore({ directory, mode: 'own', migrations: later });
    await store.people.remove('a');
    await store.close();
    await writeFile(`${path}.bak`, old);
    await appendFile(path, 'damage\n');
    const again = await openLowdbStore({ directory, mode: 'own', migrations: later });
    expect(await again.people.all()).toEqual(migrated.slice(1));
    await again.close();
  });

  test('reading only migrates in memory', async () => {
    const directory = await directoryOfVersionTwo();
    const path = join(directory, 'subscriptions.jsonl');
    const old = await readFile(path, 'utf8');
    const store = await openLowdbStore({ directory, mode: 'read-only', migrations: later });
    expect(await store.people.all()).toEqual(migrated);
    await store.close();
    expect(await readFile(path, 'utf8')).toBe(old);
  });
});
