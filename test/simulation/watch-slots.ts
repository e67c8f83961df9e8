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
  /** As it was found. */
  subscription: Subscription;
  readonly what: string;
  /** Since when it is so. */
  readonly since: number;
  /** The first slot that was not looked at. */
  next: Awaited | undefined;
}

interface Awaited extends Slot {
  readonly key: string;
  /** By a clock that was wrong it came before its time, whatever the hour. */
  isEarly: boolean;
}

export function watchSlots(
  { subscriptions, deliveries }: Memory,
  quietSince: () => number,
  elapsed: () => number,
): SlotWatch {
  const known = new Map<string, Known>();
  let count = 0;

  /** One that was changed in any way that matters is looked at anew. */
  function know(subscription: Subscription): Known {
    const { id, schedule, status } = subscription;
    const before = known.get(id);
    if (before?.subscription === subscription) return before;
    const what = JSON.stringify([schedule, status]);
    if (before?.what === what) {
      before.subscription = subscription;
      return before;
    }
    const since = elapsed();
    const entry = { subscription, what, since, next: slotAfter(subscription, since) };
    known.set(id, entry);
    return entry;
  }

  function judge({ id }: Subscription, { key }: Awaited): string[] {
    count += 1;
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
        const slot = entry.next;
        if (slot === undefined) return [];
        const first = deliveryId({ subscription: subscription.id, slot: slot.key, part: 0 });
        if (now < slot.at && deliveries.has(first)) slot.isEarly = true;
        if (slot.at > now - quietAfterMs) return [];
        entry.next = slotAfter(subscription, slot.at);
        const isQuiet = Math.max(quietSince(), entry.since) <= slot.at - quietBeforeMs;
        const isActive = subscription.status.kind === 'active';
        return isQuiet && isActive && !slot.isEarly ? judge(subscription, slot) : [];
      });
    },
    count: () => count,
  };
}

function slotAfter({ schedule }: Subscription, after: number): Awaited | undefined {
  const [slot] = nextSlots(schedule, after, 1);
  return slot && { ...slot, key: slotKey(slot), isEarly: false };
}
