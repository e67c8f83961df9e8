import type { Delivery } from '../../core/delivery.ts';
import { type Slot, slotKey } from '../../core/schedule/schedule.ts';
import type { Subscription } from '../../core/subscription.ts';
import type { Store } from '../../store/store.ts';
import { type Occasion, type PlanDependencies, planFor } from '../plan/plan.ts';
import type { AttemptDependencies } from './attempts.ts';
import { digestRows } from './digest-rows.ts';
import { identityOf, isOver, type Sending, storedParts } from './ledger-rows.ts';
import { refuse } from './refusal.ts';
import type { Sender } from './sender.ts';

export interface DeliverDependencies extends PlanDependencies, AttemptDependencies {
  readonly store: Pick<Store, 'deliveries' | 'people' | 'subscriptions'>;
  /** Lets others have their turn on the event loop, where it was kept for long. */
  readonly giveWay: () => Promise<void>;
}

/**
 * How a digest ended, as far as it did. `open`: it is to be tried again at `again`. `failed`: it was given up, and its papers
 * come with the next one. `reason`: what the place has against it, in words for people. `considered`: papers that arrived
 * up to then were accounted for. Instants in epoch milliseconds.
 */
export type DeliveryResult =
  | { readonly kind: 'sent'; readonly papers: number; readonly considered: number }
  | { readonly kind: 'nothing'; readonly reason: string; readonly considered: number }
  | { readonly kind: 'open'; readonly detail: string; readonly again: number }
  | { readonly kind: 'failed'; readonly detail: string; readonly reason?: string }
  | { readonly kind: 'paused'; readonly detail: string; readonly reason: string };

/**
 * Brings one slot of a subscription to an end: plans, renders once, writes each part down before it is sent and again after.
 * The first part is sent at once, so that it is written down as being sent when the digest is.
 * Called again for the same slot it goes on where it stopped; what was sent is never sent again.
 */
export async function deliverSlot(
  dependencies: DeliverDependencies,
  sender: Sender,
  subscription: Subscription,
  slot: Slot,
  occasion: Occasion,
): Promise<DeliveryResult> {
  const prepared = await preparedParts(dependencies, sender, subscription, slot, occasion);
  const { deliveries, begun, considered } = prepared;
  const [first] = deliveries;
  if (first?.status === 'skipped') return { kind: 'nothing', reason: first.reason, considered };
  for (const [index, part] of deliveries.entries()) {
    const result = await (part === begun ? sender.send(begun) : sender.bring(part));
    if (result.kind === 'done') continue;
    if (result.kind === 'open') return result;
    await sender.giveUp(deliveries.slice(index + 1));
    const { detail } = result;
    if (result.kind === 'failed') return { kind: 'failed', detail };
    const isPaused = await refuse(dependencies, subscription, result, occasion);
    const reason = result.pause.text;
    return { kind: isPaused ? 'paused' : 'failed', detail, reason };
  }
  const papers = deliveries.reduce((sum, { posted }) => sum + posted.length, 0);
  return { kind: 'sent', papers, considered };
}

/** How the deliveries of a slot are keyed: what is sent by hand has a slot of its own. */
export function keyOfSlot(slot: Slot, occasion: Occasion): string {
  return occasion === 'by-hand' ? slot.local : slotKey(slot);
}

/**
 * A paper counts from when it was read, but is seen only once it is stored, by so much later at most. What is looked at twice
 * for that is not posted twice.
 */
const storingMs = 60_000;

/**
 * By when the papers came that the parts of a slot, found stored, account for, epoch milliseconds. They were planned at the slot or
 * later. But where all are over, the slot may be served for a second time, as the clock was set back since: papers that came
 * after it may be stamped before it then, and the next digest looks at all of them again.
 */
function consideredBy(
  parts: readonly Delivery[],
  { consideredUntil }: Subscription,
  slot: Slot,
): number {
  return parts.every(isOver) ? Date.parse(consideredUntil) : slot.at - storingMs;
}

interface PreparedParts {
  readonly deliveries: readonly Delivery[];
  /** The one of them that was just written down as being sent. */
  readonly begun?: Sending;
  /** Epoch milliseconds. */
  readonly considered: number;
}

/** The parts of a slot: those written down before, else planned now and written as one, so that no part can be missing. */
async function preparedParts(
  dependencies: DeliverDependencies,
  sender: Sender,
  subscription: Subscription,
  slot: Slot,
  occasion: Occasion,
): Promise<PreparedParts> {
  const { store, now } = dependencies;
  const key = keyOfSlot(slot, occasion);
  const stored = await storedParts(store, subscription.id, key);
  if (stored[0] !== undefined && !isToBePlanned(stored[0], now())) {
    return { deliveries: stored, considered: consideredBy(stored, subscription, slot) };
  }
  await dependencies.giveWay();
  const considered = now() - storingMs;
  const [first, ...others] = await plannedRows(dependencies, subscription, slot, occasion);
  const begun = first?.status === 'rendered' ? sender.begun(first) : first;
  const deliveries = begun === undefined ? [] : [begun, ...others];
  const surplus = stored.slice(deliveries.length).map((each) => replannedRow(each, now()));
  await store.deliveries.put(...deliveries, ...surplus);
  return { deliveries, considered, ...(begun?.status === 'sending' && { begun }) };
}

async function plannedRows(
  dependencies: DeliverDependencies,
  subscription: Subscription,
  slot: Slot,
  occasion: Occasion,
): Promise<readonly Delivery[]> {
  const digest = await planFor(dependencies, subscription, slot, occasion);
  return digestRows(dependencies, digest, keyOfSlot(slot, occasion), occasion);
}

/** What was skipped in the future was skipped by a clock that has been set back since. */
function isToBePlanned({ status, updatedAt }: Delivery, now: number): boolean {
  return status === 'failed' || (status === 'skipped' && Date.parse(updatedAt) > now);
}

/** A part that had failed and that the new plan of its slot does not have. */
function replannedRow(delivery: Delivery, now: number): Delivery {
  return {
    ...identityOf(delivery),
    posted: [],
    passedOver: [],
    status: 'skipped',
    reason: 'the digest was planned anew',
    updatedAt: new Date(now).toISOString(),
  };
}
