import { dueSlot } from './schedule/due-slot.ts';
import type { Slot } from './schedule/schedule.ts';
import type { Subscription } from './subscription.ts';

/** A slot is settled within minutes where anybody is there to do it. */
const overdueMs = 15 * 60_000;

/** The latest slot that ought to be settled by `now`, epoch milliseconds, and is not. */
export function overdueSlot(
  { schedule, settledUntil }: Pick<Subscription, 'schedule' | 'settledUntil'>,
  now: number,
): Slot | undefined {
  return dueSlot(schedule, Date.parse(settledUntil), now - overdueMs);
}
