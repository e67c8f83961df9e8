import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ProblemError } from '../../src/core/problem.ts';
import { dumpStore, loadDump, restoreDump } from '../../src/store/dump.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import type { Store, StoreDump } from '../../src/store/store.ts';
import { createMemoryStore, emptyMemory } from '../fakes/memory-store.ts';
import {
  deliveryOf,
  noon,
  sampleFeedMemory,
  samplePaper,
  samplePerson,
  sampleSubscription,
} from '../store/sample-records.ts';
import { shortText } from './hostile.ts';
import { mutatedJson } from './mutated-json.ts';
import { mutatedBytes } from './mutations.ts';
import { defineTarget } from './target.ts';

const now = () => Date.parse(noon);

async function fill(store: Store): Promise<void> {
  await store.papers.put([samplePaper(), samplePaper({ id: 'b', featuredOn: '2025-12-31' })]);
  await store.papers.put([samplePaper({ upvotes: 77 })]);
  await store.subscriptions.add(sampleSubscription());
  await store.subscriptions.add(sampleSubscription({ address: 'slack:T/C' }));
  await store.people.put(samplePerson());
  await store.people.put(samplePerson({ id: 'second' }));
  for (const [part, each] of Object.values(deliveryOf).entries()) {
    await store.deliveries.put({ ...each, part });
  }
  await store.deliveries.remember([{ address: 'terminal:-', papers: ['old'] }]);
  await store.feeds.put([sampleFeedMemory()]);
  await store.installations.put({ id: 'slack:T1', sealed: 'v1.a.b', updatedAt: noon });
}

/** Every file of a filled data directory, with its bytes. */
async function filledFiles(directory: string): Promise<ReadonlyMap<string, Buffer>> {
  const store = await openLowdbStore({ directory, mode: 'own', now });
  await fill(store);
  await store.close();
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(directory.length + 1), await readFile(path));
  }
  return files;
}

async function filesOnce(): Promise<ReadonlyMap<string, Buffer>> {
  const parent = await mkdtemp(join(tmpdir(), 'paperround-fuzz-'));
  try {
    return await filledFiles(join(parent, 'data'));
  } finally {
    await rm(parent, { recursive: true });
  }
}

const files = await filesOnce();
interface Damage {
  readonly name: string;
  /** What the file then holds; undefined: it is gone. */
  readonly bytes: Uint8Array | undefined;
  /** No reader can take it for what was written. */
  readonly isEvident: boolean;
}

/** As a disk leaves it: a stretch of zeros, or of bytes that no text has. */
function spoiled(bytes: Buffer): fc.Arbitrary<Uint8Array> {
  const stretch = fc.tuple(
    fc.nat(0xffff),
    fc.integer({ min: 1, max: 600 }),
    fc.constantFrom(0, 0xff),
  );
  return stretch.map(([at, length, byte]) => {
    const start = Math.floor((at / 0x10000) * bytes.length);
    return new Uint8Array(bytes).fill(byte, start, start + length);
  });
}

function damageTo(name: string, bytes: Buffer): fc.Arbitrary<Damage> {
  const evident = spoiled(bytes).map((each) => ({ name, bytes: each, isEvident: true }));
  const other = fc
    .oneof(
      { weight: 4, arbitrary: mutatedBytes(fc.constant(bytes)) },
      {
        weight: 1,
        arbitrary: fc.constantFrom<Uint8Array | undefined>(...files.values(), undefined),
      },
    )
    .map((each) => ({ name, bytes: each, isEvident: false }));
  return fc.oneof(evident, other);
}

const damage = fc.oneof(...[...files].map(([name, bytes]) => damageTo(name, bytes)));

export const storedFiles = defineTarget({
  name: 'stored-files',
  holds:
    'a damaged data directory opens with what is readable and a warning of the rest, then without one and with the same, or is refused in words each time',
  share: 800,
  input: fc.array(damage, { minLength: 1, maxLength: 2 }),
  open: async () => {
    const parent = await mkdtemp(join(tmpdir(), 'paperround-fuzz-'));
    const whole = join(parent, 'whole');
    for (const [name, bytes] of files) {
      await mkdir(join(whole, name, '..'), { recursive: true });
      await writeFile(join(whole, name), bytes);
    }
    const everything = await contentOf(whole);
    let count = 0;
    return {
      close: () => rm(parent, { recursive: true }),
      async run(damages) {
        count += 1;
        const directory = join(parent, `data-${count}`);
        await cp(whole, directory, { recursive: true });
        for (const { name, bytes } of damages) {
          if (bytes === undefined) await rm(join(directory, name), { force: true });
          else await writeFile(join(directory, name), bytes);
        }
        const isEvident = damages.every((each) => each.isEvident);
        await checkDirectory(directory, everything, isEvident);
        await rm(directory, { recursive: true });
      },
    };
  },
});

type Content = Awaited<ReturnType<typeof contentOf>>;

/** All that a directory holds, and what opening it warned of. */
async function contentOf(directory: string) {
  const store = await openLowdbStore({ directory, mode: 'own', now });
  try {
    return { warnings: store.warnings, records: await recordsOf(store) };
  } finally {
    await store.close();
  }
}

/** Each record as text, by kind. */
async function recordsOf(store: Store): Promise<ReadonlySet<string>> {
  const { exportedAt: _, ...dump } = await dumpStore(store, now());
  const kinds: Readonly<Record<string, unknown>> = { ...dump, feeds: await store.feeds.all() };
  return new Set(
    Object.entries(kinds).flatMap(([kind, records]) =>
      [records].flat().map((record) => `${kind} ${JSON.stringify(record)}`),
    ),
  );
}

async function checkDirectory(
  directory: string,
  whole: Content,
  isEvident: boolean,
): Promise<void> {
  const opened = await problemOf(() => contentOf(directory));
  if (opened instanceof ProblemError) {
    const again = await problemOf(() => contentOf(directory));
    assert.ok(again instanceof ProblemError, 'the second time it opens');
    assert.equal(again.message, opened.message);
    return;
  }
  const lost = [...whole.records].filter((record) => !opened.records.has(record));
  if (isEvident && opened.warnings.length === 0) assert.deepEqual(lost, [], 'lost without a word');
  const again = await contentOf(directory);
  assert.deepEqual(again.records, opened.records);
  assert.deepEqual(again.warnings, []);
}

async function problemOf<T>(work: () => Promise<T>): Promise<T | ProblemError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
}

const wholeDump: StoreDump = await dumpOnce();

async function dumpOnce(): Promise<StoreDump> {
  const store = createMemoryStore(emptyMemory());
  await fill(store);
  return JSON.parse(JSON.stringify(await dumpStore(store, now())));
}

export const imports = defineTarget({
  name: 'imports',
  holds: 'an export is imported whole, and again without change, or refused in words',
  share: 8_000,
  input: mutatedJson(fc.constant(wholeDump), shortText),
  open: () => ({
    async run(json) {
      const dump = loadDump(json);
      if (!dump.ok) return assert.notEqual(dump.problem.message, '');
      const store = createMemoryStore(emptyMemory());
      await restoreDump(store, dump.value);
      const once = await recordsOf(store);
      await restoreDump(store, dump.value);
      assert.deepEqual(await recordsOf(store), once);
    },
  }),
});
