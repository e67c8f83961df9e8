import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createArchive } from '../../../src/core/archive.ts';
import type { SendOutcome } from '../../../src/core/delivery.ts';
import type { IncomingPaper } from '../../../src/core/paper.ts';
import type { View } from '../../../src/core/view.ts';
import { createFeedNotices, wholeFeed } from '../../../src/digests/ingest/feed-notices.ts';
import { createIngest } from '../../../src/digests/ingest/ingest.ts';
import type { FeedPart } from '../../../src/feeds/feed.ts';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { createMemoryStore, emptyMemory, type Memory } from '../../fakes/memory-store.ts';
import { paper } from '../../fakes/papers.ts';
import { createRecordingPlatform } from '../../fakes/recording-platform.ts';

const admin = 'discord:1/2';
const refused: SendOutcome = { kind: 'retry', afterMs: 1, detail: 'not now' };
const failed: FeedPart = { kind: 'failed', key: '2026-03-03', message: 'HTTP 503 from there.' };

let memory: Memory;
let store: Store;
let clock: number;
let parts: readonly FeedPart[];
let log: string[];

beforeEach(() => {
  memory = emptyMemory();
  store = createMemoryStore(memory);
  clock = Date.parse('2026-03-03T07:00:00Z');
  parts = [read('2026-03-03')];
  log = [];
});

function read(key: string, papers: readonly IncomingPaper[] = [paper('2603.00001')], dropped = 0) {
  return {
    kind: 'read',
    key,
    validators: {},
    papers,
    dropped: Array.from({ length: dropped }, (_, index) => ({
      entry: `entry ${index}`,
      reason: 'no title',
    })),
    notes: [],
  } satisfies FeedPart;
}

/** What a process has after it started. `read` reads the feed so many times, twenty minutes apart. */
async function open(options: { readonly admin?: string | undefined } = { admin }) {
  const now = () => clock;
  const told: View[] = [];
  const recording = createRecordingPlatform('discord');
  const platform = {
    ...recording,
    render: (view: View) => [{ payload: { view }, papers: [] }],
  };
  const write = (line: string): void => void log.push(line);
  const shared = { store, now, log: { info: write, warn: write } };
  const notices = createFeedNotices({
    ...shared,
    platforms: new Map([['discord', platform]]),
    admin: options.admin,
    zone: 'Europe/Berlin',
  });
  const feed = {
    id: 'feed',
    title: 'The feed',
    async *read() {
      yield* parts;
    },
  };
  const ingest = createIngest({
    ...shared,
    feeds: [feed],
    archive: createArchive(await store.papers.all()),
    remembered: await store.feeds.all(),
    onRead: notices.note,
  });
  const signal = new AbortController();
  return {
    ingest,
    outcomes: recording.outcomes,
    stop: () => signal.abort(),
    async read(times = 1) {
      for (let time = 0; time < times; time += 1) {
        await ingest.refresh({ signal: signal.signal, onProgress: () => undefined });
        clock += 20 * 60_000;
      }
      told.splice(0, told.length, ...recording.sent.map(({ payload }) => viewOf(payload)));
    },
    /** The summaries of all that the administrator was told. */
    told: () => told.map(({ summary }) => summary),
    hints: () => JSON.stringify(told),
  };
}

const viewOf = (payload: unknown): View => (payload as { view: View }).view;

