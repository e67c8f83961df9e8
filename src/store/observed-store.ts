import type { Delivery } from '../core/delivery.ts';
import type { Store } from './store.ts';

export const storeCollections = [
  'papers',
  'subscriptions',
  'people',
  'deliveries',
  'feeds',
  'installations',
] as const;

/** One write, once it has ended. */
export interface StoreWrite {
  readonly collection: (typeof storeCollections)[number];
  readonly seconds: number;
  /** Why it failed, where it did. */
  readonly fault?: unknown;
}

export interface StoreObserver {
  onWrite(write: StoreWrite): void;
  /** Rows of the ledger that are durable now. */
  onDeliveries(deliveries: readonly Delivery[]): void;
}

/** The store, with every write told to the observers. `now` is a steady clock in milliseconds. */
export function observedStore(
  store: Store,
  observers: readonly Partial<StoreObserver>[],
  now: () => number,
): Store {
  function observed<Parameters extends unknown[], Result>(
    collection: StoreWrite['collection'],
    write: (...parameters: Parameters) => Promise<Result>,
  ) {
    return async (...parameters: Parameters): Promise<Result> => {
      const startedAt = now();
      const end = (outcome: Pick<StoreWrite, 'fault'>): void => {
        const seconds = (now() - startedAt) / 1_000;
        for (const { onWrite } of observers) onWrite?.({ collection, seconds, ...outcome });
      };
      try {
        const result = await write(...parameters);
        end({});
        return result;
      } catch (fault) {
        end({ fault });
        throw fault;
      }
    };
  }

  const { papers, subscriptions, people, deliveries, feeds, installations } = store;
  return {
    ...store,
    papers: {
      ...papers,
      put: observed('papers', papers.put),
      remove: observed('papers', papers.remove),
    },
    subscriptions: {
      ...subscriptions,
      add: observed('subscriptions', subscriptions.add),
      put: observed('subscriptions', subscriptions.put),
      update: observed('subscriptions', subscriptions.update),
      remove: observed('subscriptions', subscriptions.remove),
    },
    people: {
      ...people,
      put: observed('people', people.put),
      remove: observed('people', people.remove),
    },
    deliveries: {
      ...deliveries,
      put: observed('deliveries', async (...rows: Delivery[]) => {
        await deliveries.put(...rows);
        for (const { onDeliveries } of observers) onDeliveries?.(rows);
      }),
      remember: observed('deliveries', deliveries.remember),
      forget: observed('deliveries', deliveries.forget),
    },
    feeds: { ...feeds, put: observed('feeds', feeds.put) },
    installations: {
      ...installations,
      put: observed('installations', installations.put),
      remove: observed('installations', installations.remove),
    },
  };
}
