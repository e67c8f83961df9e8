import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/core/delivery.ts';
import type { Invocation, Reply } from '../../src/core/invocation.ts';
import { type Problem, ProblemError } from '../../src/core/problem.ts';
import type { FeedState } from '../../src/digests/ingest/ingest.ts';
import type { HttpServer } from '../../src/http/http-server.ts';
import { createMonitor, type Monitor, type Watched } from '../../src/http/monitor.ts';
import { observedStore } from '../../src/store/observed-store.ts';
import type { Store } from '../../src/store/store.ts';
import { createMemoryStore, emptyMemory } from '../fakes/memory-store.ts';
import { subscription } from '../fakes/papers.ts';
import { createRecordingPlatform } from '../fakes/recording-platform.ts';
import { parseMetrics } from './parse-metrics.ts';

let monitor: Monitor;
let store: Store;
let watched: Watched;
let http: HttpServer;
let diskFault: ProblemError | undefined;
let isDiskFull: boolean;
let loss: Problem | undefined;
let feeds: FeedState[];
let state: { papers: number; isStopping: boolean; notStarted: string[]; awayMs: number };
let awayProblem: Problem | undefined;
let faults: string[];

beforeEach(async () => {
  faults = [];
  monitor = openMonitor();
  state = { papers: 7, isStopping: false, notStarted: [], awayMs: 0 };
  diskFault = undefined;
  isDiskFull = false;
  loss = undefined;
  awayProblem = undefined;
  feeds = [{ id: 'feed', feed: 'A "feed"\nof \\ ours', readAt: 1_700_000_000_500, failures: 3 }];
  const memory = createMemoryStore(emptyMemory());
  const faulty =
    <Given extends unknown[]>(write: (...given: Given) => Promise<void>) =>
    async (...given: Given) => {
      if (diskFault !== undefined) throw diskFault;
      await write(...given);
    };
  const failing = {
    ...memory,
    feeds: { ...memory.feeds, put: faulty(memory.feeds.put) },
    people: { ...memory.people, put: faulty(memory.people.put) },
  };
  store = observedStore(failing, [monitor.observer], () => performance.now());
  watched = {
    store,
    diskProblem: async () =>
      isDiskFull
        ? { message: '1 MB is free', remedy: 'Free some space.', isFull: true }
        : undefined,
    lossProblem: async () => loss,
    paperCount: () => state.papers,
    feeds: () => feeds,
    isStopping: () => state.isStopping,
    notStarted: () => state.notStarted,
    away: () => [{ id: 'discord', ms: state.awayMs, problem: awayProblem }],
  };
  http = await monitor.serve({ host: '127.0.0.1', port: 0 }, watched);
});

afterEach(() => http.close());

function openMonitor(): Monitor {
  const log = { info: () => undefined, warn: (line: string) => void faults.push(line) };
  return createMonitor({ platforms: ['discord'], commands: [['papers', 'show']], log });
}

const get = (path: string, init?: RequestInit) => fetch(`${http.url}${path}`, init);

async function metrics() {
  const answer = await get('/metrics');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return parseMetrics(await answer.text());
}

