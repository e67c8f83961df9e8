import { type Delivery, type DeliveryKey, deliveryId } from '../core/delivery.ts';
import { consideredCount, type Digest, decidedPapers } from '../core/digest.ts';
import type { Instant } from '../core/paper.ts';
import type { Slot } from '../core/schedule/schedule.ts';
import { type PauseReason, paused, type Subscription } from '../core/subscription.ts';
import { digestView } from '../core/views/digest-view.ts';
import { nextRunAt, pausedView } from '../core/views/subscription-view.ts';
import type { Log } from '../lib/log.ts';
import type { Platform } from '../platforms/platform.ts';
import type { Store } from '../store/store.ts';
import { type Occasion, type PlanDependencies, planFor } from './plan.ts';

export interface DeliverDependencies extends PlanDependencies {
  readonly store: Pick<Store, 'deliveries' | 'people' | 'subscriptions'>;
  /** By the first part of an address. */
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly log: Log;
}

/** How a digest ended, as far as it did. `open`: it will be tried again. */
export type DeliveryResult =
  | { readonly kind: 'sent'; readonly papers: number }
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'open'; readonly detail: string }
  | { readonly kind: 'rejected'; readonly detail: string };

/**
 * Brings one slot of a subscription to an end: plans, renders once, writes each part down before it is sent and again after.
 * Called again for the same slot it goes on where it stopped; what was sent is never sent again.
 */
export async function deliverSlot(
  dependencies: DeliverDependencies,
  subscription: Subscription,
  slot: Slot,
  occasion: Occasion,
): Promise<DeliveryResult> {
  const parts = await preparedParts(dependencies, subscription, slot, occasion);
  if (parts.kind === 'nothing') return parts;
  for (const part of parts.deliveries) {
    const result = await sendPart(dependencies, part);
    if (result.kind === 'sent') continue;
    if (result.kind === 'rejected') {
      await pauseAndTell(dependencies, subscription, result.pause);
    }
    return { kind: result.kind, detail: result.detail };
  }
  return { kind: 'sent', papers: parts.deliveries[0]?.posted.length ?? 0 };
}

/** Pauses what cannot be delivered, and tells whoever set it up, once: nothing is deleted because a post failed. */
async function pauseAndTell(
  dependencies: DeliverDependencies,
  subscription: Subscription,
  reason: PauseReason,
): Promise<void> {
  const stopped = paused(subscription, reason, isoNow(dependencies));
  await dependencies.store.subscriptions.put(stopped);
  const platform = platformOf(dependencies, subscription);
  const address = platform.personalAddress(subscription.createdBy);
  const view = pausedView(stopped, dependencies.topics);
  const messages = platform.render(view, { address, scope: 'personal' });
  for (const [part, payload] of messages.entries()) {
    const notice = `${subscription.id}/paused-${isoNow(dependencies)}/${part}`;
    const told = await platform.send(address, payload, notice);
    if (told.kind !== 'sent') dependencies.log.warn(`${notice}: not told: ${told.detail}`);
  }
}

type Parts =
  | { readonly kind: 'parts'; readonly deliveries: readonly Delivery[] }
  | { readonly kind: 'nothing'; readonly reason: string };

async function preparedParts(
  dependencies: DeliverDependencies,
  subscription: Subscription,
  slot: Slot,
  occasion: Occasion,
): Promise<Parts> {
  const { store } = dependencies;
  const stored = await storedParts(store, subscription.id, slot.local);
  const [first] = stored;
  if (first?.status === 'skipped') return { kind: 'nothing', reason: first.reason };
  if (first !== undefined && first.status !== 'failed')
    return { kind: 'parts', deliveries: stored };
  const digest = await planFor(dependencies, subscription, slot, occasion);
  const deliveries = renderedParts(dependencies, digest);
  for (const delivery of deliveries) await store.deliveries.put(delivery);
  const [planned] = deliveries;
  return planned?.status === 'skipped'
    ? { kind: 'nothing', reason: planned.reason }
    : { kind: 'parts', deliveries };
}

async function storedParts(
  { deliveries }: Pick<Store, 'deliveries'>,
  subscription: string,
  slot: string,
): Promise<Delivery[]> {
  const parts: Delivery[] = [];
  for (let part = 0; ; part += 1) {
    const delivery = await deliveries.get({ subscription, slot, part });
    if (delivery === undefined) return parts;
    parts.push(delivery);
  }
}

