import { ProblemError, problemText } from '../core/problem.ts';
import { dueSlot } from '../core/schedule/due-slot.ts';
import type { Slot } from '../core/schedule/schedule.ts';
import { isActive, paused, pauseEnd, resumed, type Subscription } from '../core/subscription.ts';
import {
  abandonUnfinished,
  type DeliverDependencies,
  type DeliveryResult,
  deliverSlot,
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
  const busy = new Map<string, Promise<unknown>>();

  function serve<T>(address: string, work: () => Promise<T>): Promise<T> {
    const turn = (busy.get(address) ?? Promise.resolve()).then(work);
    const settled = turn
      .catch(() => undefined)
      .then(() => {
        if (busy.get(address) === settled) busy.delete(address);
      });
    busy.set(address, settled);
    return turn;
  }

  async function serveAll(subscriptions: readonly Subscription[]): Promise<void> {
    for (const subscription of subscriptions) {
      await settle(dependencies, subscription)
        .catch((fault: unknown) => settleFault(dependencies, subscription, fault))
        .catch((fault: unknown) => log.warn(`${subscription.id}: ${faultText(fault)}`));
    }
  }

  return {
    async run() {
      const at = now();
      const places = new Map<string, Subscription[]>();
      for (const subscription of await store.subscriptions.all()) {
        if (busy.has(subscription.address) || !isActive(subscription, at)) continue;
        places.set(subscription.address, [
          ...(places.get(subscription.address) ?? []),
          subscription,
        ]);
      }
      await Promise.all(
        [...places].map(([address, subscriptions]) =>
          serve(address, () => serveAll(subscriptions)),
        ),
      );
    },
    sendNow(subscription) {
      return serve(subscription.address, async () => {
        const at = now();
        const slot: Slot = { local: `now-${new Date(at).toISOString()}`, at };
        const result = await deliverSlot(dependencies, subscription, slot, 'by-hand');
        if (result.kind === 'open')
          await abandonUnfinished(dependencies, subscription.id, undefined);
        return result;
      });
    },
    async idle() {
      await Promise.all(busy.values());
    },
  };
}

/** Brings the slot that is due, if one is, to an end and writes down how far the subscription is settled. */
async function settle(dependencies: DeliverDependencies, stored: Subscription): Promise<void> {
  const { store, now } = dependencies;
  const at = now();
  const subscription = await woken(dependencies, stored);
  const slot = dueSlot(subscription.schedule, Date.parse(subscription.settledUntil), at);
  if (slot === undefined) return;
  await abandonUnfinished(dependencies, subscription.id, slot.local);
  const isLate = at - slot.at > lateAfterMs;
  const result = isLate
    ? await skipLate(dependencies, subscription, slot)
    : await deliverSlot(dependencies, subscription, slot, 'schedule');
  if (result.kind === 'open' || result.kind === 'rejected') return;
  const latest = await store.subscriptions.get(subscription.id);
  if (latest === undefined) return;
  await store.subscriptions.put({
    ...latest,
    settledUntil: later(latest.settledUntil, slot.at),
    ...(!isLate && { consideredUntil: later(latest.consideredUntil, at) }),
  });
}

/** A pause that has run out ends at its own time, not when it is noticed. */
async function woken(
  { store }: DeliverDependencies,
  subscription: Subscription,
): Promise<Subscription> {
  if (subscription.status.kind === 'active') return subscription;
  const end = new Date(pauseEnd(subscription.status.reason)).toISOString();
  const awake = resumed(subscription, end);
  await store.subscriptions.put(awake);
  return awake;
}

async function skipLate(
  { store, now }: DeliverDependencies,
  { id, address }: Subscription,
  slot: Slot,
): Promise<DeliveryResult> {
  const key = { subscription: id, slot: slot.local, part: 0 };
  const reason = 'nobody was running at its time; its papers come with the next digest';
  if ((await store.deliveries.get(key))?.status !== 'sent') {
    const updatedAt = new Date(now()).toISOString();
    await store.deliveries.put({
      ...key,
      address,
      posted: [],
      passedOver: [],
      status: 'skipped',
      reason,
      updatedAt,
    });
  }
  return { kind: 'nothing', reason };
}

/** A query that can no longer be read pauses its subscription; any other fault is tried again at the next tick. */
async function settleFault(
  { store, now, log }: DeliverDependencies,
  subscription: Subscription,
  fault: unknown,
): Promise<void> {
  log.warn(`${subscription.id}: ${faultText(fault)}`);
  if (!(fault instanceof ProblemError) || fault.problem.span === undefined) return;
  const reason = { kind: 'broken-query', text: problemText(fault.problem) } as const;
  await store.subscriptions.put(paused(subscription, reason, new Date(now()).toISOString()));
}

function faultText(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}

function later(settled: string, at: number): string {
  return new Date(Math.max(Date.parse(settled), at)).toISOString();
}
