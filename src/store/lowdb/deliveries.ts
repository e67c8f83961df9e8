import { join } from 'node:path';
import { deliveryId } from '../../core/delivery.ts';
import type { DeliveryStore } from '../store.ts';
import {
  acceptMade,
  acceptRecord,
  type Collection,
  type Opened,
  openCollection,
  type StoreContext,
} from './collection.ts';
import {
  addHistory,
  createDeliveryTables,
  type DeliveryTables,
  foldDeliveries,
  oldDeliveries,
} from './delivery-tables.ts';
import type { Draft } from './draft.ts';
import type { Migration } from './migrations.ts';

const dayMs = 24 * 3_600_000;
const foldAfterMs = 90 * dayMs;

/** Deliveries. Those that ended more than 90 days ago are folded once a day, by whichever write comes then. */
export async function openDeliveries(
  context: StoreContext,
  migrations: readonly Migration[],
): Promise<Opened<DeliveryStore> & { readonly fold: () => Promise<void> }> {
  const { directory, now } = context.place;
  const tables = createDeliveryTables();
  const collection = await openCollection(context, {
    name: 'deliveries',
    tables: [tables.deliveries, tables.history],
    migrations,
    oldPaths: [join(directory, 'deliveries.json')],
  });
  let foldAt = 0;

  function foldDaily(draft: Draft): void {
    if (now() < foldAt) return;
    foldAt = now() + dayMs;
    foldDeliveries(tables, draft, oldDeliveries(tables, now() - foldAfterMs));
  }

  return {
    store: deliveryStore(tables, collection, foldDaily),
    fold: () => collection.commit(foldDaily),
    close: collection.close,
  };
}

function deliveryStore(
  tables: DeliveryTables,
  collection: Collection,
  foldDaily: (draft: Draft) => void,
): DeliveryStore {
  const { deliveries, history } = tables;
  return {
    all: async () => [...deliveries.records.values()],
    get: async (key) => deliveries.records.get(deliveryId(key)),
    of: async (subscription) => tables.of(subscription),
    at: async (address) => tables.at(address),
    async put(...changed) {
      for (const each of changed) acceptMade(deliveries, each);
      await collection.commit((draft) => {
        foldDaily(draft);
        for (const each of changed) draft.put(deliveries, each);
      });
    },
    unfinished: async () => [...tables.unfinished.values()],
    postedAt: async (address) => tables.postedAt(address),
    passedOverBy: async (subscription) => tables.passedOverBy(subscription),
    history: async () => [...history.records.values()],
    async remember(more) {
      for (const each of more) acceptRecord(history, each);
      await collection.commit((draft) => addHistory(tables, draft, more));
    },
    async forget(address) {
      await collection.commit(
        (draft) => {
          for (const delivery of draft.all(deliveries)) {
            if (delivery.address === address) draft.remove(deliveries, deliveryId(delivery));
          }
          draft.remove(history, address);
        },
        { isTraceless: true },
      );
    },
  };
}
