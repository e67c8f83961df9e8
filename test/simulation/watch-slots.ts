import { deliveryId } from '../../src/core/delivery.ts';
import { nextSlots } from '../../src/core/schedule/due-slot.ts';
import { type Slot, slotKey } from '../../src/core/schedule/schedule.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import type { Memory } from '../fakes/memory-store.ts';

const minuteMs = 60_000;
/** Nothing must have been wrong for so long before a slot and after it. */
const quietBeforeMs = 60 * minuteMs;
const quietAfterMs = 10 * minuteMs;

/** Looks whether each slot has an outcome within ten minutes, where nothing was wrong in the hour before. */
export interface SlotWatch {
  look(): string[];
  /** How many slots were looked at. */
  count(): number;
}

interface Known {
  readonly what: string;
  /** Since when it is so. */
  readonly since: number;
  /** Slots up to then were looked at. */
  until: number;
}

export function watchSlots(
  { subscriptions, deliveries }: Memory,
  quietSince: () => number,
  elapsed: () => number,
): SlotWatch {
  const known = new Map<string, Known>();
  let count = 0;

  /** One that was changed in any way that matters is looked at anew. */
  function know({ id, schedule, status }: Subscription): Known {
    const what = JSON.stringify([schedule, status]);
    const before = known.get(id);
    if (before?.what === what) return before;
    const since = elapsed();
    const entry = { what, since, until: since };
    known.set(id, entry);
    return entry;
  }

  function judge({ id }: Subscription, slot: Slot): string[] {
    count += 1;
    const key = slotKey(slot);
    const rows = [];
    for (let part = 0; ; part += 1) {
      const row = deliveries.get(deliveryId({ subscription: id, slot: key, part }));
      if (row === undefined) break;
      rows.push(row);
    }
    if (rows.length === 0) return [`${id}: slot ${key} came to nothing in a quiet hour`];
    return rows
      .filter(({ status }) => status !== 'sent' && status !== 'skipped')
      .map((row) => `${deliveryId(row)} was ${row.status} after ten minutes of a quiet hour`);
  }

  return {
    look() {
      const now = elapsed();
      return [...subscriptions.values()].flatMap((subscription) => {
        const entry = know(subscription);
        const [slot] = nextSlots(subscription.schedule, entry.until, 1);
        if (slot === undefined || slot.at > now - quietAfterMs) return [];
        entry.until = slot.at;
        const isQuiet = Math.max(quietSince(), entry.since) <= slot.at - quietBeforeMs;
        const isActive = subscription.status.kind === 'active';
        return isQuiet && isActive ? judge(subscription, slot) : [];
      });
    },
    count: () => count,
  };
}
