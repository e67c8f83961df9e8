import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createArchive } from '../../src/core/archive.ts';
import type { UncertainPolicy } from '../../src/core/delivery.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import { createDue } from '../../src/digests/due.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import type { Store } from '../../src/store/store.ts';
import { certainties } from '../fakes/certainties.ts';
import { paper, subscription } from '../fakes/papers.ts';
import { createRecordingPlatform } from '../fakes/recording-platform.ts';

const minute = 60_000;
const hour = 60 * minute;
const slot = '2026-03-02T09:00+00:00';

let directory: string;
let store: Store;
let clock: number;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'paperround-interruptions-'));
  store = await openLowdbStore({ directory, mode: 'own' });
  clock = Date.parse('2026-03-02T09:00:30Z');
});

afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

async function add(given: Partial<Subscription> = {}): Promise<Subscription> {
  const { id: _, ...wanted } = subscription(given);
  return store.subscriptions.add(wanted);
}

function open(
  given: { store?: Store; platform?: Platform; uncertainPolicy?: UncertainPolicy } = {},
) {
  const archive = createArchive([paper('2601.00001'), paper('2601.00002')]);
  const recording = createRecordingPlatform();
  const platform = given.platform ?? recording;
  const dependencies = {
    ...certainties,
    ...(given.uncertainPolicy && { uncertainPolicy: given.uncertainPolicy }),
    store: given.store ?? store,
    archive,
    topics: new Map(),
    now: () => clock,
    platforms: new Map([[platform.id, platform]]),
    log: { info: () => undefined, warn: () => undefined },
  };
  return { due: createDue(dependencies), dependencies, archive, platform: recording };
}

const titles = ({ sent }: ReturnType<typeof createRecordingPlatform>) =>
  sent.flatMap(({ payload }) => (payload as { titles: string[] }).titles);

/** The same store, of which the write number `broken`, from 0, fails. */
function failingAt(broken: number): { store: Store; writes: () => number } {
  let writes = 0;
  function counted<Args extends readonly unknown[], Result>(
    write: (...args: Args) => Promise<Result>,
  ) {
    return async (...args: Args): Promise<Result> => {
      writes += 1;
      if (writes === broken + 1) throw new Error('the disk is full');
      return write(...args);
    };
  }
  const { deliveries, subscriptions } = store;
  return {
    writes: () => writes,
    store: {
      ...store,
      deliveries: { ...deliveries, put: counted(deliveries.put) },
      subscriptions: { ...subscriptions, update: counted(subscriptions.update) },
    },
  };
}

/** A platform that sends each paper in a message of its own. */
function inParts(recording: ReturnType<typeof createRecordingPlatform>): Platform {
  return {
    ...recording,
    render: (view, occasion) =>
      recording.render(view, occasion).flatMap(({ payload, papers }) => {
        const { titles } = payload as { readonly titles: readonly string[] };
        return papers.map((paper, index) => ({
          payload: { titles: [titles[index]] },
          papers: [paper],
        }));
      }),
  };
}

/** The same platform, which can tell what arrived. */
function telling(
  platform: Platform,
  { sent }: ReturnType<typeof createRecordingPlatform>,
): Platform {
  return {
    ...platform,
    reconcile: async ({ deliveryId }) =>
      sent.some((each) => each.deliveryId === deliveryId)
        ? { kind: 'sent' }
        : { kind: 'repeatable' },
  };
}

