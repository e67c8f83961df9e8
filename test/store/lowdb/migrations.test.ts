import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemText } from '../../../src/core/problem.ts';
import { type Migrations, migrations } from '../../../src/store/lowdb/migrations.ts';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { samplePerson } from '../sample-records.ts';
import { problemOf } from './problem-of.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Version 2 gave people without a zone one; version 3 renamed UTC. */
const later: Migrations = {
  ...migrations,
  subscriptions: [
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

async function directoryOfVersionOne(): Promise<string> {
  const directory = join(await temporaryDirectory(), 'data');
  const store = await openLowdbStore({ directory, mode: 'own' });
  await store.people.put({ id: 'a', saved: [] });
  await store.people.put(samplePerson({ id: 'b' }));
  await store.close();
  return directory;
}

const migrated = [{ id: 'a', zone: 'Etc/UTC', saved: [] }, samplePerson({ id: 'b' })];

describe('migrations', () => {
  test('bring a document up step by step, once, and keep the old file', async () => {
    const directory = await directoryOfVersionOne();
    const path = join(directory, 'subscriptions.json');
    const old = await readFile(path, 'utf8');
    for (let count = 0; count < 2; count += 1) {
      const store = await openLowdbStore({ directory, mode: 'own', migrations: later });
      expect(await store.people.all()).toEqual(migrated);
      expect(store.warnings).toEqual([]);
      await store.close();
      expect(await readFile(`${path}.v1`, 'utf8')).toBe(old);
      expect(JSON.parse(await readFile(path, 'utf8')).version).toBe(3);
    }
  });

  test('start from the version that the file has', async () => {
    const directory = await directoryOfVersionOne();
    const path = join(directory, 'subscriptions.json');
    const old = await readFile(path, 'utf8');
    await writeFile(
      path,
      old.replace('"version": 1', '"version": 2').replace('"a"', '"a","zone":"UTC"'),
    );
    const store = await openLowdbStore({ directory, mode: 'own', migrations: later });
    expect(await store.people.all()).toEqual(migrated);
    await store.close();
  });

  test('keep the backup of a broken file too, where that is what was read', async () => {
    const directory = await directoryOfVersionOne();
    const path = join(directory, 'subscriptions.json');
    const backup = await readFile(`${path}.bak`, 'utf8');
    await writeFile(path, '');
    const store = await openLowdbStore({ directory, mode: 'own', migrations: later });
    expect(await store.people.all()).toEqual(migrated.slice(0, 1));
    expect(store.warnings).toHaveLength(1);
    await store.close();
    expect(await readFile(`${path}.v1`, 'utf8')).toBe(backup);
  });

  test('reading only migrates in memory', async () => {
    const directory = await directoryOfVersionOne();
    const path = join(directory, 'subscriptions.json');
    const old = await readFile(path, 'utf8');
    const store = await openLowdbStore({ directory, mode: 'read-only', migrations: later });
    expect(await store.people.all()).toEqual(migrated);
    await store.close();
    expect(await readFile(path, 'utf8')).toBe(old);
  });

  test('a newer document is refused and stays as it is, even where its backup is older', async () => {
    const directory = await directoryOfVersionOne();
    const path = join(directory, 'subscriptions.json');
    const newer = '{"version": 2, "unknown": true}';
    await writeFile(path, newer);
    for (const mode of ['own', 'read-only'] as const) {
      const problem = await problemOf(openLowdbStore({ directory, mode }));
      expect(problemText(problem)).toMatch(/newer Paperround \(version 2.*up to 1\).*Upgrade/);
      expect(await readFile(path, 'utf8')).toBe(newer);
    }
  });
});
