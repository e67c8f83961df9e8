import { nextSlots } from '../core/schedule/due-slot.ts';
import { pauseEnd, type Subscription } from '../core/subscription.ts';

/** When each subscription has something to do next. */
export interface Agenda {
  /** Those with something to do at `now`, epoch milliseconds: a slot that fell due, a pause that ran out. */
  due(subscriptions: readonly Subscription[], now: number): Promise<Subscription[]>;
}

interface Entry {
  readonly dueAt: number;
  /** The latest instant in the subscription: where it is in the future, the clock was set back. */
  readonly latest: number;
}

/** As many are worked out before others get a turn: some milliseconds. */
const workedPerTurn = 100;

/**
 * Remembers its answer for each subscription as long as that is the same object, and in the same order as long as that is
 * the same too: most ticks find that nothing has changed and nothing is due.
 */
export function createAgenda(giveWay: () => Promise<void>): Agenda {
  const known = new WeakMap<Subscription, Entry>();
  const order: Subscription[] = [];
  const entries: Entry[] = [];

  function recall(subscription: Subscription, place: number): Entry | undefined {
    return order[place] === subscription ? entries[place] : known.get(subscription);
  }

  return {
    async due(subscriptions, now) {
      const due: Subscription[] = [];
      let worked = 0;
      for (const [place, subscription] of subscriptions.entries()) {
        let entry = recall(subscription, place);
        if (entry === undefined) {
          worked += 1;
          if (worked % workedPerTurn === 0) await giveWay();
          entry = entryOf(subscription);
          known.set(subscription, entry);
        }
        order[place] = subscription;
        entries[place] = entry;
        if (entry.dueAt <= now || entry.latest > now) due.push(subscription);
      }
      order.length = subscriptions.length;
      entries.length = subscriptions.length;
      return due;
    },
  };
}

/** One that cannot be read is due: whoever then settles it meets the fault, and nobody else does. */
function entryOf(subscription: Subscription): Entry {
  try {
    return readEntry(subscription);
  } catch {
    return { dueAt: Number.NEGATIVE_INFINITY, latest: Number.NEGATIVE_INFINITY };
  }
}

function readEntry(subscription: Subscription): Entry {
  const { status, schedule, since, settledUntil, consideredUntil } = subscription;
  const latest = Math.max(Date.parse(since), Date.parse(consideredUntil));
  if (status.kind === 'paused') return { dueAt: pauseEnd(status.reason), latest };
  const settled = Date.parse(settledUntil);
  return {
    dueAt: nextSlots(schedule, settled, 1)[0]?.at ?? Number.POSITIVE_INFINITY,
    latest: Math.max(latest, settled),
  };
}