describe('whichever write fails', () => {
  const everyWrite = Array.from({ length: 5 }, (_, write) => write);

  test.each(everyWrite)('number %i: each part is sent once, and none is lost', async (broken) => {
    await add();
    const recording = createRecordingPlatform();
    const failing = failingAt(broken);
    const { due } = open({ store: failing.store, platform: inParts(recording) });
    for (let tick = 0; tick < 4; tick += 1, clock += minute) await due.run();
    expect(failing.writes()).toBeGreaterThan(broken);
    expect(titles(recording).sort()).toEqual(['Paper 2601.00001', 'Paper 2601.00002']);
    expect(await store.deliveries.unfinished()).toEqual([]);
  });

  test.each(everyWrite)('number %i, and the process with it: the same', async (broken) => {
    await add();
    const recording = createRecordingPlatform();
    const platform = telling(inParts(recording), recording);
    await open({ store: failingAt(broken).store, platform }).due.run();
    const restarted = open({ platform });
    await restarted.due.recover();
    for (let tick = 0; tick < 4; tick += 1, clock += minute) await restarted.due.run();
    expect(titles(recording).sort()).toEqual(['Paper 2601.00001', 'Paper 2601.00002']);
    const rows = await store.deliveries.all();
    expect(rows.map(({ status }) => status)).toEqual(['sent', 'sent']);
  });

  test.each(everyWrite)(
    'number %i, and nobody can tell: twice at most, and marked',
    async (broken) => {
      await add();
      const recording = createRecordingPlatform();
      const platform = inParts(recording);
      await open({ store: failingAt(broken).store, platform }).due.run();
      const restarted = open({ platform });
      await restarted.due.recover();
      for (let tick = 0; tick < 4; tick += 1, clock += minute) await restarted.due.run();
      const shown = titles(recording);
      for (const row of await store.deliveries.all()) {
        const times = shown.filter((title) =>
          row.posted.includes(`arxiv:${title.slice(6)}`),
        ).length;
        expect(row).toMatchObject({ status: 'sent' });
        if (times !== 1) expect([times, row]).toMatchObject([2, { mayBeTwice: true }]);
      }
      expect(new Set(shown).size).toBe(2);
    },
  );

  test.each(everyWrite)(
    'number %i, nobody can tell, and doubt is held: never twice',
    async (broken) => {
      await add();
      const recording = createRecordingPlatform();
      const platform = inParts(recording);
      await open({ store: failingAt(broken).store, platform }).due.run();
      const restarted = open({ platform, uncertainPolicy: 'hold' });
      await restarted.due.recover();
      for (let tick = 0; tick < 4; tick += 1, clock += minute) await restarted.due.run();
      const shown = titles(recording);
      expect(new Set(shown).size).toBe(shown.length);
      const held = (await store.deliveries.all()).filter(({ status }) => status === 'uncertain');
      for (const row of held) expect(row).toMatchObject({ held: true });
      expect(shown.length + held.length).toBeGreaterThanOrEqual(2);
    },
  );
});

describe('a slot found late', () => {
  test('that was perhaps posted stays perhaps posted', async () => {
    await add();
    const { due, platform } = open();
    platform.outcomes.push({ kind: 'uncertain', detail: 'connection lost' });
    const failing = failingAt(3);
    await open({ store: failing.store, platform }).due.run();
    clock += 7 * hour;
    await due.run();
    clock = Date.parse('2026-03-03T09:00:30Z');
    await due.run();
    expect(titles(platform)).toEqual([]);
  });

  test('frees the papers of what could not be sent, for the next digest', async () => {
    const { id } = await add();
    const { due, platform } = open();
    platform.outcomes.push({ kind: 'retry', afterMs: 24 * hour, detail: 'busy' });
    await due.run();
    clock += 7 * hour;
    await due.run();
    expect(await store.deliveries.get({ subscription: id, slot, part: 0 })).toMatchObject({
      status: 'failed',
      detail: 'busy',
    });
    clock = Date.parse('2026-03-03T09:00:30Z');
    await due.run();
    expect(titles(platform)).toEqual(['Paper 2601.00001', 'Paper 2601.00002']);
  });
});

