import { join } from 'node:path';
import { z } from 'zod';
import { isWithin } from '../../core/realm.ts';
import type { ActorId, Subscription } from '../../core/subscription.ts';
import { personRecord, subscriptionRecord } from '../records.ts';
import type { Person, PersonStore, Store, SubscriptionStore } from '../store.ts';
import {
  acceptMade,
  acceptRecord,
  type Collection,
  type Opened,
  openCollection,
  type StoreContext,
} from './collection.ts';
import { createKeyGroups } from './key-groups.ts';
import type { Migration } from './migrations.ts';
import { createTable, recordsOf, type Table } from './table.ts';

/** The number of the next id, never taken back. */
interface Counter {
  readonly of: 'subscriptions';
  readonly next: number;
}

interface Tables {
  readonly subscriptions: Table<Subscription>;
  within(realm: string): Subscription[];
  createdBy(actor: ActorId): Subscription[];
  readonly untold: ReadonlyMap<string, Subscription>;
  readonly people: Table<Person>;
  readonly counters: Table<Counter>;
}

/**
 * Subscriptions and people, in one file. `usedIds` are subscription ids that other files know: they are not given again even if
 * this one lost them.
 */
export async function openSubscriptions(
  context: StoreContext,
  migrations: readonly Migration[],
  usedIds: Iterable<string>,
): Promise<Opened<Pick<Store, 'subscriptions' | 'people'>>> {
  const tables = createTables();
  const collection = await openCollection(context, {
    name: 'subscriptions',
    tables: [tables.subscriptions, tables.people, tables.counters],
    migrations,
    oldPaths: [join(context.place.directory, 'subscriptions.json')],
  });
  let firstId = 1;
  for (const id of usedIds) firstId = Math.max(firstId, numberAfter(id));
  for (const id of tables.subscriptions.records.keys())
    firstId = Math.max(firstId, numberAfter(id));
  return {
    store: {
      subscriptions: subscriptionStore(tables, collection, firstId),
      people: personStore(tables, collection),
    },
    close: collection.close,
  };
}

function createTables(): Tables {
  const byRoot = createKeyGroups();
  const byCreator = createKeyGroups();
  const untold = new Map<string, Subscription>();
  const subscriptions = createTable<Subscription>({
    name: 'subscriptions',
    noun: 'subscription',
    schema: subscriptionRecord,
    keyOf: ({ id }) => id,
    onChange(id, previous, next) {
      byRoot.move(id, previous && rootOf(previous.address), next && rootOf(next.address));
      byCreator.move(id, previous?.createdBy, next?.createdBy);
      if (next?.refused?.untold === undefined) untold.delete(id);
      else untold.set(id, next);
    },
  });
  return {
    subscriptions,
    within(realm) {
      const root = rootOf(realm);
      const near = root.endsWith(':') ? subscriptions.records.keys() : byRoot.of(root);
      return recordsOf(subscriptions, near).filter(({ address }) => isWithin(realm, address));
    },
    createdBy: (actor) => recordsOf(subscriptions, byCreator.of(actor)),
    untold,
    people: createTable({
      name: 'people',
      noun: 'person',
      schema: personRecord,
      keyOf: ({ id }) => id,
    }),
    counters: createTable<Counter>({
      name: 'counters',
      noun: 'counter',
      schema: z.object({ of: z.literal('subscriptions'), next: z.int().min(1) }),
      keyOf: (counter) => counter.of,
    }),
  };
}

/** What all addresses of a server or workspace begin with: up to the first `/`. Of an address without one the whole. */
function rootOf(realm: string): string {
  return realm.slice(0, realm.indexOf('/') + 1) || realm;
}

function subscriptionStore(
  { subscriptions, counters, within, createdBy, untold }: Tables,
  { commit }: Collection,
  firstId: number,
): SubscriptionStore {
  return {
    all: async () => [...subscriptions.records.values()],
    get: async (id) => subscriptions.records.get(id),
    within: async (realm) => within(realm),
    createdBy: async (actor) => createdBy(actor),
    untold: async () => [...untold.values()],
    hadAny: async () => subscriptions.records.size + counters.records.size > 0,
    async add(subscription) {
      return commit((draft) => {
        const number = Math.max(draft.get(counters, 'subscriptions')?.next ?? 1, firstId);
        const added = acceptRecord(subscriptions, { ...subscription, id: `d${number}` });
        draft.put(subscriptions, added);
        draft.put(counters, counterAt(number + 1));
        return added;
      });
    },
    async put(subscription) {
      acceptRecord(subscriptions, subscription);
      await commit((draft) => {
        draft.put(subscriptions, subscription);
        const next = numberAfter(subscription.id);
        if (next > (draft.get(counters, 'subscriptions')?.next ?? 1)) {
          draft.put(counters, counterAt(next));
        }
      });
    },
    async update(id, change) {
      return commit((draft) => {
        const current = draft.get(subscriptions, id);
        if (current === undefined) return undefined;
        const given = change(current);
        const changed = given.id === id ? given : { ...given, id };
        if (changed === current) return current;
        acceptChanged(subscriptions, current, changed);
        draft.put(subscriptions, changed);
        return changed;
      });
    },
    async remove(id) {
      await commit((draft) => draft.remove(subscriptions, id));
    },
  };
}

/** What a slot leaves behind is made of instants by the digests themselves, tens of thousands of times in a busy minute. */
const ownFields: ReadonlySet<string> = new Set<keyof Subscription>([
  'settledUntil',
  'consideredUntil',
  'awaySince',
]);

/** Freezes the record, to be in the place of one that was accepted before; else throws a ProblemError. */
function acceptChanged(
  table: Table<Subscription>,
  current: Subscription,
  changed: Subscription,
): void {
  const before: Readonly<Record<string, unknown>> = { ...current };
  const isOwnChange = Object.entries(changed).every(
    ([field, value]) => ownFields.has(field) || before[field] === value,
  );
  if (isOwnChange) acceptMade(table, changed);
  else acceptRecord(table, changed);
}

function counterAt(next: number): Counter {
  return Object.freeze({ of: 'subscriptions', next });
}

/** The number that follows an id of our own form, else 1. Ids of ten digits and more are not ours. */
function numberAfter(id: string): number {
  const digits = /^d([1-9]\d{0,8})$/.exec(id)?.[1];
  return digits === undefined ? 1 : Number(digits) + 1;
}

function personStore({ people }: Tables, { commit }: Collection): PersonStore {
  return {
    all: async () => [...people.records.values()],
    get: async (id) => people.records.get(id),
    async put(person) {
      acceptRecord(people, person);
      await commit((draft) => draft.put(people, person));
    },
    async remove(id) {
      await commit((draft) => draft.remove(people, id), { isTraceless: true });
    },
  };
}
