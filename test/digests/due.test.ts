import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createArchive } from '../../src/core/archive.ts';
import type { Paper } from '../../src/core/paper.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import { createDue } from '../../src/digests/due.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import type { Store } from '../../src/store/store.ts';
import { certainties } from '../fakes/certainties.ts';
import { paper, subscription } from '../fakes/papers.ts';
import { createRecordingPlatform } from '../fakes/recording-platform.ts';

let directory: string;
let store: Store;
let clock: number;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'paperround-due-'));
  store = await openLowdbStore({ directory, mode: 'own' });
  clock = Date.parse('2026-03-02T09:00:30Z');
});

afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

function open(papers: readonly Paper[]) {
  const archive = createArchive(papers);
  const platform = createRecordingPlatform();
  const log: string[] = [];
  const dependencies = {
    ...certainties,
    store,
    archive,
    topics: new Map(),
    now: () => clock,
    platforms: new Map([[platform.id, platform]]),
    log: { info: () => undefined, warn: (line: string) => void log.push(line) },
  };
  return { due: createDue(dependencies), dependencies, platform, archive, log };
}

async function add(given: Partial<Subscription> = {}): Promise<Subscription> {
  const { id: _, ...wanted } = subscription(given);
  return store.subscriptions.add(wanted);
}

const titles = (platform: ReturnType<typeof createRecordingPlatform>) =>
  platform.sent.map(({ payload }) => (payload as { titles: string[] }).titles);

test('a later part knows the first one, after an interruption too', async () => {
  await add();
  const { dependencies, platform } = open([paper('2601.00001')]);
  const inTwo = {
    ...platform,
    render: () => ['one', 'two'].map((title) => ({ payload: { titles: [title] }, papers: [] })),
  };
  const due = createDue({ ...dependencies, platforms: new Map([[platform.id, inTwo]]) });
  platform.outcomes.push(
    { kind: 'sent', externalId: 'first' },
    { kind: 'retry', afterMs: 0, detail: 'busy' },
  );
  await due.run();
  clock += 60_000;
  await due.run();
  expect(platform.sent.map(({ replyTo }) => replyTo)).toEqual([undefined, 'first']);
});

describe('what is due', () => {
  test('is posted once, however often the clock ticks', async () => {
    await add();
    const { due, platform } = open([paper('2601.00001')]);
    await due.run();
    clock += 60_000;
    await due.run();
    expect(titles(platform)).toEqual([['Paper 2601.00001']]);
  });

  test('is posted once when two ticks fall together', async () => {
    await add();
    const { due, platform } = open([paper('2601.00001')]);
    await Promise.all([due.run(), due.run(), due.run()]);
    expect(platform.sent).toHaveLength(1);
  });

  test('never holds a paper that was posted at the place before, by any of its subscriptions', async () => {
    await add();
    await add({ queries: ['paper'] });
    const { due, platform, archive, dependencies } = open([paper('2601.00001')]);
    await due.run();
    clock += 24 * 3_600_000;
    const next = paper('2601.00002', { arrivedAt: '2026-03-03T06:00:00.000Z' });
    archive.apply({ put: [next], removed: [] });
    await createDue(dependencies).run();
    expect(titles(platform)).toEqual([['Paper 2601.00001'], ['Paper 2601.00002']]);
  });

  test('posts nothing where nothing new matched, and writes down why', async () => {
    const { id } = await add({ queries: ['robots'] });
    const { due, platform } = open([paper('2601.00001')]);
    await due.run();
    expect(platform.sent).toEqual([]);
    expect(await store.deliveries.all()).toMatchObject([
      { subscription: id, status: 'skipped', reason: 'nothing new matched, of 1 considered' },
    ]);
  });

  test('found more than six hours late is left to the next digest, with its papers', async () => {
    await add();
    const { due, platform } = open([paper('2601.00001')]);
    clock = Date.parse('2026-03-02T16:00:00Z');
    await due.run();
    expect(platform.sent).toEqual([]);
    clock = Date.parse('2026-03-03T09:00:00Z');
    await due.run();
    expect(titles(platform)).toEqual([['Paper 2601.00001']]);
  });

  test('after days without the process comes as one digest', async () => {
    await add({ since: '2026-02-01T00:00:00.000Z', settledUntil: '2026-02-20T09:00:00.000Z' });
    const { due, platform } = open([
      paper('2601.00001', { arrivedAt: '2026-02-25T00:00:00.000Z' }),
      paper('2601.00002', { arrivedAt: '2026-03-02T08:00:00.000Z', featuredOn: '2026-03-01' }),
    ]);
    await due.run();
    expect(platform.sent).toHaveLength(1);
    expect(titles(platform)[0]).toHaveLength(2);
  });
});