describe('what changes under way', () => {
  test('a subscription that is paused while another of its place is served does not post', async () => {
    const first = await add({ queries: ['id:2601.00001'] });
    const second = await add({ queries: ['id:2601.00002'] });
    const { due, platform } = open({});
    const send = platform.send;
    const pausing: Platform = {
      ...platform,
      async send(...message) {
        await store.subscriptions.put({
          ...second,
          status: { kind: 'paused', reason: { kind: 'by-user' }, since: first.since },
        });
        return send(...message);
      },
    };
    await open({ platform: pausing }).due.run();
    await due.run();
    expect(titles(platform)).toEqual(['Paper 2601.00001']);
  });

  test('what arrives while a digest waits to be sent is new for the next one', async () => {
    const { id } = await add();
    const { due, platform } = open();
    platform.outcomes.push({ kind: 'retry', afterMs: minute, detail: 'busy' });
    await due.run();
    const arrival = clock + minute / 2;
    clock += minute;
    await due.run();
    expect(platform.sent).toHaveLength(1);
    const considered = (await store.subscriptions.get(id))?.consideredUntil ?? '';
    expect(Date.parse(considered)).toBeLessThan(arrival);
  });

  test('an edit that is being written when the digest ends is kept', async () => {
    const added = await add();
    const { deliveries, subscriptions } = store;
    let edit: Promise<void> | undefined;
    const editing: Store = {
      ...store,
      deliveries: {
        ...deliveries,
        async put(...written) {
          await deliveries.put(...written);
          if (written[0]?.status === 'sent') edit = subscriptions.put({ ...added, limit: 3 });
        },
      },
    };
    await open({ store: editing }).due.run();
    await edit;
    expect(await store.subscriptions.get(added.id)).toMatchObject({
      limit: 3,
      settledUntil: '2026-03-02T09:00:00.000Z',
    });
  });

  test.each(['removed', 'paused'] as const)(
    'papers of a %s subscription that waited to be sent are free for others of the place',
    async (end) => {
      const waiting = await add();
      const { due, platform } = open();
      platform.outcomes.push({ kind: 'retry', afterMs: hour, detail: 'busy' });
      await due.run();
      if (end === 'removed') await store.subscriptions.remove(waiting.id);
      else {
        await store.subscriptions.put({
          ...waiting,
          status: { kind: 'paused', reason: { kind: 'by-user' }, since: waiting.since },
        });
      }
      await due.run();
      expect(await store.deliveries.postedAt(waiting.address)).toEqual(new Set());
    },
  );

  test('sending by hand in vain leaves what the schedule has under way', async () => {
    const added = await add();
    const { due, platform, archive } = open();
    platform.outcomes.push(
      { kind: 'retry', afterMs: 10 * minute, detail: 'busy' },
      { kind: 'retry', afterMs: 10 * minute, detail: 'busy' },
    );
    await due.run();
    archive.apply({ put: [paper('2601.00003')], removed: [] });
    expect(await due.sendNow(added)).toMatchObject({ kind: 'open' });
    expect(await store.deliveries.unfinished()).toMatchObject([{ slot, status: 'retry' }]);
  });
});

describe('a clock that was wrong', () => {
  test('and is set back by years: digests go on, and nothing is posted twice', async () => {
    await add();
    const { due, platform, archive } = open();
    clock = Date.parse('2030-01-01T09:00:30Z');
    await due.run();
    clock = Date.parse('2026-03-02T09:00:30Z');
    await due.run();
    const fresh = paper('2601.00003', { arrivedAt: '2026-03-02T12:00:00.000Z' });
    archive.apply({ put: [fresh], removed: [] });
    clock = Date.parse('2026-03-03T09:00:30Z');
    await due.run();
    expect(titles(platform).sort()).toEqual([
      'Paper 2601.00001',
      'Paper 2601.00002',
      'Paper 2601.00003',
    ]);
  });

  test('and is set back by a moment: the same slot is not posted again', async () => {
    await add();
    const { due, platform } = open();
    await due.run();
    clock = Date.parse('2026-03-02T08:59:59Z');
    await due.run();
    clock = Date.parse('2026-03-02T09:00:30Z');
    await due.run();
    expect(platform.sent).toHaveLength(1);
  });
});