describe('a feed that fails', () => {
  test('is announced once, with what stays in use, and its recovery once', async () => {
    const bot = await open();
    await bot.read();
    parts = [failed];
    await bot.read(2);
    expect(bot.told()).toEqual([]);
    await bot.read(20);
    expect(bot.told()).toEqual([
      'The feed has been unreadable since Tue 3 Mar 2026, 08:20 (Berlin). HTTP 503 from there.',
    ]);
    expect(bot.hints()).toContain('what was read up to Tue 3 Mar 2026, 08:00');
    parts = [read('2026-03-03')];
    await bot.read(5);
    expect(bot.told().slice(1)).toEqual([
      'The feed can be read again. It was in trouble since Tue 3 Mar 2026, 08:20 (Berlin).',
    ]);
  });

  test('and is back soon is a blip that nobody is told of', async () => {
    const bot = await open();
    for (let time = 0; time < 10; time += 1) {
      parts = [failed];
      await bot.read(2);
      parts = [read('2026-03-03')];
      await bot.read();
    }
    expect(bot.told()).toEqual([]);
  });

  test('is neither forgotten nor announced again by a restart', async () => {
    parts = [failed];
    await (await open()).read(2);
    const second = await open();
    await second.read();
    expect(second.told()).toHaveLength(1);
    expect(second.hints()).toContain('never read before');
    const third = await open();
    await third.read(3);
    expect(third.told()).toEqual([]);
    parts = [read('2026-03-03')];
    const fourth = await open();
    await fourth.read(2);
    expect(fourth.told()).toEqual([expect.stringMatching(/can be read again/)]);
  });

  test('is told after the next read where it could not be told before', async () => {
    const bot = await open();
    parts = [failed];
    await bot.read(2);
    bot.outcomes.push(refused, refused);
    await bot.read(2);
    expect(bot.told()).toEqual([]);
    expect(log).toContain(`${admin} could not be told of it: not now`);
    await bot.read(2);
    expect(bot.told()).toHaveLength(1);
    parts = [read('2026-03-03')];
    bot.outcomes.push(refused);
    await bot.read();
    expect(bot.told()).toHaveLength(1);
    await bot.read(2);
    expect(bot.told()).toHaveLength(2);
  });

  test('what was perhaps told is not told again', async () => {
    const bot = await open();
    parts = [failed];
    bot.outcomes.push({ kind: 'uncertain', detail: 'no answer' });
    await bot.read(6);
    expect(bot.told()).toEqual([]);
  });

  test('is only logged where no administrator is named', async () => {
    const bot = await open({ admin: undefined });
    parts = [failed];
    await bot.read(6);
    expect(bot.told()).toEqual([]);
    expect(log.filter((line) => /has been unreadable since/.test(line))).toHaveLength(1);
  });

  test('goes on being read, and announced, while nothing can be stored', async () => {
    parts = [failed];
    const full = new Error('the disk is full');
    store = createMemoryStore(memory, () => Promise.reject(full));
    const bot = await open();
    await bot.read(6);
    expect(bot.told()).toHaveLength(1);
    expect(log.some((line) => /not kept/.test(line))).toBe(true);
  });

  test('a read that is broken off says nothing of the feed', async () => {
    const bot = await open();
    parts = [];
    bot.stop();
    await bot.read(6);
    expect(await store.feeds.get('feed', wholeFeed)).toBeUndefined();
  });
});

describe('a feed whose shape has changed', () => {
  test('is announced when most entries cannot be used; what can be used is', async () => {
    const bot = await open();
    parts = [read('cs.CL', [paper('2603.00002')], 9)];
    await bot.read(6);
    expect(bot.told()).toEqual([expect.stringMatching(/has not made sense.* 9 of 10 entries/)]);
    expect(await store.papers.all()).toHaveLength(1);
  });

  test('is announced when a weekday that is over has no papers, though nothing changes any more', async () => {
    const bot = await open();
    const papers = [paper('2603.00002', { featuredOn: '2026-02-27' })];
    parts = [read('2026-03-03', []), read('2026-03-02', []), read('2026-02-27', papers)];
    await bot.read();
    parts = parts.map(({ key }) => ({ kind: 'unchanged', key }));
    await bot.read(4);
    expect(bot.told()).toEqual([expect.stringMatching(/has had no papers.*2026-03-02/)]);
  });

  test('a weekend, and a day that is still open, may be empty', async () => {
    const bot = await open();
    const papers = [paper('2603.00002', { featuredOn: '2026-02-27' })];
    const days = ['2026-03-02', '2026-03-01', '2026-02-28'].map((day) => read(day, []));
    parts = [...days, read('2026-02-27', papers)];
    await bot.read(6);
    expect(bot.told()).toEqual([]);
  });
});

describe('when a feed was last read', () => {
  test('is known after a restart, while it fails', async () => {
    await (await open()).read();
    const readAt = clock - 20 * 60_000;
    const bot = await open();
    expect(bot.ingest.states()).toEqual([{ id: 'feed', feed: 'The feed', readAt, failures: 0 }]);
    parts = [failed, failed];
    await bot.read(2);
    expect(bot.ingest.states()).toEqual([
      { id: 'feed', feed: 'The feed', readAt, failures: 4, problem: 'HTTP 503 from there.' },
    ]);
  });
});

test('the store gives back what is remembered of a feed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'paperround-feeds-'));
  const bot = await open();
  parts = [failed];
  await bot.read(4);
  const remembered = await store.feeds.all();
  expect(remembered).toMatchObject([{ key: wholeFeed, told: true, trouble: { reads: 4 } }]);
  const first = await openLowdbStore({ directory, mode: 'own' });
  await first.feeds.put(remembered);
  await first.close();
  const second = await openLowdbStore({ directory, mode: 'own' });
  expect(await second.feeds.all()).toEqual(remembered);
  await second.close();
  await rm(directory, { recursive: true });
});