describe('a send that does not arrive', () => {
  test('is tried again with the same payload when the platform says so, and no sooner', async () => {
    await add();
    const { due, platform } = open([paper('2601.00001')]);
    platform.outcomes.push({ kind: 'retry', afterMs: 90_000, detail: 'busy' });
    await due.run();
    clock += 60_000;
    await due.run();
    expect(platform.sent).toEqual([]);
    clock += 60_000;
    await due.run();
    expect(titles(platform)).toEqual([['Paper 2601.00001']]);
  });

  test('for good pauses the subscription with the reason, and its papers come after it is resumed', async () => {
    const { id } = await add();
    const { due, platform } = open([paper('2601.00001')]);
    const pause = { kind: 'not-permitted', text: 'I may not write here.' } as const;
    platform.outcomes.push({ kind: 'rejected', pause, detail: '50013' });
    await due.run();
    expect(platform.sent.map(({ address }) => address)).toEqual(['terminal:dm-terminal:local']);
    platform.sent.length = 0;
    const paused = (await store.subscriptions.get(id)) as Subscription;
    expect(paused.status).toMatchObject({ kind: 'paused', reason: pause });
    await store.subscriptions.put({ ...paused, status: { kind: 'active' } });
    clock += 60_000;
    await due.run();
    expect(titles(platform)).toEqual([['Paper 2601.00001']]);
  });

  test('with an unknown outcome is never repeated, and its papers count as posted', async () => {
    await add();
    const { due, platform } = open([paper('2601.00001')]);
    platform.outcomes.push({ kind: 'uncertain', detail: 'connection lost' });
    await due.run();
    clock += 24 * 3_600_000;
    await due.run();
    expect(platform.sent).toEqual([]);
    expect((await store.deliveries.all()).map(({ status }) => status)).toEqual([
      'uncertain',
      'skipped',
    ]);
  });

  test('that was under way when the process ended is marked on the next start and not repeated', async () => {
    const { id } = await add();
    const { due, platform } = open([paper('2601.00001')]);
    await store.deliveries.put({
      subscription: id,
      slot: '2026-03-02T09:00',
      part: 0,
      address: 'terminal:-',
      posted: ['arxiv:2601.00001'],
      passedOver: [],
      updatedAt: '2026-03-02T09:00:01.000Z',
      status: 'sending',
      payload: { titles: ['Paper 2601.00001'] },
      attempt: 1,
      firstSentAt: '2026-03-02T09:00:01.000Z',
    });
    expect(await due.recover()).toBe(1);
    await due.run();
    expect(platform.sent).toEqual([]);
  });

  test('at one place delays no other place', async () => {
    await add({ address: 'nowhere:1' });
    await add({ queries: ['topic:gone'] });
    await add();
    const { due, platform, log } = open([paper('2601.00001')]);
    await due.run();
    const addresses = platform.sent.map(({ address }) => address).sort();
    expect(addresses).toEqual(['terminal:-', 'terminal:dm-terminal:local']);
    expect(titles(platform)).toContainEqual(['Paper 2601.00001']);
    expect(log).toHaveLength(2);
    const [, broken] = await store.subscriptions.all();
    const text = expect.stringMatching(/[^.]$/);
    expect(broken?.status).toMatchObject({
      kind: 'paused',
      reason: { kind: 'broken-query', text },
    });
  });
});

describe('a pause', () => {
  test('that has run out ends by itself, and the next slot brings what was missed', async () => {
    await add({
      status: {
        kind: 'paused',
        reason: { kind: 'by-user', until: '2026-03-02T10:00:00.000Z' },
        since: '2026-03-01T10:00:00.000Z',
      },
    });
    const { due, platform } = open([paper('2601.00001')]);
    await due.run();
    clock = Date.parse('2026-03-02T10:01:00Z');
    await due.run();
    expect(platform.sent).toEqual([]);
    clock = Date.parse('2026-03-03T09:00:00Z');
    await due.run();
    expect(titles(platform)).toEqual([['Paper 2601.00001']]);
  });
});

describe('sent by hand', () => {
  test('holds the latest day even for a new subscription, and a second time nothing', async () => {
    const added = await add({
      since: '2026-03-02T08:00:00.000Z',
      consideredUntil: '2026-03-02T08:00:00.000Z',
    });
    const { due, platform } = open([paper('2601.00001')]);
    expect(await due.sendNow(added)).toMatchObject({ kind: 'sent', papers: 1 });
    clock += 1_000;
    expect(await due.sendNow(added)).toMatchObject({ kind: 'nothing' });
    expect(platform.sent).toHaveLength(1);
  });
});