async function sample(name: string): Promise<number | undefined> {
  const family = name.replace(/\{.*/, '').replace(/_(?:bucket|sum|count)$/, '');
  return (await metrics()).get(family)?.samples.get(name);
}

function delivery(given: Partial<Delivery>): Delivery {
  return {
    subscription: 'd1',
    slot: '2026-03-02T09:00+01:00',
    part: 0,
    address: 'discord:1/2',
    posted: [],
    passedOver: [],
    status: 'sent',
    updatedAt: '2026-03-02T08:00:20.000Z',
    ...given,
  } as Delivery;
}

describe('/healthz and /readyz', () => {
  test('say that it is alive and ready', async () => {
    expect((await get('/healthz')).status).toBe(200);
    const ready = await get('/readyz');
    expect([ready.status, await ready.text()]).toEqual([200, 'ready\n']);
  });

  test('give each reason why it is not, a JSON object a line', async () => {
    diskFault = new ProblemError({ message: 'The disk is full.', remedy: 'Free some space.' });
    feeds = [{ id: 'feed', feed: 'A feed', failures: 1, problem: 'no answer' }];
    state = { papers: 0, isStopping: true, notStarted: ['discord', 'slack'], awayMs: 0 };
    const answer = await get('/readyz');
    expect(answer.status).toBe(503);
    const lines = (await answer.text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).check)).toEqual([
      'process',
      'store',
      'platform',
      'platform',
      'feeds',
    ]);
    expect(JSON.parse(lines[1] ?? '')).toEqual({
      check: 'store',
      message: 'The disk is full.',
      remedy: 'Free some space.',
    });
    for (const line of lines) expect(JSON.parse(line).remedy).toMatch(/\.$/);
    expect(JSON.parse(lines.at(-1) ?? '').message).toMatch(/stored\. A feed: no answer$/);
    expect((await get('/healthz')).status).toBe(200);
  });

  test('a full disk is told before a write fails', async () => {
    isDiskFull = true;
    const answer = await get('/readyz');
    expect([answer.status, JSON.parse(await answer.text())]).toEqual([
      503,
      { check: 'store', message: '1 MB is free.', remedy: 'Free some space.' },
    ]);
  });

  test('what was lost is told until it is brought back', async () => {
    loss = { message: 'No subscriptions are on file.', remedy: 'Bring them back.' };
    const answer = await get('/readyz');
    expect([answer.status, JSON.parse(await answer.text())]).toEqual([
      503,
      { check: 'store', ...loss },
    ]);
    loss = undefined;
    expect((await get('/readyz')).status).toBe(200);
  });

  test('a platform is missed once it has been without its connection for a minute', async () => {
    for (const awayMs of [0, 59_999]) {
      state = { ...state, awayMs };
      expect((await get('/readyz')).status).toBe(200);
    }
    state = { ...state, awayMs: 61_500 };
    const answer = await get('/readyz');
    expect(answer.status).toBe(503);
    expect(JSON.parse(await answer.text())).toMatchObject({
      check: 'platform',
      message: 'discord has been without its connection for 61 seconds.',
      remedy: expect.stringContaining('by itself'),
    });
  });

  test('a platform that a person has to bring back says how', async () => {
    awayProblem = { message: 'The token is refused.', remedy: 'Set a new one.', detail: 'auth' };
    state = { ...state, awayMs: 61_500 };
    const answer = await get('/readyz');
    expect(answer.status).toBe(503);
    expect(JSON.parse(await answer.text())).toEqual({
      check: 'platform',
      message: 'The token is refused.',
      remedy: 'Set a new one.',
    });
  });

  test('a write that failed is tried again before anything is said', async () => {
    diskFault = new ProblemError({ message: 'The disk is full.' });
    await expect(store.people.put({ id: 'p', saved: [] })).rejects.toThrow('full');
    expect((await get('/readyz')).status).toBe(503);
    diskFault = undefined;
    expect((await get('/readyz')).status).toBe(200);
  });

  test('many who ask at once cost one write', async () => {
    await Promise.all(Array.from({ length: 20 }, () => get('/readyz')));
    const writes = 'paperround_store_write_duration_seconds_count{collection="feeds"}';
    expect(await sample(writes)).toBe(1);
  });

  test.each([
    ['/', 'GET', 404],
    ['/metrics', 'POST', 404],
    ['/healthz?x=1', 'GET', 200],
    ['/healthz', 'HEAD', 200],
  ])('%s by %s: %i', async (path, method, status) => {
    expect((await get(path, { method })).status).toBe(status);
  });

  test('a fault of ours is logged, and told without its words', async () => {
    state = { ...state, papers: 0 };
    feeds = undefined as unknown as FeedState[];
    const answer = await get('/readyz');
    expect([answer.status, await answer.text()]).toEqual([500, 'fault\n']);
    expect(faults).toEqual([expect.stringContaining('TypeError')]);
  });

  test('a port that is taken is a problem with a remedy', async () => {
    const port = Number(new URL(http.url).port);
    const refused = openMonitor().serve({ host: '127.0.0.1', port }, watched);
    await expect(refused).rejects.toThrow(ProblemError);
    await expect(refused).rejects.toThrow(/EADDRINUSE/);
  });
});

