import { type Delivery, deliveryId } from '../../src/core/delivery.ts';
import type { Memory } from '../fakes/memory-store.ts';
import type { FarEnd } from './far-end.ts';
import type { Watch } from './invariants.ts';

/**
 * Looks at each row that is written: that a message was sent, or is held as it may be, stands. What was not sent may be tried
 * again, when the place takes digests again or the clock was set back.
 */
export function watchOutcomes(memory: Memory): Watch {
  const { deliveries } = memory;
  const breaches: string[] = [];
  const set = deliveries.set.bind(deliveries);
  deliveries.set = (id, row) => {
    const before = deliveries.get(id);
    if (before !== undefined && isFinal(before) && outcomeOf(before) !== outcomeOf(row)) {
      breaches.push(`${id} was ${outcomeOf(before)} and became ${outcomeOf(row)}`);
    }
    return set(id, row);
  };
  return { look: () => breaches.splice(0) };
}

function isFinal(row: Delivery): boolean {
  return row.status === 'sent' || (row.status === 'uncertain' && row.held === true);
}

function outcomeOf(row: Delivery): string {
  return row.status === 'uncertain' && row.held ? 'held' : row.status;
}

/**
 * Where the ledger says what did not happen, once nothing is under way any more: what it calls sent was not shown, or what it
 * calls given up was.
 */
export function falseRows(memory: Memory, farEnds: readonly Pick<FarEnd, 'shown'>[]): string[] {
  const shown = new Set(farEnds.flatMap((end) => end.shown.map((each) => each.deliveryId)));
  return [...memory.deliveries.values()].flatMap((row) => {
    const id = deliveryId(row);
    const isShown = shown.has(id);
    if (row.status === 'sent' && !isShown) return [`${id} is called sent and was never shown`];
    if ((row.status === 'failed' || row.status === 'skipped') && isShown) {
      return [`${id} was shown and is called ${row.status}`];
    }
    return [];
  });
}
