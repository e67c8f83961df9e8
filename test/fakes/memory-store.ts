import { type Delivery, deliveryId } from '../../src/core/delivery.ts';
import type { Installation } from '../../src/core/installation.ts';
import type { Paper, PaperId } from '../../src/core/paper.ts';
import { isWithin } from '../../src/core/realm.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import type { FeedMemory, Person, PostedHistory, Store } from '../../src/store/store.ts';
import { createDecidedPapers } from './decided-papers.ts';

/** What a memory store keeps: as durable as this object. */
export interface Memory {
  readonly papers: Map<PaperId, Paper>;
  readonly subscriptions: Map<string, Subscription>;
  readonly people: Map<string, Person>;
  readonly deliveries: Map<string, Delivery>;
  readonly history: Map<string, Set<PaperId>>;
  readonly feeds: Map<string, FeedMemory>;
  readonly installations: Map<string, Installation>;
  lastNumber: number;
}

export function emptyMemory(): Memory {
  return {
    papers: new Map(),
    subscriptions: new Map(),
    people: new Map(),
    deliveries: new Map(),
    history: new Map(),
    feeds: new Map(),
    installations: new Map(),
    lastNumber: 0,
  };
}

/**
 * Performs a write, by calling `apply` once, at once and whole; or rejects without having called it (it failed), or after
 * (it is durable and nobody hears of it).
 */
export type Write = <Result>(apply: () => Result) => Promise<Result>;

const atOnce: Write = async (apply) => apply();
const unfinishedStates = ['planned', 'rendered', 'sending', 'retry'];

/** A store in memory, for tests that need thousands of writes a second or that decide which of them fail. */
export function createMemoryStore(memory: Memory, write: Write = atOnce): Store {
  const isUnfinished = ({ status }: Delivery): boolean => unfinishedStates.includes(status);
  const unfinished = new Map([...memory.deliveries].filter(([, each]) => isUnfinished(each)));
  const decided = createDecidedPapers(memory.deliveries, memory.history);
  const put = <Value>(map: Map<string, Value>, id: string, value: Value): Promise<void> =>
    write(() => void map.set(id, structuredClone(value)));
  const feedKey = (feed: string, key: string): string => JSON.stringify([feed, key]);
  const noteNumber = (id: string): void => {
    memory.lastNumber = Math.max(memory.lastNumber, Number(/^d(\d+)$/.exec(id)?.[1] ?? 0));
  };

  return {
    warnings: [],
    close: async () => undefined,
    papers: {
      all: async () => [...memory.papers.values()],
      put: (papers) =>
        write(() => {
          for (const paper of papers) memory.papers.set(paper.id, paper);
        }),
      remove: (ids) =>
        write(() => {
          for (const id of ids) memory.papers.delete(id);
        }),
    },
    subscriptions: {
      all: async () => [...memory.subscriptions.values()],
      get: async (id) => memory.subscriptions.get(id),
      within: async (realm) =>
        [...memory.subscriptions.values()].filter(({ address }) => isWithin(realm, address)),
      createdBy: async (actor) =>
        [...memory.subscriptions.values()].filter(({ createdBy }) => createdBy === actor),
      untold: async () =>
        [...memory.subscriptions.values()].filter(({ refused }) => refused?.untold !== undefined),
      hadAny: async () => memory.subscriptions.size > 0 || memory.lastNumber > 0,
      add: (wanted) =>
        write(() => {
          memory.lastNumber += 1;
          const added = { ...structuredClone(wanted), id: `d${memory.lastNumber}` };
          memory.subscriptions.set(added.id, added);
          return added;
        }),
      put: (subscription) => {
        noteNumber(subscription.id);
        return put(memory.subscriptions, subscription.id, subscription);
      },
      update: (id, change) =>
        write(() => {
          const current = memory.subscriptions.get(id);
          if (current === undefined) return undefined;
          const changed = change(current);
          memory.subscriptions.set(id, changed);
          return changed;
        }),
      remove: (id) => write(() => void memory.subscriptions.delete(id)),
    },
    people: {
      all: async () => [...memory.people.values()],
      get: async (id) => memory.people.get(id),
      put: (person) => put(memory.people, person.id, person),
      remove: (id) => write(() => void memory.people.delete(id)),
    },
    deliveries: {
      all: async () => [...memory.deliveries.values()],
      get: async (key) => memory.deliveries.get(deliveryId(key)),
      of: async (id) =>
        [...memory.deliveries.values()].filter(({ subscription }) => subscription === id),
      at: async (place) =>
        [...memory.deliveries.values()].filter(({ address }) => address === place),
      put: (...deliveries) =>
        write(() => {
          for (const each of deliveries) {
            const id = deliveryId(each);
            decided.changed(memory.deliveries.get(id), each);
            memory.deliveries.set(id, each);
            if (isUnfinished(each)) unfinished.set(id, each);
            else unfinished.delete(id);
          }
        }),
      unfinished: async () => [...unfinished.values()],
      postedAt: async (address) => decided.postedAt(address),
      passedOverBy: async (subscription) => decided.passedOverBy(subscription),
      history: async () =>
        [...memory.history].map(
          ([address, papers]): PostedHistory => ({ address, papers: [...papers] }),
        ),
      remember: (history) =>
        write(() => {
          decided.forget();
          for (const { address, papers } of history) {
            memory.history.set(
              address,
              new Set([...(memory.history.get(address) ?? []), ...papers]),
            );
          }
        }),
      forget: (address) =>
        write(() => {
          decided.forget();
          for (const [id, each] of memory.deliveries) {
            if (each.address !== address) continue;
            memory.deliveries.delete(id);
            unfinished.delete(id);
          }
          memory.history.delete(address);
        }),
    },
    feeds: {
      all: async () => [...memory.feeds.values()],
      get: async (feed, key) => memory.feeds.get(feedKey(feed, key)),
      put: (memories) =>
        write(() => {
          for (const each of memories) memory.feeds.set(feedKey(each.feed, each.key), each);
        }),
    },
    installations: {
      all: async () => [...memory.installations.values()],
      get: async (id) => memory.installations.get(id),
      put: (installation) => put(memory.installations, installation.id, installation),
      remove: (id) => write(() => void memory.installations.delete(id)),
    },
  };
}
