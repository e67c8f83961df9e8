import { join } from 'node:path';
import { z } from 'zod';
import { deliveryId } from '../../core/delivery.ts';
import { deliveryRecord, postedRecord } from '../records.ts';
import type { DeliveryStore } from '../store.ts';
import { acceptRecord, type Opened, openCollection, type StoreContext } from './collection.ts';
import {
  addHistory,
  copyLedger,
  createLedger,
  type DeliveryLedger,
  foldDeliveries,
  historyOf,
  oldDeliveries,
  passedOverBy,
  postedAt,
  setDelivery,
} from './delivery-ledger.ts';
import { documentFile } from './document-file.ts';
import type { Migration } from './migrations.ts';
import { type Codec, readRecords } from './read-document.ts';

const foldAfterMs = 90 * 24 * 3_600_000;

const documentFields = z.object({
  deliveries: z.array(z.unknown()),
  history: z.array(z.unknown()),
});

/** Deliveries, in one document. Where it may write, settled ones older than 90 days are folded. */
export async function openDeliveries(
  context: StoreContext,
  steps: readonly Migration[],
): Promise<Opened<DeliveryStore>> {
  const { place, directory } = context;
  const file = documentFile(place, join(directory, 'deliveries.json'), deliveriesCodec(steps));
  const group = await openCollection(context, file, {
    empty: createLedger(),
    copy: copyLedger,
  });
  const old = oldDeliveries(group.current(), place.now() - foldAfterMs);
  if (place.writable && old.length > 0) await group.commit((draft) => foldDeliveries(draft, old));
  const store: DeliveryStore = {
    all: async () => [...group.current().byId.values()],
    get: async (key) => group.current().byId.get(deliveryId(key)),
    async put(...deliveries) {
      const checked = deliveries.map((each) => acceptRecord(deliveryRecord, each, 'delivery'));
      if (checked.length === 0) return;
      await group.commit((draft) => {
        for (const each of checked) setDelivery(draft, each);
      });
    },
    unfinished: async () => [...group.current().unfinished.values()],
    postedAt: async (address) => postedAt(group.current(), address),
    passedOverBy: async (subscription) => passedOverBy(group.current(), subscription),
    history: async () => historyOf(group.current()),
    async remember(history) {
      const checked = history.map((each) => acceptRecord(postedRecord, each, 'posted history'));
      if (checked.length === 0) return;
      await group.commit((draft) => {
        for (const each of checked) addHistory(draft, each);
      });
    },
  };
  return { store, idle: group.idle };
}

function deliveriesCodec(steps: readonly Migration[]): Codec<DeliveryLedger> {
  return {
    migrations: steps,
    decode(document, reject) {
      const fields = documentFields.parse(document);
      const deliveries = readRecords(deliveryRecord, fields.deliveries, deliveryId, reject);
      const history = readRecords(postedRecord, fields.history, ({ address }) => address, reject);
      const ledger = createLedger();
      for (const delivery of deliveries.values()) setDelivery(ledger, delivery);
      for (const each of history.values()) addHistory(ledger, each);
      return ledger;
    },
    encode: (ledger) => ({
      deliveries: [...ledger.byId.values()],
      history: historyOf(ledger),
    }),
  };
}
