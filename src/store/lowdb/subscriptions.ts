import { join } from 'node:path';
import { z } from 'zod';
import type { Subscription } from '../../core/subscription.ts';
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
import type { Migration } from './migrations.ts';
import { createTable, type Table } from './table.ts';

/** The number of the next id, never taken back. */
interface Counter {
  readonly of: 'subscriptions';
  readonly next: number;
}

interface Tables {
  readonly subscriptions: Table<Subscription>;
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
  return {
    subscriptions: createTable({
      name: 'subscriptions',
      noun: 'subscription',
      schema: subscriptionRecord,
      keyOf: ({ id }) => id,
    }),
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

function subscriptionStore(
  { subscriptions, counters }: Tables,
  { commit }: Collection,
  firstId: number,
): SubscriptionStore {
  return {
    all: async () => [...subscriptions.records.values()],
    get: async (id) => subscriptions.records.get(id),
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
        const changed = acceptChanged(subscriptions, current, { ...change(current), id });
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

/** The record, frozen, in the place of one that was accepted before; else throws a ProblemError. */
function acceptChanged(
  table: Table<Subscription>,
  current: Subscription,
  changed: Subscription,
): Subscription {
  const before: Readonly<Record<string, unknown>> = { ...current };
  const isOwnChange = Object.entries(changed).every(
    ([field, value]) => ownFields.has(field) || before[field] === value,
  );
  return isOwnChange ? acceptMade(table, changed) : acceptRecord(table, changed);
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
