import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/core/delivery.ts';
import { problemText } from '../../src/core/problem.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import { dumpStore, loadDump, restoreDump } from '../../src/store/dump.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import type { Store, StoreDump } from '../../src/store/store.ts';
import { temporaryDirectory } from './lowdb/temporary-directory.ts';
import {
  deliveryOf,
  noon,
  sampleFeedMemory,
  samplePaper,
  samplePerson,
  sampleSubscription,
} from './sample-records.ts';

const now = Date.parse(noon);
const later = '2026-03-10T18:00:00.000Z';

async function openStore(): Promise<Store> {
  const directory = join(await temporaryDirectory(), 'data');
  return openLowdbStore({ directory, mode: 'own', now: () => now });
}

async function filledStore(): Promise<Store> {
  const store = await openStore();
  await store.papers.put([samplePaper(), samplePaper({ id: 'b', featuredOn: '2025-12-31' })]);
  await store.subscriptions.add(sampleSubscription());
  await store.subscriptions.add(sampleSubscription({ address: 'slack:T/C' }));
  await store.people.put(samplePerson());
  for (const [part, each] of Object.values(deliveryOf).entries()) {
    await store.deliveries.put({ ...each, part });
  }
  await store.deliveries.remember([{ address: 'terminal:-', papers: ['old'] }]);
  await store.feeds.put([sampleFeedMemory()]);
  return store;
}

/** An export as it comes back from a file. */
async function exported(store: Store): Promise<StoreDump> {
  const read = loadDump(JSON.parse(JSON.stringify(await dumpStore(store, now))));
  if (!read.ok) throw new Error(problemText(read.problem));
  return read.value;
}

function dumpOf(changes: Partial<StoreDump>): StoreDump {
  return {
    format: 'paperround',
    version: 1,
    exportedAt: noon,
    papers: [],
    subscriptions: [],
    people: [],
    deliveries: [],
    posted: [],
    ...changes,
  };
}

