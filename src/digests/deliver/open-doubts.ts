import { type Delivery, deliveryId } from '../../core/delivery.ts';
import type { Uncertain } from './ledger-rows.ts';

/** The messages that are in doubt and not settled. */
export interface OpenDoubts {
  put(row: Uncertain): void;
  remove(row: Delivery): void;
  all(): readonly Uncertain[];
  /** Those of one subscription, by its id. */
  of(subscription: string): readonly Uncertain[];
}

export function createOpenDoubts(): OpenDoubts {
  /** By subscription, then by delivery id. */
  const open = new Map<string, Map<string, Uncertain>>();
  return {
    put(row) {
      const rows = open.get(row.subscription) ?? new Map<string, Uncertain>();
      open.set(row.subscription, rows.set(deliveryId(row), row));
    },
    remove(row) {
      const rows = open.get(row.subscription);
      rows?.delete(deliveryId(row));
      if (rows?.size === 0) open.delete(row.subscription);
    },
    all: () => [...open.values()].flatMap((rows) => [...rows.values()]),
    of: (subscription) => [...(open.get(subscription)?.values() ?? [])],
  };
}
