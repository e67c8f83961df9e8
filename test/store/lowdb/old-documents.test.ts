import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemText } from '../../../src/core/problem.ts';
import { type FileSystem, nodeFileSystem } from '../../../src/store/lowdb/file-system.ts';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import {
  deliveryOf,
  noon,
  sampleFeedMemory,
  samplePaper,
  samplePerson,
  sampleSubscription,
} from '../sample-records.ts';
import { filesIn } from './files-in.ts';
import { problemOf } from './problem-of.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const now = () => Date.parse(noon);
const installation = { id: 'slack:T', sealed: 'x', updatedAt: noon };
const subscription = { ...sampleSubscription(), id: 'd3' };
const april = samplePaper({ id: 'b', featuredOn: '2026-04-01' });

/** A document as it was written before there were journals: a field a line, a record a line. */
function documentText(fields: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries({ version: 1, ...fields }).map(([name, field]) => {
    const text = Array.isArray(field)
      ? `[${field.map((record) => `\n${JSON.stringify(record)}`).join(',')}\n]`
      : JSON.stringify(field);
    return `${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** A data directory of that time. Its backup of `subscriptions.json` has one person less. */
async function oldDirectory(): Promise<string> {
  const directory = join(await temporaryDirectory(), 'data');
  await mkdir(join(directory, 'papers'), { recursive: true });
  const people = [samplePerson(), samplePerson({ id: 'second' })];
  const subscriptions = { nextId: 7, subscriptions: [subscription] };
  const documents = {
    'subscriptions.json': documentText({ ...subscriptions, people }),
    'subscriptions.json.bak': documentText({ ...subscriptions, people: people.slice(0, 1) }),
    'deliveries.json': documentText({
      deliveries: [deliveryOf.sent, { ...deliveryOf.rendered, part: 1 }],
      history: [{ address: 'terminal:-', papers: ['old'] }],
    }),
    'feeds.json': documentText({ feeds: [sampleFeedMemory()] }),
    'installations.json': documentText({ installations: [installation] }),
    'papers/2026-03.json': documentText({ papers: [samplePaper()] }),
    'papers/2026-04.json': documentText({ papers: [april] }),
  };
  for (const [name, text] of Object.entries(documents)) {
    await writeFile(join(directory, name), text);
  }
  return directory;
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
];

describe('a directory of documents, from before there were journals', () => {
  test('is taken over whole, once; the documents are kept', async () => {
    const directory = await oldDirectory();
    const before = await filesIn(directory);
    for (let count = 0; count < 2; count += 1) {
      const store = await openLowdbStore({ directory, mode: 'own', now });
      expect(store.warnings).toEqual([]);
      expect(await store.papers.all()).toEqual([samplePaper(), april]);
      expect(await store.subscriptions.all()).toEqual([subscription]);
      expect(await store.people.all()).toHaveLength(2);
      expect(await store.deliveries.all()).toHaveLength(2);
      expect(await store.deliveries.postedAt('terminal:-')).toEqual(
        new Set(['old', 'arxiv:2603.00001']),
      );
      expect(await store.feeds.all()).toEqual([sampleFeedMemory()]);
      expect(await store.installations.all()).toEqual([installation]);
      await store.close();
    }
    const after = await filesIn(directory);
    for (const [name, text] of Object.entries(before)) {
      expect(after[name]).toBeUndefined();
      expect(after[`${name}.v1`]).toBe(text);
    }
    const store = await openLowdbStore({ directory, mode: 'own', now });
    expect((await store.subscriptions.add(sampleSubscription())).id).toBe('d7');
    await store.close();
  });

  test('is read as it is by whoever only reads', async () => {
    const directory = await oldDirectory();
    const before = await filesIn(directory);
    const store = await openLowdbStore({ directory, mode: 'read-only', now });
    expect(await store.papers.all()).toEqual([samplePaper(), april]);
    expect(await store.people.all()).toHaveLength(2);
    expect(store.warnings).toEqual([]);
    await store.close();
    expect(await filesIn(directory)).toEqual(before);
  });

  test('is read whole also while its owner takes it over', async () => {
    const directory = await oldDirectory();
    let isTaken = false;
    const fileSystem: FileSystem = {
      ...nodeFileSystem,
      readdir: (async (path: string) => {
        const names = await nodeFileSystem.readdir(path);
        if (path.endsWith('papers') && !isTaken) {
          isTaken = true;
          await (await openLowdbStore({ directory, mode: 'own', now })).close();
        }
        return names;
      }) as FileSystem['readdir'],
    };
    const store = await openLowdbStore({ directory, mode: 'read-only', now, fileSystem });
    expect(isTaken).toBe(true);
    expect(await store.papers.all()).toEqual([samplePaper(), april]);
    expect(store.warnings).toEqual([]);
    await store.close();
  });

  test.each(breakages)('%s: its backup is used and both are kept', async (_name, spoil) => {
    const directory = await oldDirectory();
    const path = join(directory, 'subscriptions.json');
    const broken = spoil(await readFile(path, 'utf8'));
    await writeFile(path, broken);
    for (const mode of ['read-only', 'own'] as const) {
      const store = await openLowdbStore({ directory, mode, now });
      expect(await store.people.all()).toEqual([samplePerson()]);
      expect(await store.subscriptions.all()).toEqual([subscription]);
      expect(store.warnings.map(problemText)).toEqual([
        expect.stringContaining(`${path} could not be read; its backup is used`),
      ]);
      await store.close();
    }
    expect(await readFile(`${path}.v1`)).toEqual(Buffer.from(broken));
    const again = await openLowdbStore({ directory, mode: 'own', now });
    expect(again.warnings).toEqual([]);
    expect(await again.people.all()).toEqual([samplePerson()]);
    await again.close();
  });

  test.each(breakages)(
    '%s, and its backup too: refuses and says the remedy',
    async (_name, spoil) => {
      const directory = await oldDirectory();
      const path = join(directory, 'subscriptions.json');
      const broken = spoil(await readFile(path, 'utf8'));
      await writeFile(path, broken);
      await writeFile(`${path}.bak`, broken);
      for (const mode of ['read-only', 'own'] as const) {
        const problem = await problemOf(openLowdbStore({ directory, mode, now }));
        expect(problem.message).toContain(`Cannot read ${path} nor ${path}.bak: `);
        expect(problem.remedy).toContain('npm run -s paperround -- import FILE');
      }
      for (const each of [path, `${path}.bak`]) {
        expect(await readFile(each)).toEqual(Buffer.from(broken));
      }
    },
  );

  test('a missing document whose backup is there', async () => {
    const directory = await oldDirectory();
    await rm(join(directory, 'subscriptions.json'));
    const store = await openLowdbStore({ directory, mode: 'own', now });
    expect(store.warnings[0]?.message).toContain('is missing; its backup is used');
    expect(await store.people.all()).toEqual([samplePerson()]);
    await store.close();
  });

  test('broken records, and papers that two months have, are set aside', async () => {
    const directory = await oldDirectory();
    const bad = { id: 'bad', saved: 'none', note: 'keep me' };
    const people = [samplePerson(), bad, samplePerson({ zone: 'UTC' })];
    await writeFile(
      join(directory, 'subscriptions.json'),
      `\ufeff${documentText({ nextId: 'none', subscriptions: [], people })}`,
    );
    await writeFile(
      join(directory, 'papers/2026-07.json'),
      documentText({ papers: [samplePaper({ upvotes: 9 })] }),
    );
    const store = await openLowdbStore({ directory, mode: 'own', now });
    expect(await store.people.all()).toEqual([samplePerson()]);
    expect(await store.papers.all()).toEqual([samplePaper(), april]);
    expect(store.warnings.map(problemText)).toEqual([
      expect.stringContaining('papers.jsonl: 1 record left out'),
      expect.stringContaining('subscriptions.jsonl: 3 records left out'),
    ]);
    const files = await filesIn(directory);
    const aside = JSON.parse(files['subscriptions.rejected-20260310T120000000Z.json'] ?? '');
    const kept = aside.records.map(({ record }: { record: unknown }) => record);
    expect(kept).toEqual([
      bad,
      samplePerson({ zone: 'UTC' }),
      { of: 'subscriptions', next: 'none' },
    ]);
    await store.close();
  });

  test('a newer document is refused and stays as it is, even where its backup is older', async () => {
    const directory = await oldDirectory();
    const path = join(directory, 'feeds.json');
    await writeFile(`${path}.bak`, await readFile(path));
    await writeFile(path, '{"version": 2, "unknown": true}');
    for (const mode of ['read-only', 'own'] as const) {
      const problem = await problemOf(openLowdbStore({ directory, mode }));
      expect(problemText(problem)).toMatch(/newer Paperround \(version 2.*up to 1\).*Upgrade/);
      expect(await readFile(path, 'utf8')).toBe('{"version": 2, "unknown": true}');
    }
  });

  test('a document found beside its journal is not used, and it is said', async () => {
    const directory = await oldDirectory();
    await (await openLowdbStore({ directory, mode: 'own', now })).close();
    await rename(join(directory, 'feeds.json.v1'), join(directory, 'feeds.json'));
    const store = await openLowdbStore({ directory, mode: 'own', now });
    expect(store.warnings.map(problemText)).toEqual([
      expect.stringContaining('feeds.json.v1, which is not used'),
    ]);
    await store.close();
  });
});