/** The rows of a digest before anything is sent. The first part answers for all its papers. */
function renderedParts(dependencies: DeliverDependencies, digest: Digest): Delivery[] {
  const { subscription, slot, chosen } = digest;
  const base = {
    subscription: subscription.id,
    slot: slot.local,
    address: subscription.address,
    updatedAt: isoNow(dependencies),
  };
  const none = { posted: [], passedOver: [] };
  if (chosen.length === 0) {
    const reason = `nothing new matched, of ${consideredCount(digest)} considered`;
    return [{ ...base, ...none, part: 0, status: 'skipped', reason }];
  }
  const nextAt = nextRunAt(subscription, Math.max(slot.at, dependencies.now()));
  const view = digestView(digest, nextAt === undefined ? {} : { nextAt });
  return platformOf(dependencies, subscription)
    .render(view, subscription)
    .map((payload, part) => ({
      ...base,
      ...(part === 0 ? decidedPapers(digest) : none),
      part,
      status: 'rendered',
      payload,
    }));
}

type PartResult =
  | { readonly kind: 'sent' }
  | { readonly kind: 'open'; readonly detail: string }
  | {
      readonly kind: 'rejected';
      readonly detail: string;
      readonly pause: Parameters<typeof paused>[1];
    };

async function sendPart(
  dependencies: DeliverDependencies,
  delivery: Delivery,
): Promise<PartResult> {
  const { store, now, log } = dependencies;
  if (!('payload' in delivery)) return { kind: 'sent' };
  if (delivery.status === 'uncertain') return { kind: 'sent' };
  if (delivery.status === 'retry' && now() < Date.parse(delivery.notBefore)) {
    return { kind: 'open', detail: delivery.detail };
  }
  const { payload } = delivery;
  const attempt = 'attempt' in delivery ? delivery.attempt + 1 : 1;
  const base = { ...identity(delivery), payload, attempt };
  await store.deliveries.put({ ...base, status: 'sending', updatedAt: isoNow(dependencies) });
  const platform = platformOf(dependencies, delivery);
  const outcome = await platform.send(delivery.address, payload, deliveryId(delivery));
  const updatedAt = isoNow(dependencies);
  switch (outcome.kind) {
    case 'sent': {
      const { externalId } = outcome;
      const sent = { ...identity(delivery), status: 'sent', updatedAt } as const;
      await store.deliveries.put(externalId === undefined ? sent : { ...sent, externalId });
      return { kind: 'sent' };
    }
    case 'uncertain':
      log.warn(`${deliveryId(delivery)}: ${outcome.detail}`);
      await store.deliveries.put({
        ...base,
        status: 'uncertain',
        detail: outcome.detail,
        updatedAt,
      });
      return { kind: 'sent' };
    case 'retry': {
      const notBefore = new Date(now() + outcome.afterMs).toISOString();
      const { detail } = outcome;
      await store.deliveries.put({ ...base, status: 'retry', notBefore, detail, updatedAt });
      return { kind: 'open', detail };
    }
    case 'rejected':
      await store.deliveries.put({
        ...identity(delivery),
        status: 'failed',
        detail: outcome.detail,
        updatedAt,
      });
      return outcome;
  }
}

function identity(delivery: Delivery) {
  const { subscription, slot, part, address, posted, passedOver } = delivery;
  return { subscription, slot, part, address, posted, passedOver };
}

/**
 * What was being sent when the process ended may have arrived: it is marked, kept, and never sent again by itself.
 * Gives the keys, for whoever is told.
 */
export async function markInterrupted({
  store,
  now,
}: Pick<DeliverDependencies, 'store' | 'now'>): Promise<readonly DeliveryKey[]> {
  const unfinished = await store.deliveries.unfinished();
  const interrupted = unfinished.filter((each) => each.status === 'sending');
  for (const delivery of interrupted) {
    if (delivery.status !== 'sending') continue;
    await store.deliveries.put({
      ...delivery,
      status: 'uncertain',
      detail: 'the process ended while it was being sent',
      updatedAt: new Date(now()).toISOString(),
    });
  }
  return interrupted;
}

/** Gives up what a subscription has unfinished at other slots: its papers are free for the next digest. */
export async function abandonUnfinished(
  dependencies: Pick<DeliverDependencies, 'store' | 'now'>,
  subscription: string,
  exceptSlot: string | undefined,
): Promise<void> {
  for (const delivery of await dependencies.store.deliveries.unfinished()) {
    if (delivery.subscription !== subscription || delivery.slot === exceptSlot) continue;
    const detail = 'detail' in delivery ? delivery.detail : 'was not sent in time';
    await dependencies.store.deliveries.put({
      ...identity(delivery),
      status: 'failed',
      detail,
      updatedAt: isoNow(dependencies),
    });
  }
}

function platformOf(
  { platforms }: Pick<DeliverDependencies, 'platforms'>,
  { address }: { readonly address: string },
): Platform {
  const platform = platforms.get(address.slice(0, address.indexOf(':')));
  if (platform === undefined) throw new Error(`no platform runs for ${address}`);
  return platform;
}

function isoNow({ now }: { readonly now: () => number }): Instant {
  return new Date(now()).toISOString();
}
