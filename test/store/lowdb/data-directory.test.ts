import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemText } from '../../../src/core/problem.ts';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { deliveryOf, noon, samplePaper, samplePerson } from '../sample-records.ts';
import { failingFileSystem } from './failing-file-system.ts';
import { filesIn } from './files-in.ts';
import { problemOf } from './problem-of.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const now = () => Date.parse(noon);

async function filledDirectory(): Promise<string> {
  const directory = join(await temporaryDirectory(), 'data');
  const store = await openLowdbStore({ directory, mode: 'own', now });
  await store.people.put(samplePerson());
  await store.people.put(samplePerson({ id: 'second' }));
  await store.close();
  return directory;
}

describe('the data directory', () => {
  test('is made for its owner only, and so are its files', async () => {
    const directory = await filledDirectory();
    const mode = async (name: string) => (await stat(join(directory, name))).mode & 0o777;
    expect(await mode('.')).toBe(0o700);
    expect(await mode('subscriptions.jsonl')).toBe(0o600);
    expect(await mode('subscriptions.jsonl.bak')).toBe(0o600);
  });

  test('files that a killed process left half-written are removed, others are left alone', async () => {
    const directory = await filledDirectory();
    await writeFile(join(directory, '.subscriptions.jsonl.tmp'), 'half');
    await writeFile(join(directory, '.feeds.json.tmp'), 'half');
    await writeFile(join(directory, 'notes.txt'), 'mine');
    await (await openLowdbStore({ directory, mode: 'own', now })).close();
    expect(Object.keys(await filesIn(directory)).sort()).toEqual([
      'notes.txt',
      'subscriptions.jsonl',
      'subscriptions.jsonl.bak',
    ]);
  });

  test('has files that people can read and compare: a record a line', async () => {
    const directory = await filledDirectory();
    const text = (await filesIn(directory))['subscriptions.jsonl'] ?? '';
    const values = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line.slice(9)));
    expect(values).toEqual([
      { format: 'paperround', kind: 'subscriptions', version: 2, records: 2 },
      ['put', 'people', 'terminal:local', samplePerson()],
      ['put', 'people', 'second', samplePerson({ id: 'second' })],
    ]);
  });

  test('a write touches only the file of its kind, and adds only what has changed', async () => {
    const directory = await filledDirectory();
    const store = await openLowdbStore({ directory, mode: 'own', now });
    await store.papers.put([samplePaper()]);
    await store.deliveries.put(deliveryOf.rendered);
    const [paper] = await store.papers.all();
    const delivery = await store.deliveries.get(deliveryOf.rendered);
    if (!paper || delivery?.status !== 'rendered') throw new Error('nothing was put');
    const before = await filesIn(directory);
    await store.deliveries.put({ ...delivery, updatedAt: '2026-03-11T00:00:00Z' });
    await store.papers.put([{ ...paper, upvotes: 77 }]);
    await store.papers.put([{ ...paper, upvotes: 77 }]);
    const { payload, ...rest } = delivery;
    await store.deliveries.put({ ...rest, status: 'sent' });
    const after = await filesIn(directory);
    const added = Object.keys(after).map((name) => [
      name,
      after[name]?.slice(before[name]?.length).replace(/^[\da-f]{8} /gm, ''),
    ]);
    expect(Object.fromEntries(added.filter(([, text]) => text !== ''))).toEqual({
      'deliveries.jsonl':
        '["set","deliveries","d1/2026-03-10T09:00/0",{"updatedAt":"2026-03-11T00:00:00Z"}]\n' +
        `["set","deliveries","d1/2026-03-10T09:00/0",{"updatedAt":"${noon}","status":"sent"},["payload"]]\n`,
      'papers.jsonl': '["set","papers","arxiv:2603.00001",{"upvotes":77}]\n',
    });
    await store.close();
  });

  test('works for a reader beside its owner', async () => {
    const directory = await filledDirectory();
    const owner = await openLowdbStore({ directory, mode: 'own', now });
    await owner.people.put(samplePerson({ id: 'third' }));
    const before = await filesIn(directory);
    const reader = await openLowdbStore({ directory, mode: 'read-only', now });
    expect(await reader.people.all()).toEqual(await owner.people.all());
    const problem = await problemOf(reader.people.put(samplePerson()));
    expect(problem.message).toContain('reading only');
    await reader.close();
    expect(await filesIn(directory)).toEqual(before);
    await owner.close();
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

  test.each(['feeds.jsonl', 'feeds.json'])('a directory in the place of %s', async (name) => {
    const directory = await filledDirectory();
    await mkdir(join(directory, name));
    const problem = await problemOf(openLowdbStore({ directory, mode: 'own' }));
    expect(problemText(problem)).toMatch(/feeds\.jsonl?: a directory stands/);
  });

  test.each([
    ['access', 'EACCES', /permission is denied.*DATA_DIR/],
    ['access', 'EROFS', /read-only.*DATA_DIR/],
    ['mkdir', 'EACCES', /permission is denied.*DATA_DIR/],
    ['open', 'EACCES', /permission is denied/],
    ['readFile', 'EACCES', /permission is denied/],
  ] as const)('%s fails with %s', async (step, code, text) => {
    const directory = await filledDirectory();
    const fileSystem = failingFileSystem((each) => (each === step ? code : undefined));
    const before = await filesIn(directory);
    const problem = await problemOf(openLowdbStore({ directory, mode: 'own', fileSystem }));
    expect(problemText(problem)).toMatch(text);
    expect(await filesIn(directory)).toEqual(before);
  });

  test.skipIf(process.getuid?.() === 0)('a directory that may not be written', async () => {
    const directory = await filledDirectory();
    await chmod(directory, 0o500);
    const problem = await problemOf(openLowdbStore({ directory, mode: 'own' }));
    await chmod(directory, 0o700);
    expect(problemText(problem)).toMatch(/permission is denied.*DATA_DIR/);
  });
});
