import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Delivery, deliveryId } from '../../../src/core/delivery.ts';
import type { Paper } from '../../../src/core/paper.ts';
import type { Subscription } from '../../../src/core/subscription.ts';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import type { FeedMemory, Person, Store } from '../../../src/store/store.ts';
import {
  deliveryOf,
  noon,
  sampleFeedMemory,
  samplePaper,
  samplePerson,
  sampleSubscription,
} from '../sample-records.ts';

/** The same store in plain maps. */
interface Model {
  readonly papers: Map<string, Paper>;
  readonly subscriptions: Map<string, Subscription>;
  readonly people: Map<string, Person>;
  readonly deliveries: Map<string, Delivery>;
  readonly feeds: Map<string, FeedMemory>;
  nextId: number;
}

interface Operation {
  readonly name: string;
  /** Does it to the model at once, and to the store. */
  readonly run: (store: Store, model: Model) => Promise<unknown>;
}

const id = fc.constantFrom('a', 'b', 'c', '__proto__', 'd\u2028');
const day = fc.constantFrom('2026-01-31', '2026-02-01', '2025-12-31');
const text = fc.string({ unit: 'binary', maxLength: 20 });

const paper = fc
  .record({ id, title: text, featuredOn: day, upvotes: fc.integer() })
  .map((changes) => samplePaper(changes));
const delivery: fc.Arbitrary<Delivery> = fc
  .record({
    base: fc.constantFrom(...Object.values(deliveryOf)),
    part: fc.nat(2),
    address: id,
    posted: fc.array(id, { maxLength: 3 }),
  })
  .map(({ base, ...changes }) => ({ ...base, ...changes, subscription: 'x1' }));

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.array(paper, { maxLength: 4 }).map((papers) => ({
    name: 'put papers',
    run(store: Store, model: Model) {
      for (const each of papers) model.papers.set(each.id, each);
      return store.papers.put(papers);
    },
  })),
  fc.array(id, { maxLength: 2 }).map((ids) => ({
    name: 'remove papers',
    run(store: Store, model: Model) {
      for (const each of ids) model.papers.delete(each);
      return store.papers.remove(ids);
    },
  })),
  text.map((query) => ({
    name: 'add a subscription',
    run(store: Store, model: Model) {
      const added = { ...sampleSubscription({ queries: [query] }), id: `d${model.nextId}` };
      model.nextId += 1;
      model.subscriptions.set(added.id, added);
      return store.subscriptions.add(sampleSubscription({ queries: [query] }));
    },
  })),
  fc.integer({ min: 1, max: 8 }).map((number) => ({
    name: 'put a subscription',
    run(store: Store, model: Model) {
      const put = { ...sampleSubscription(), id: `d${number}` };
      model.nextId = Math.max(model.nextId, number + 1);
      model.subscriptions.set(put.id, put);
      return store.subscriptions.put(put);
    },
  })),
  fc.integer({ min: 1, max: 8 }).map((number) => ({
    name: 'remove a subscription',
    run(store: Store, model: Model) {
      model.subscriptions.delete(`d${number}`);
      return store.subscriptions.remove(`d${number}`);
    },
  })),
  fc.tuple(id, text).map(([person, saved]) => ({
    name: 'put a person',
    run(store: Store, model: Model) {
      const put = samplePerson({ id: person, saved: [{ paper: `p${saved}`, at: noon }] });
      model.people.set(put.id, put);
      return store.people.put(put);
    },
  })),
  id.map((person) => ({
    name: 'remove a person',
    run(store: Store, model: Model) {
      model.people.delete(person);
      return store.people.remove(person);
    },
  })),
  delivery.map((each) => ({
    name: 'put a delivery',
    run(store: Store, model: Model) {
      model.deliveries.set(deliveryId(each), each);
      return store.deliveries.put(each);
    },
  })),
  fc.tuple(id, id).map(([feed, key]) => ({
    name: 'put feed memory',
    run(store: Store, model: Model) {
      model.feeds.set(JSON.stringify([feed, key]), sampleFeedMemory({ feed, key }));
      return store.feeds.put([sampleFeedMemory({ feed, key })]);
    },
  })),
);

function byId<T>(values: Iterable<T>, keyOf: (value: T) => string): Record<string, T>[] {
  return [...values]
    .map((value) => ({ [`key ${keyOf(value)}`]: value }))
    .sort((a, b) => (Object.keys(a).join() < Object.keys(b).join() ? -1 : 1));
}

async function expectSame(store: Store, model: Model): Promise<void> {
  const { papers, subscriptions, people, deliveries, feeds } = model;
  const idOf = (value: { readonly id: string }) => value.id;
  const feedKey = ({ feed, key }: FeedMemory) => JSON.stringify([feed, key]);
  expect(byId(await store.papers.all(), idOf)).toEqual(byId(papers.values(), idOf));
  expect(byId(await store.subscriptions.all(), idOf)).toEqual(byId(subscriptions.values(), idOf));
  expect(byId(await store.people.all(), idOf)).toEqual(byId(people.values(), idOf));
  expect(byId(await store.deliveries.all(), deliveryId)).toEqual(
    byId(deliveries.values(), deliveryId),
  );
  expect(byId(await store.feeds.all(), feedKey)).toEqual(byId(feeds.values(), feedKey));
  const free = ['planned', 'failed', 'skipped'];
  const decided = [...deliveries.values()].filter(({ status }) => !free.includes(status));
  for (const address of ['a', 'b', 'c', '__proto__', 'd\u2028']) {
    const rows = [...deliveries.values()].filter((each) => each.address === address);
    expect(byId(await store.deliveries.at(address), deliveryId)).toEqual(byId(rows, deliveryId));
    const there = decided.filter((each) => each.address === address);
    expect(await store.deliveries.postedAt(address)).toEqual(
      new Set(there.flatMap(({ posted }) => posted)),
    );
  }
  expect(await store.deliveries.passedOverBy('x1')).toEqual(
    new Set(decided.flatMap(({ passedOver }) => passedOver)),
  );
  const unfinished = ['planned', 'rendered', 'sending', 'retry'];
  expect(byId(await store.deliveries.unfinished(), deliveryId)).toEqual(
    byId(
      [...deliveries.values()].filter(({ status }) => unfinished.includes(status)),
      deliveryId,
    ),
  );
}

test('any operations, one by one or all at once, leave the same as on plain maps, also when opened again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(operation, { maxLength: 8 }), { maxLength: 4 }),
      async (rounds) => {
        const parent = await mkdtemp(join(tmpdir(), 'paperround-test-'));
        const open = () =>
          openLowdbStore({
            directory: join(parent, 'data'),
            mode: 'own',
            now: () => Date.parse(noon),
          });
        const model: Model = {
          papers: new Map(),
          subscriptions: new Map(),
          people: new Map(),
          deliveries: new Map(),
          feeds: new Map(),
          nextId: 1,
        };
        let store = await open();
        try {
          for (const [index, operations] of rounds.entries()) {
            const atOnce = index % 2 === 1;
            const running: Promise<unknown>[] = [];
            for (const each of operations) {
              const done = each.run(store, model);
              if (atOnce) running.push(done);
              else await done;
            }
            await Promise.all(running);
            await expectSame(store, model);
            await store.close();
            store = await open();
            expect(store.warnings).toEqual([]);
            await expectSame(store, model);
          }
        } finally {
          await store.close();
          await rm(parent, { recursive: true, force: true });
        }
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
