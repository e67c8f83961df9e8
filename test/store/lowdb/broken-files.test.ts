import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemText } from '../../../src/core/problem.ts';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import {
  deliveryOf,
  noon,
  samplePaper,
  samplePerson,
  sampleSubscription,
} from '../sample-records.ts';
import { failingFileSystem } from './failing-file-system.ts';
import { problemOf } from './problem-of.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const now = () => Date.parse(noon);
const stamp = '20260310T120000000Z';

/** A data directory with two people, whose backup has only the first. */
async function filledDirectory(): Promise<string> {
  const directory = join(await temporaryDirectory(), 'data');
  const store = await openLowdbStore({ directory, mode: 'own', now });
  await store.people.put(samplePerson());
  await store.people.put(samplePerson({ id: 'second' }));
  await store.close();
  return directory;
}

async function snapshot(directory: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of (await readdir(directory, { recursive: true })).sort()) {
    const path = join(directory, name);
    if ((await stat(path)).isFile()) files[name] = await readFile(path, 'utf8');
  }
  return files;
}

const breakages: readonly [string, (text: string) => string | Uint8Array][] = [
  ['empty', () => ''],
  ['cut off', (text) => text.slice(0, text.length / 2)],
  ['not JSON', () => 'hello'],
  ['an array', () => '[]'],
  ['null', () => 'null'],
  ['zeros, as after a power cut', (text) => '\0'.repeat(text.length)],
  ['not UTF-8', (text) => Buffer.from(text.replace('Berlin', 'Berl\u00efn'), 'latin1')],
  ['without a version', (text) => text.replace('"version": 1', '"other": 1')],
  ['of version 0', (text) => text.replace('"version": 1', '"version": 0')],
  ['of another kind', () => '{"version": 1, "papers": []}'],
  [
    'with a record nested very deep',
    (text) =>
      text.replace('"people": [', `"people": [${'['.repeat(100_000)}${']'.repeat(100_000)},`),
  ],
  ['nested very deep', () => `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
];

describe('a broken document', () => {
  test.each(breakages)(
    '%s: the backup is used and the broken file is kept',
    async (_name, spoil) => {
      const directory = await filledDirectory();
      const path = join(directory, 'subscriptions.json');
      const broken = spoil(await readFile(path, 'utf8'));
      await writeFile(path, broken);
      const store = await openLowdbStore({ directory, mode: 'own', now });
      expect(await store.people.all()).toEqual([samplePerson()]);
      expect(store.warnings).toHaveLength(1);
      expect(store.warnings[0]).toContain(`${path} could not be read; its backup is used`);
      expect(store.warnings[0]).toContain(`${path}.broken-${stamp}`);
      expect(await readFile(`${path}.broken-${stamp}`)).toEqual(Buffer.from(broken));
      await store.people.put(samplePerson({ id: 'third' }));
      await store.close();
      const again = await openLowdbStore({ directory, mode: 'own', now });
      expect(again.warnings).toEqual([]);
      expect(await again.people.all()).toEqual([samplePerson(), samplePerson({ id: 'third' })]);
      await again.close();
    },
  );

  test('broken twice in the same moment, both broken files are kept', async () => {
    const directory = await filledDirectory();
    const path = join(directory, 'subscriptions.json');
    for (const text of ['first', 'second']) {
      await writeFile(path, text);
      await (await openLowdbStore({ directory, mode: 'own', now })).close();
    }
    expect(await readFile(`${path}.broken-${stamp}`, 'utf8')).toBe('first');
    expect(await readFile(`${path}.broken-${stamp}-2`, 'utf8')).toBe('second');
  });

  test('a missing file whose backup is there', async () => {
    const directory = await filledDirectory();
    const path = join(directory, 'subscriptions.json');
    await writeFile(path, '');
    await (await openLowdbStore({ directory, mode: 'own', now })).close();
    const { rename } = await import('node:fs/promises');
    await rename(path, join(directory, 'elsewhere'));
    const store = await openLowdbStore({ directory, mode: 'own', now });
    expect(store.warnings[0]).toContain('is missing; its backup is used');
    expect(await store.people.all()).toEqual([samplePerson()]);
    await store.close();
  });

  test.each(breakages)(
    '%s, and its backup too: refuses, says the remedy, changes nothing',
    async (_name, spoil) => {
      const directory = await filledDirectory();
      const path = join(directory, 'subscriptions.json');
      const broken = spoil(await readFile(path, 'utf8'));
      await writeFile(path, broken);
      await writeFile(`${path}.bak`, broken);
      const before = await snapshot(directory);
      for (const mode of ['own', 'read-only'] as const) {
        const problem = await problemOf(openLowdbStore({ directory, mode, now }));
        expect(problem.message).toContain(`Cannot read ${path} nor ${path}.bak: `);
        expect(problem.remedy).toContain('npm run -s paperround -- import FILE');
        expect(await snapshot(directory)).toEqual(before);
      }
    },
  );

  test('a refused directory is free for the next attempt', async () => {
    const directory = await filledDirectory();
    const path = join(directory, 'subscriptions.json');
    await writeFile(path, '');
    await writeFile(`${path}.bak`, '');
    await problemOf(openLowdbStore({ directory, mode: 'own', now }));
    const again = await problemOf(openLowdbStore({ directory, mode: 'own', now }));
    expect(again.message).toContain('Cannot read');
  });

  test('one month of papers is broken: the others are read as they are', async () => {
    const directory = await filledDirectory();
    const store = await openLowdbStore({ directory, mode: 'own', now });
    const april = samplePaper({ id: 'b', featuredOn: '2026-04-01' });
    await store.papers.put([samplePaper(), april]);
    await store.papers.put([{ ...april, upvotes: 9 }]);
    await store.close();
    await writeFile(join(directory, 'papers', '2026-04.json'), '');
    const again = await openLowdbStore({ directory, mode: 'own', now });
    expect(await again.papers.all()).toEqual([samplePaper(), april]);
    expect(again.warnings).toHaveLength(1);
    await again.close();
  });
});

describe('a broken record', () => {
  test('is set aside; the rest of its document is used, and it warns once', async () => {
    const directory = await filledDirectory();
    const path = join(directory, 'subscriptions.json');
    const document = JSON.parse(await readFile(path, 'utf8'));
    const bad = { id: 'bad', saved: 'none', note: 'keep me' };
    document.people.push(bad, samplePerson({ zone: 'UTC' }));
    await writeFile(path, `\ufeff${JSON.stringify(document)}`);
    const store = await openLowdbStore({ directory, mode: 'own', now });
    expect(await store.people.all()).toEqual([samplePerson(), samplePerson({ id: 'second' })]);
    const aside = join(directory, `subscriptions.rejected-${stamp}.json`);
    expect(store.warnings).toEqual([expect.stringContaining(`2 records left out`)]);
    expect(store.warnings[0]).toContain(aside);
    const kept = JSON.parse(await readFile(aside, 'utf8'));
    expect(kept.records.map(({ record }: { record: unknown }) => record)).toEqual([
      bad,
      samplePerson({ zone: 'UTC' }),
    ]);
    await store.close();
    const again = await openLowdbStore({ directory, mode: 'own', now });
    expect(again.warnings).toEqual([]);
    await again.close();
  });

  test('a paper that two months have is kept in the first', async () => {
    const directory = await filledDirectory();
    const store = await openLowdbStore({ directory, mode: 'own', now });
    await store.papers.put([samplePaper()]);
    await store.close();
    const text = await readFile(join(directory, 'papers', '2026-03.json'), 'utf8');
    await writeFile(join(directory, 'papers', '2026-07.json'), text);
    const again = await openLowdbStore({ directory, mode: 'own', now });
    expect(await again.papers.all()).toEqual([samplePaper()]);
    expect(again.warnings[0]).toContain('2026-03.json');
    await again.close();
  });

  test('a lost subscriptions document does not give ids again that deliveries know', async () => {
    const directory = await filledDirectory();
    const store = await openLowdbStore({ directory, mode: 'own', now });
    await store.deliveries.put({ ...deliveryOf.sent, subscription: 'd41' });
    await store.close();
    const { rm } = await import('node:fs/promises');
    await rm(join(directory, 'subscriptions.json'));
    await rm(join(directory, 'subscriptions.json.bak'));
    const again = await openLowdbStore({ directory, mode: 'own', now });
    expect((await again.subscriptions.add(sampleSubscription())).id).toBe('d42');
    await again.close();
  });
});

describe('reading only', () => {
  test.each(breakages)(
    '%s: the backup is used, and nothing on the disk changes',
    async (_name, spoil) => {
      const directory = await filledDirectory();
      const path = join(directory, 'subscriptions.json');
      await writeFile(path, spoil(await readFile(path, 'utf8')));
      await writeFile(join(directory, '.feeds.json.tmp'), 'left over');
      const before = await snapshot(directory);
      const store = await openLowdbStore({ directory, mode: 'read-only', now });
      expect(await store.people.all()).toEqual([samplePerson()]);
      expect(store.warnings[0]).toContain('its backup is used');
      const problem = await problemOf(store.people.put(samplePerson()));
      expect(problem.message).toContain('reading only');
      await store.close();
      expect(await snapshot(directory)).toEqual(before);
    },
  );

  test('works beside the owner', async () => {
    const directory = await filledDirectory();
    const owner = await openLowdbStore({ directory, mode: 'own', now });
    const reader = await openLowdbStore({ directory, mode: 'read-only', now });
    expect(await reader.people.all()).toEqual(await owner.people.all());
    await Promise.all([reader.close(), owner.close()]);
  });
});

describe('the data directory', () => {
  test('is made for its owner only, and so are its files', async () => {
    const directory = await filledDirectory();
    const mode = async (name: string) => (await stat(join(directory, name))).mode & 0o777;
    expect(await mode('.')).toBe(0o700);
    expect(await mode('papers')).toBe(0o700);
    expect(await mode('subscriptions.json')).toBe(0o600);
    expect(await mode('subscriptions.json.bak')).toBe(0o600);
  });

  test('files that a killed process left half-written are removed, others are left alone', async () => {
    const directory = await filledDirectory();
    await writeFile(join(directory, '.subscriptions.json.tmp'), 'half');
    await writeFile(join(directory, 'papers', '.2026-03.json.tmp'), 'half');
    await writeFile(join(directory, 'papers', 'notes.txt'), 'mine');
    await (await openLowdbStore({ directory, mode: 'own', now })).close();
    expect(Object.keys(await snapshot(directory)).sort()).toEqual([
      'papers/notes.txt',
      'subscriptions.json',
      'subscriptions.json.bak',
    ]);
  });

  test('a write touches only the documents it changes', async () => {
    const directory = await filledDirectory();
    const store = await openLowdbStore({ directory, mode: 'own', now });
    await store.papers.put([samplePaper(), samplePaper({ id: 'b', featuredOn: '2026-04-01' })]);
    const before = await snapshot(directory);
    await store.deliveries.put(deliveryOf.sent);
    await store.papers.put([samplePaper({ upvotes: 77 })]);
    await store.close();
    const after = await snapshot(directory);
    const changed = Object.keys(after).filter((name) => before[name] !== after[name]);
    expect(changed).toEqual(['deliveries.json', 'papers/2026-03.json', 'papers/2026-03.json.bak']);
  });

  test.each(['own', 'read-only'] as const)(
    '%s: a missing parent, and a file in its place',
    async (mode) => {
      const parent = await temporaryDirectory();
      const missing = await problemOf(openLowdbStore({ directory: join(parent, 'a', 'b'), mode }));
      expect(problemText(missing)).toMatch(/it is not there.*DATA_DIR/);
      await writeFile(join(parent, 'file'), '');
      const file = await problemOf(openLowdbStore({ directory: join(parent, 'file'), mode }));
      expect(problemText(file)).toMatch(/a file stands where a directory is needed.*DATA_DIR/);
      expect(await readdir(parent)).toEqual(['file']);
    },
  );

  test('a directory in the place of a document', async () => {
    const directory = await filledDirectory();
    await mkdir(join(directory, 'feeds.json'));
    const problem = await problemOf(openLowdbStore({ directory, mode: 'own' }));
    expect(problemText(problem)).toMatch(/feeds\.json: a directory stands/);
  });

  test.each([
    ['access', 'EACCES', /permission is denied.*DATA_DIR/],
    ['access', 'EROFS', /read-only.*DATA_DIR/],
    ['mkdir', 'EACCES', /permission is denied.*DATA_DIR/],
    ['readFile', 'EACCES', /permission is denied/],
  ] as const)('%s fails with %s', async (step, code, text) => {
    const directory = await filledDirectory();
    const fileSystem = failingFileSystem((each) => (each === step ? code : undefined));
    const before = await snapshot(directory);
    const problem = await problemOf(openLowdbStore({ directory, mode: 'own', fileSystem }));
    expect(problemText(problem)).toMatch(text);
    expect(await snapshot(directory)).toEqual(before);
  });

  test.skipIf(process.getuid?.() === 0)('a directory that may not be written', async () => {
    const directory = await filledDirectory();
    await chmod(directory, 0o500);
    const problem = await problemOf(openLowdbStore({ directory, mode: 'own' }));
    await chmod(directory, 0o700);
    expect(problemText(problem)).toMatch(/permission is denied.*DATA_DIR/);
  });
});
