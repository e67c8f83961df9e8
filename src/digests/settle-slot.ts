import type { Delivery } from '../core/delivery.ts';
import type { Instant } from '../core/paper.ts';
import { dueSlot, nextSlots } from '../core/schedule/due-slot.ts';
import { type Slot, slotKey } from '../core/schedule/schedule.ts';
import {
  isActive,
  pauseEnd,
  resumed,
  type Subscription,
  withoutFuture,
  withoutRefusal,
} from '../core/subscription.ts';
import { type DeliverDependencies, type DeliveryResult, deliverSlot } from './deliver/deliver.ts';
import type { Doubts } from './deliver/doubts.ts';
import { isOver, storedParts } from './deliver/ledger-rows.ts';
import type { Sender } from './deliver/sender.ts';

/** A slot found this late is not made up for: its papers come with the next digest. */
const lateAfterMs = 6 * 3_600_000;

export interface SettleDependencies extends DeliverDependencies {
  readonly sender: Sender;
  readonly doubts: Doubts;
}

/**
 * Brings the slot that is due, if one is, to an end and writes down how far the subscription is settled. `unfinished`: what
 * of it is written down and has not ended. Gives when to come again, epoch milliseconds; undefined where it is settled.
 */
export async function settleSlot(
  dependencies: SettleDependencies,
  id: string,
  unfinished: readonly Delivery[],
): Promise<number | undefined> {
  const { store, now, sender, doubts } = dependencies;
  const at = now();
  const subscription = await readied(dependencies, id, at);
  if (subscription === undefined) return undefined;
  const slot = currentSlot(subscription, at);
  await sender.giveUp(unfinished.filter((each) => each.slot !== slot?.key));
  if (slot === undefined) return settleLate(dependencies, subscription, at);
  const inDoubt = doubts.of(id).some((row) => row.slot !== slot.key);
  if (inDoubt) return at + doubtMs;
  const away = awaySince(subscription, slot);
  const planned = away === undefined ? subscription : { ...subscription, awaySince: away };
  const result = await deliverSlot(dependencies, sender, planned, slot, 'schedule');
  if (result.kind === 'open') return Math.min(result.again, endOfSlot(planned, slot));
  if (result.kind === 'paused') return undefined;
  await store.subscriptions.update(id, (latest) => settled(latest, slot, result, planned));
  return undefined;
}

/** What is in doubt is looked at as often as this by whoever waits for it. */
const doubtMs = 10_000;

/** The slot to be posted at `now`: due, and not too late. */
export function currentSlot(
  { schedule, settledUntil }: Subscription,
  now: number,
): (Slot & { readonly key: string }) | undefined {
  const slot = dueSlot(schedule, Date.parse(settledUntil), now);
  if (slot === undefined || now - slot.at > lateAfterMs) return undefined;
  return { ...slot, key: slotKey(slot) };
}

/** When it is too late for a slot, or the next one takes its place. */
function endOfSlot({ schedule }: Subscription, slot: Slot): number {
  const [next] = nextSlots(schedule, slot.at, 1);
  return Math.min(slot.at + lateAfterMs + 1, next?.at ?? Number.POSITIVE_INFINITY);
}

/** Slots that come closer together than this are not missed for being late. */
const awayMs = 3_600_000;

/** Since when slots were missed before this one. */
function awaySince(
  { awaySince: away, schedule, settledUntil }: Subscription,
  slot: Slot,
): Instant | undefined {
  if (away !== undefined) return away;
  const [first] = nextSlots(schedule, Date.parse(settledUntil), 1);
  return first !== undefined && slot.at - first.at >= awayMs ? settledUntil : undefined;
}

type Settled = Exclude<DeliveryResult, { kind: 'open' | 'paused' }>;

/** The subscription after a slot. What failed leaves its papers to the next digest. */
function settled(
  latest: Subscription,
  slot: Slot,
  result: Settled,
  { awaySince: away, settledUntil }: Subscription,
): Subscription {
  const settledNow = { ...latest, settledUntil: later(latest.settledUntil, slot.at) };
  if (result.kind === 'failed') return { ...settledNow, awaySince: away ?? settledUntil };
  const { awaySince: _, ...rest } = settledNow;
  const considered = { ...rest, consideredUntil: later(latest.consideredUntil, result.considered) };
  // An empty digest tells nothing of whether the place takes them again.
  return result.kind === 'nothing' ? considered : withoutRefusal(considered);
}

/**
 * The subscription as it is now, which may have changed since it was found active; undefined where it does not post any
 * more. A pause that has run out ends at its own time, not when it is noticed.
 */
async function readied(
  { store }: DeliverDependencies,
  id: string,
  at: number,
): Promise<Subscription | undefined> {
  const stored = await store.subscriptions.get(id);
  if (stored === undefined) return undefined;
  const isReady = ready(stored, at) === stored;
  const latest = isReady
    ? stored
    : await store.subscriptions.update(id, (current) => ready(current, at));
  return latest !== undefined && isActive(latest, at) ? latest : undefined;
}

function ready(subscription: Subscription, at: number): Subscription {
  const { status } = subscription;
  const end = status.kind === 'paused' ? pauseEnd(status.reason) : Number.POSITIVE_INFINITY;
  if (end > at) return withoutFuture(subscription, at);
  return withoutFuture(resumed(subscription, new Date(end).toISOString()), at);
}

/**
 * Writes down why nothing was posted at a slot that is too late, unless something was, or was tried. One that had ended, and
 * only that was not noted, was not missed.
 */
async function settleLate(
  { store }: SettleDependencies,
  subscription: Subscription,
  at: number,
): Promise<undefined> {
  const { id, address, schedule, settledUntil } = subscription;
  const slot = dueSlot(schedule, Date.parse(settledUntil), at);
  if (slot === undefined) return;
  const key = slotKey(slot);
  const parts = await storedParts(store, id, key);
  if (parts.length === 0) {
    await store.deliveries.put({
      ...{ subscription: id, slot: key, part: 0, address },
      posted: [],
      passedOver: [],
      status: 'skipped',
      reason: 'nothing could be posted at its time; its papers come with the next digest',
      updatedAt: new Date(at).toISOString(),
    });
  }
  const papers = parts.reduce((sum, { posted }) => sum + posted.length, 0);
  const result: Settled =
    parts.length > 0 && parts.every(isOver)
      ? { kind: 'sent', papers, considered: Date.parse(subscription.consideredUntil) }
      : { kind: 'failed', detail: 'it is too late' };
  await store.subscriptions.update(id, (latest) => settled(latest, slot, result, subscription));
}

function later(settled: string, at: number): string {
  return new Date(Math.max(Date.parse(settled), at)).toISOString();
}