describe('export and import', () => {
  test('an export restored into an empty store gives the same export', async () => {
    const store = await filledStore();
    const dump = await exported(store);
    const other = await openStore();
    expect(await restoreDump(other, dump)).toEqual({
      papers: 2,
      subscriptions: 2,
      people: 1,
      deliveries: 8,
      renumbered: [],
    });
    const copied = await exported(other);
    const byMonth = [...dump.papers].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect([...copied.papers].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(byMonth);
    expect({ ...copied, papers: [] }).toEqual({ ...dump, papers: [] });
    expect(await other.deliveries.postedAt('terminal:-')).toEqual(
      await store.deliveries.postedAt('terminal:-'),
    );
    expect((await other.subscriptions.add(sampleSubscription())).id).toBe('d3');
    await Promise.all([store.close(), other.close()]);
  });

  test('importing the same again changes nothing, also after the store has gone on', async () => {
    const store = await filledStore();
    const dump = await exported(store);
    const subscription = (await store.subscriptions.get('d1')) as Subscription;
    await store.subscriptions.put({ ...subscription, settledUntil: later, limit: 9 });
    await store.papers.put([samplePaper({ upvotes: 80 })]);
    await store.deliveries.put({ ...deliveryOf.sent, part: 5, updatedAt: later });
    const before = await exported(store);
    expect(await restoreDump(store, dump)).toEqual({
      papers: 0,
      subscriptions: 0,
      people: 0,
      deliveries: 0,
      renumbered: [],
    });
    const after = await exported(store);
    expect({ ...after, posted: [] }).toEqual({ ...before, posted: [] });
    expect(await store.deliveries.postedAt('terminal:-')).toEqual(
      new Set(['old', 'arxiv:2603.00001']),
    );
    await store.close();
  });
});

describe('import into a store that has something', () => {
  test('another subscription of the same id gets a new one, and its deliveries follow', async () => {
    const store = await filledStore();
    const own = await store.subscriptions.get('d1');
    const imported = {
      ...sampleSubscription({ createdBy: 'slack:T/U', address: 'slack:T/D' }),
      id: 'd1',
    };
    const free = { ...imported, id: 'd3', createdAt: later };
    const delivery: Delivery = { ...deliveryOf.sent, address: 'slack:T/D', posted: ['x'] };
    const dump = dumpOf({ subscriptions: [imported, free], deliveries: [delivery] });
    for (const renumbered of [[{ from: 'd1', to: 'd4' }], []]) {
      const restored = await restoreDump(store, dump);
      expect(restored.renumbered).toEqual(renumbered);
      expect(restored.subscriptions).toBe(renumbered.length * 2);
      expect(await store.subscriptions.all()).toHaveLength(4);
    }
    expect(await store.subscriptions.get('d1')).toEqual(own);
    expect(await store.subscriptions.get('d3')).toEqual(free);
    expect(await store.subscriptions.get('d4')).toEqual({ ...imported, id: 'd4' });
    expect(await store.deliveries.get({ ...delivery, subscription: 'd4' })).toEqual({
      ...delivery,
      subscription: 'd4',
    });
    expect(await store.deliveries.postedAt('slack:T/D')).toEqual(new Set(['x']));
    await store.close();
  });

  test('two that look alike are matched one to one', async () => {
    const store = await openStore();
    const first = await store.subscriptions.add(sampleSubscription());
    const twin = { ...first, id: 'd2', queries: ['other'] };
    await restoreDump(store, dumpOf({ subscriptions: [twin, first] }));
    expect(await store.subscriptions.all()).toEqual([first, twin]);
    await store.close();
  });

  test('a removed subscription comes back under its id; another one does not inherit its deliveries', async () => {
    const store = await filledStore();
    const dump = await exported(store);
    await store.subscriptions.remove('d1');
    expect((await restoreDump(store, dump)).renumbered).toEqual([]);
    expect(await store.subscriptions.get('d1')).toEqual(dump.subscriptions[0]);
    await store.subscriptions.remove('d1');
    const other = { ...sampleSubscription({ address: 'slack:T/E' }), id: 'd1' };
    const restored = await restoreDump(store, dumpOf({ subscriptions: [other] }));
    expect(restored.renumbered).toEqual([{ from: 'd1', to: 'd3' }]);
    await store.close();
  });

  test('deliveries of a subscription that the export lacks leave only what they posted', async () => {
    const store = await filledStore();
    const before = await store.deliveries.all();
    const stray: Delivery = { ...deliveryOf.sent, slot: 'stray', posted: ['stray'] };
    await restoreDump(store, dumpOf({ deliveries: [stray] }));
    expect(await store.deliveries.all()).toEqual(before);
    expect(await store.deliveries.postedAt('terminal:-')).toContain('stray');
    await store.close();
  });

  test('of two versions of a delivery the later stays, and what either posted stays posted', async () => {
    const subscription = { ...sampleSubscription(), id: 'd1' };
    for (const [own, imported, kept] of [
      [{ ...deliveryOf.failed, updatedAt: later }, deliveryOf.sent, 'failed'],
      [deliveryOf.sent, { ...deliveryOf.failed, updatedAt: later }, 'failed'],
      [deliveryOf.failed, { ...deliveryOf.sent, updatedAt: later }, 'sent'],
    ] as const) {
      const store = await openStore();
      await store.subscriptions.put(subscription);
      await store.deliveries.put(own);
      await restoreDump(store, dumpOf({ subscriptions: [subscription], deliveries: [imported] }));
      const { slot, part } = own;
      const key = { subscription: 'd1', slot, part };
      expect((await store.deliveries.get(key))?.status).toBe(kept);
      expect(await store.deliveries.postedAt('terminal:-')).toEqual(new Set(own.posted));
      await store.close();
    }
  });

  test('a paper is kept as it was seen last, with its first arrival', async () => {
    const sightings = [{ feed: 'arxiv', seenAt: later }];
    const early = samplePaper({ upvotes: 1 });
    const late = samplePaper({ upvotes: 50, arrivedAt: later, sightings });
    for (const [own, imported] of [
      [early, late],
      [late, early],
    ] as const) {
      const store = await openStore();
      await store.papers.put([own]);
      await restoreDump(store, dumpOf({ papers: [imported] }));
      expect(await store.papers.all()).toEqual([{ ...late, arrivedAt: noon }]);
      await store.close();
    }
  });

  test('a person keeps their zone and gets the saved papers of both', async () => {
    const store = await openStore();
    await store.people.put(samplePerson({ zone: 'UTC' }));
    const saved = [
      { paper: 'x', at: '2026-01-01T00:00:00Z' },
      { paper: 'arxiv:2603.00001', at: later },
    ];
    const stranger = { id: 'new', saved };
    const dump = dumpOf({ people: [samplePerson({ zone: 'Asia/Tokyo', saved }), stranger] });
    expect((await restoreDump(store, dump)).people).toBe(2);
    expect(await store.people.all()).toEqual([
      samplePerson({ zone: 'UTC', saved: [...saved.slice(0, 1), ...samplePerson().saved] }),
      stranger,
    ]);
    await store.close();
  });
});

describe('a file that is no good export', () => {
  test.each<[string, unknown, RegExp]>([
    ['null', null, /not a Paperround export/],
    ['a list', [], /not a Paperround export/],
    ['something else', { format: 'other', version: 1 }, /not a Paperround export/],
    ['no version', { format: 'paperround' }, /not a Paperround export/],
    ['a newer one', { ...dumpOf({}), version: 2 }, /newer Paperround \(version 2.*Upgrade/],
    ['lists missing', { format: 'paperround', version: 1 }, /cannot be read.*exportedAt/],
    [
      'a wrong entry',
      { ...dumpOf({}), papers: [samplePaper(), { ...samplePaper(), upvotes: '3' }] },
      /nothing was imported: papers\.1\.upvotes/,
    ],
    [
      'an entry nested very deep',
      JSON.parse(
        JSON.stringify(
          dumpOf({ deliveries: [{ ...deliveryOf.rendered, payload: 'DEEP' }] }),
        ).replace('"DEEP"', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      ),
      /nested too deep/,
    ],
  ])('%s', (_name, json, text) => {
    const read = loadDump(json);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(problemText(read.problem)).toMatch(text);
  });
});
