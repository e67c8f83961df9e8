import { join } from 'node:path';
import { z } from 'zod';
import type { Subscription } from '../../core/subscription.ts';
import { personRecord, subscriptionRecord } from '../records.ts';
import type { Person, PersonStore, Store, SubscriptionStore } from '../store.ts';
import { acceptRecord, type Opened, openCollection, type StoreContext } from './collection.ts';
import { documentFile } from './document-file.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Migration } from './migrations.ts';
import { type Codec, readRecords } from './read-document.ts';

interface SubscriptionsState {
  readonly subscriptions: Map<string, Subscription>;
  readonly people: Map<string, Person>;
  /** The number of the next id, never taken back. */
  nextId: number;
}

const documentFields = z.object({
  subscriptions: z.array(z.unknown()),
  people: z.array(z.unknown()),
  nextId: z.int().min(1),
});

/**
 * Subscriptions and people, in one document.
 * `usedIds` are subscription ids that other documents know: they are not given again even if this one lost them.
 */
export async function openSubscriptions(
  context: StoreContext,
  steps: readonly Migration[],
  usedIds: Iterable<string>,
): Promise<Opened<Pick<Store, 'subscriptions' | 'people'>>> {
  const adapter = documentFile(
    context.place,
    join(context.directory, 'subscriptions.json'),
    subscriptionsCodec(steps),
  );
  const group = await openCollection(context, adapter, {
    empty: { subscriptions: new Map(), people: new Map(), nextId: 1 },
    copy: ({ subscriptions, people, nextId }): SubscriptionsState => ({
      subscriptions: new Map(subscriptions),
      people: new Map(people),
      nextId,
    }),
  });
  let firstId = 1;
  for (const id of usedIds) firstId = Math.max(firstId, numberAfter(id));
  return {
    store: { subscriptions: subscriptionStore(group, firstId), people: personStore(group) },
    idle: group.idle,
  };
}

function subscriptionsCodec(steps: readonly Migration[]): Codec<SubscriptionsState> {
  return {
    migrations: steps,
    decode(document, reject) {
      const fields = documentFields.parse(document);
      const idOf = ({ id }: { readonly id: string }) => id;
      const subscriptions = readRecords(subscriptionRecord, fields.subscriptions, idOf, reject);
      const people = readRecords(personRecord, fields.people, idOf, reject);
      return { subscriptions, people, nextId: fields.nextId };
    },
    encode: ({ nextId, subscriptions, people }) => ({
      nextId,
      subscriptions: [...subscriptions.values()],
      people: [...people.values()],
    }),
  };
}

function subscriptionStore(
  group: GroupCommit<SubscriptionsState>,
  firstId: number,
): SubscriptionStore {
  return {
    all: async () => [...group.current().subscriptions.values()],
    get: async (id) => group.current().subscriptions.get(id),
    async add(subscription) {
      const checked = acceptRecord(
        subscriptionRecord,
        { ...subscription, id: 'd' },
        'subscription',
      );
      return group.commit((draft) => {
        const number = Math.max(draft.nextId, firstId);
        const added = Object.freeze({ ...checked, id: `d${number}` });
        draft.nextId = number + 1;
        draft.subscriptions.set(added.id, added);
        return added;
      });
    },
    async put(subscription) {
      const checked = acceptRecord(subscriptionRecord, subscription, 'subscription');
      await group.commit((draft) => {
        draft.nextId = Math.max(draft.nextId, numberAfter(checked.id));
        draft.subscriptions.set(checked.id, checked);
      });
    },
    async update(id, change) {
      return group.commit((draft) => {
        const current = draft.subscriptions.get(id);
        if (current === undefined) return undefined;
        const changed = { ...change(current), id };
        const checked = acceptRecord(subscriptionRecord, changed, 'subscription');
        draft.subscriptions.set(id, checked);
        return checked;
      });
    },
    async remove(id) {
      await group.commit((draft) => {
        draft.subscriptions.delete(id);
      });
    },
  };
}

/** The number that follows an id of our own form, else 1. Ids of ten digits and more are not ours. */
function numberAfter(id: string): number {
  const digits = /^d([1-9]\d{0,8})$/.exec(id)?.[1];
  return digits === undefined ? 1 : Number(digits) + 1;
}

function personStore(group: GroupCommit<SubscriptionsState>): PersonStore {
  return {
    all: async () => [...group.current().people.values()],
    get: async (id) => group.current().people.get(id),
    async put(person) {
      const checked = acceptRecord(personRecord, person, 'person');
      await group.commit((draft) => {
        draft.people.set(checked.id, checked);
      });
    },
    async remove(id) {
      await group.commit((draft) => {
        draft.people.delete(id);
      });
    },
  };
}
