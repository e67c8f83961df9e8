import type { Delivery } from '../core/delivery.ts';
import { ProblemError, problemText } from '../core/problem.ts';
import { dueSlot } from '../core/schedule/due-slot.ts';
import type { Slot } from '../core/schedule/schedule.ts';
import {
  isActive,
  pauseEnd,
  resumed,
  type Subscription,
  withoutFuture,
} from '../core/subscription.ts';
import { createInOrder } from '../lib/in-order.ts';
import {
  abandonUnfinished,
  type DeliverDependencies,
  type DeliveryResult,
  deliverSlot,
  pauseAndTell,
} from './deliver.ts';

/** A slot found this late is not made up for: its papers come with the next digest. */
const lateAfterMs = 6 * 3_600_000;

export interface Due {
  /**
   * Delivers whatever is due now. Places are served side by side, the subscriptions of one place one after another; what
   * fails in one does not touch the others. A place that is still being served is left to the next call.
   */
  run(): Promise<void>;
  /** Delivers a subscription outside its schedule, after whatever is under way at its place. */
  sendNow(subscription: Subscription): Promise<DeliveryResult>;
  /** Waits for all that is under way. */
  idle(): Promise<void>;
}

export function createDue(dependencies: DeliverDependencies): Due {
  const { store, now, log } = dependencies;
  const byPlace = createInOrder();

  async function serveAll(subscriptions: readonly Subscription[]): Promise<void> {
    for (const subscription of subscriptions) {
      await settle(dependencies, subscription.id)
        .catch((fault: unknown) => settleFault(dependencies, subscription, fault))
        .catch((fault: unknown) => log.warn(`${subscription.id}: ${faultText(fault)}`));
    }
  }

  return {
    async run() {
      const [all, unfinished] = await Promise.all([
        store.subscriptions.all(),
        store.deliveries.unfinished(),
      ]);
      const at = now();
      const active = all.filter((subscription) => isActive(subscription, at));
      const ids = new Set(active.map(({ id }) => id));
      const isOrphan = ({ subscription }: Delivery): boolean => !ids.has(subscription);
      const places = new Map<string, Subscription[]>();
      for (const { address } of [...active, ...unfinished.filter(isOrphan)]) {
        if (!byPlace.has(address)) places.set(address, []);
      }
      for (const subscription of active) places.get(subscription.address)?.push(subscription);
      await Promise.all(
        [...places].map(([address, subscriptions]) =>
          byPlace.run(address, async () => {
            await abandonUnfinished(
              dependencies,
              (delivery) => delivery.address === address && isOrphan(delivery),
            ).catch((fault: unknown) => log.warn(`${address}: ${faultText(fault)}`));
            await serveAll(subscriptions);
          }),
        ),
      );
    },
    sendNow(subscription) {
      return byPlace.run(subscription.address, async () => {
        const at = now();
        const slot: Slot = { local: `now-${new Date(at).toISOString()}`, at };
        const result = await deliverSlot(dependencies, subscription, slot, 'by-hand');
        if (result.kind === 'open') {
          await abandonUnfinished(
            dependencies,
            (each) => each.subscription === subscription.id && each.slot === slot.local,
          );
        }
        return result;
      });
    },
    idle: () => byPlace.idle(),
  };
}

/** Brings the slot that is due, if one is, to an end and writes down how far the subscription is settled. */
async function settle(dependencies: DeliverDependencies, id: string): Promise<void> {
  const { store, now } = dependencies;
  const at = now();
  const subscription = await readied(dependencies, id, at);
  if (subscription === undefined) return;
  const slot = dueSlot(subscription.schedule, Date.parse(subscription.settledUntil), at);
  if (slot === undefined) return;
  const isLate = at - slot.at > lateAfterMs;
  await abandonUnfinished(
    dependencies,
    (each) => each.subscription === id && (isLate || each.slot !== slot.local),
  );
  if (isLate) await skipLate(dependencies, subscription, slot);
  const result = isLate
    ? undefined
    : await deliverSlot(dependencies, subscription, slot, 'schedule');
  if (result?.kind === 'open' || result?.kind === 'rejected') return;
  await store.subscriptions.update(id, (latest) => ({
    ...latest,
    settledUntil: later(latest.settledUntil, slot.at),
    consideredUntil: later(latest.consideredUntil, result?.considered ?? 0),
  }));
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
  if (stored === undefined || !isActive(stored, at)) return undefined;
  if (ready(stored, at) === stored) return stored;
  return store.subscriptions.update(id, (latest) => ready(latest, at));
}

function ready(subscription: Subscription, at: number): Subscription {
  const { status } = subscription;
  if (status.kind === 'active') return withoutFuture(subscription, at);
  const end = pauseEnd(status.reason);
  if (end > at) return subscription;
  return withoutFuture(resumed(subscription, new Date(end).toISOString()), at);
}

/** Writes down why nothing was posted at a slot, unless something was, or was tried. */
async function skipLate(
  { store, now }: DeliverDependencies,
  { id, address }: Subscription,
  slot: Slot,
): Promise<void> {
  const key = { subscription: id, slot: slot.local, part: 0 };
  if ((await store.deliveries.get(key)) !== undefined) return;
  await store.deliveries.put({
    ...key,
    address,
    posted: [],
    passedOver: [],
    status: 'skipped',
    reason: 'nobody was running at its time; its papers come with the next digest',
    updatedAt: new Date(now()).toISOString(),
  });
}

/** A query that can no longer be read pauses its subscription; any other fault is tried again at the next tick. */
async function settleFault(
  dependencies: DeliverDependencies,
  subscription: Subscription,
  fault: unknown,
): Promise<void> {
  dependencies.log.warn(`${subscription.id}: ${faultText(fault)}`);
  if (!(fault instanceof ProblemError) || fault.problem.span === undefined) return;
  const text = problemText(fault.problem);
  await pauseAndTell(dependencies, subscription, { kind: 'broken-query', text });
}

function faultText(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}

function later(settled: string, at: number): string {
  return new Date(Math.max(Date.parse(settled), at)).toISOString();
}