describe('/metrics', () => {
  test('are in the text format, each family with type and help, in base units', async () => {
    const families = await metrics();
    const ours = [...families].filter(([name]) => name.startsWith('paperround_'));
    expect(ours.length).toBeGreaterThan(10);
    for (const [name, { type }] of ours) {
      expect(name.endsWith('_total')).toBe(type === 'counter');
      if (/duration|lateness|timestamp/.test(name)) expect(name).toMatch(/_seconds$/);
    }
    for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_seconds']) {
      expect(families.has(name)).toBe(true);
    }
  });

  test('tell of feeds, with escaped labels, and of what is stored', async () => {
    await store.subscriptions.put(subscription({ address: 'discord:1/2' }));
    const since = '2026-03-01T00:00:00.000Z';
    const reason = { kind: 'not-permitted', text: 'secret words' } as const;
    await store.subscriptions.put(
      subscription({ id: 'd2', address: 'elsewhere:9', status: { kind: 'paused', reason, since } }),
    );
    await store.deliveries.put(delivery({ status: 'uncertain', payload: 1, detail: '' } as never));
    const feed = 'feed="A \\"feed\\"\\nof \\\\ ours"';
    expect(await sample(`paperround_feed_failures_total{${feed}}`)).toBe(3);
    expect(await sample(`paperround_feed_last_success_timestamp_seconds{${feed}}`)).toBe(
      1_700_000_000.5,
    );
    const active = 'paperround_subscriptions{platform="discord",status="active"}';
    const paused = 'paperround_subscriptions{platform="other",status="not-permitted"}';
    const uncertain = 'paperround_ledger_rows{platform="discord",status="uncertain"}';
    expect([await sample(active), await sample(paused), await sample(uncertain)]).toEqual([
      1, 1, 1,
    ]);
    expect(await sample('paperround_papers')).toBe(7);
    const text = await (await get('/metrics')).text();
    expect(text).not.toMatch(/secret words|discord:1|elsewhere/);
  });

  test('begin at 0, so that the first failure is a rise', async () => {
    feeds = [{ id: 'feed', feed: 'A feed', failures: 0 }];
    for (const name of [
      'paperround_feed_last_success_timestamp_seconds{feed="A feed"}',
      'paperround_store_write_failures_total{collection="subscriptions"}',
      'paperround_deliveries_total{platform="discord",status="failed"}',
      'paperround_commands_total{command="papers show",outcome="fault"}',
      'paperround_ledger_oldest_open_seconds{platform="discord"}',
    ]) {
      expect([name, await sample(name)]).toEqual([name, 0]);
    }
  });

  test('tell how long the oldest open delivery waits, by its first attempt', async () => {
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const attempted = { payload: 1, attempt: 3, detail: '503', updatedAt: ago(0) };
    const retry = { status: 'retry', notBefore: ago(-1), firstSentAt: ago(20) };
    const held = { status: 'uncertain', held: true, firstSentAt: ago(500) };
    await store.deliveries.put(
      delivery({ ...attempted, ...retry } as never),
      delivery({ ...attempted, ...held, part: 1 } as never),
      delivery({ part: 2, updatedAt: ago(900) }),
    );
    const seconds = await sample('paperround_ledger_oldest_open_seconds{platform="discord"}');
    expect(seconds).toBeGreaterThanOrEqual(20 * 60);
    expect(seconds).toBeLessThan(30 * 60);
  });

  test('count deliveries, sends and how late they are', async () => {
    const platform = monitor.platform(createRecordingPlatform('discord'));
    await platform.send('discord:1/2', {}, 'd1/x/0');
    await store.deliveries.put(
      delivery({}),
      delivery({ part: 1 }),
      delivery({ slot: 'now-2026-03-02T08:00:20.000Z' }),
      delivery({
        slot: '2026-03-03T09:00+01:00',
        status: 'skipped',
        reason: '',
      } as Partial<Delivery>),
    );
    expect(await sample('paperround_deliveries_total{platform="discord",status="sent"}')).toBe(3);
    expect(await sample('paperround_slot_lateness_seconds_count')).toBe(1);
    expect(await sample('paperround_slot_lateness_seconds_sum')).toBe(20);
    const sends = 'paperround_send_duration_seconds_count{platform="discord",outcome="sent"}';
    expect(await sample(sends)).toBe(1);
    expect(await sample('paperround_sends_in_progress{platform="discord"}')).toBe(0);
  });

  test('count commands by what became of them, unknown ones under one name', async () => {
    const reply = (ok: boolean): Reply => ({
      view: { summary: '', blocks: [] },
      visibility: 'private',
      ok,
    });
    const dispatch = monitor.dispatch(async (invocation) => {
      if (invocation.args.fault !== undefined) monitor.onFault(invocation);
      return reply(invocation.args.ok !== undefined);
    });
    const ask = (path: readonly string[], args: Record<string, string>) =>
      dispatch({ path, args } as Invocation);
    await ask(['papers', 'show'], { ok: '' });
    await ask(['papers', 'show'], {});
    await ask(['papers', 'show'], { fault: '' });
    await ask(['papers', 'anything typed'], {});
    const count = (command: string, outcome: string) =>
      sample(`paperround_commands_total{command="${command}",outcome="${outcome}"}`);
    expect(await count('papers show', 'done')).toBe(1);
    expect(await count('papers show', 'refused')).toBe(1);
    expect(await count('papers show', 'fault')).toBe(1);
    expect(await count('other', 'refused')).toBe(1);
    expect(await sample('paperround_command_duration_seconds_count{command="papers show"}')).toBe(
      3,
    );
  });

  test('count writes that fail', async () => {
    diskFault = new ProblemError({ message: 'full' });
    await expect(store.people.put({ id: 'p', saved: [] })).rejects.toThrow();
    expect(await sample('paperround_store_write_failures_total{collection="people"}')).toBe(1);
  });
});
