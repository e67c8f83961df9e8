import { type Delivery, type DeliveryKey, deliveryId } from '../core/delivery.ts';
import { consideredCount, type Digest, overLimit } from '../core/digest.ts';
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

/**
 * How a digest ended, as far as it did. `open`: it will be tried again. `considered`: papers that arrived up to then (epoch
 * milliseconds) were accounted for.
 */
export type DeliveryResult =
  | { readonly kind: 'sent'; readonly papers: number; readonly considered: number }
  | { readonly kind: 'nothing'; readonly reason: string; readonly considered: number }
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
  const { deliveries, considered } = await preparedParts(
    dependencies,
    subscription,
    slot,
    occasion,
  );
  const [first] = deliveries;
  if (first?.status === 'skipped') return { kind: 'nothing', reason: first.reason, considered };
  for (const part of deliveries) {
    const result = await sendPart(dependencies, part);
    if (result.kind === 'sent') continue;
    if (result.kind === 'rejected') {
      await pauseAndTell(dependencies, subscription, result.pause);
    }
    return { kind: result.kind, detail: result.detail };
  }
  const papers = deliveries.reduce((sum, { posted }) => sum + posted.length, 0);
  return { kind: 'sent', papers, considered };
}

/** Pauses what cannot be delivered, and tells whoever set it up, once: nothing is deleted because a post failed. */
export async function pauseAndTell(
  dependencies: DeliverDependencies,
  { id }: Subscription,
  reason: PauseReason,
): Promise<void> {
  const at = isoNow(dependencies);
  const stopped = await dependencies.store.subscriptions.update(id, (latest) =>
    paused(latest, reason, at),
  );
  if (stopped === undefined) return;
  const platform = platformOf(dependencies, stopped);
  const address = platform.personalAddress(stopped.createdBy);
  const view = pausedView(stopped, dependencies.topics);
  const messages = platform.render(view, { address, scope: 'personal' });
  for (const [part, { payload }] of messages.entries()) {
    const notice = `${id}/paused-${at}/${part}`;
    const told = await platform.send(address, payload, notice);
    if (told.kind !== 'sent') dependencies.log.warn(`${notice}: not told: ${told.detail}`);
  }
}

/**
 * The parts of a slot: those written down before, else planned now and written as one, so that no part can be missing.
 * When stored ones were planned is not known; it was not before the slot.
 */
async function preparedParts(
  dependencies: DeliverDependencies,
  subscription: Subscription,
  slot: Slot,
  occasion: Occasion,
): Promise<{ readonly deliveries: readonly Delivery[]; readonly considered: number }> {
  const { store, now } = dependencies;
  const stored = await storedParts(store, subscription.id, slot.local);
  if (stored[0] !== undefined && stored[0].status !== 'failed') {
    return { deliveries: stored, considered: slot.at };
  }
  const considered = now();
  const digest = await planFor(dependencies, subscription, slot, occasion);
  const deliveries = renderedParts(dependencies, digest);
  const surplus = stored.slice(deliveries.length).map((each) => givenUp(dependencies, each));
  await store.deliveries.put(...deliveries, ...surplus);
  return { deliveries, considered };
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

/** The rows of a digest before anything is sent: each for the papers it shows, the first for those over the limit too. */
function renderedParts(dependencies: DeliverDependencies, digest: Digest): Delivery[] {
  const { subscription, slot, chosen } = digest;
  const base = {
    subscription: subscription.id,
    slot: slot.local,
    address: subscription.address,
    updatedAt: isoNow(dependencies),
  };
  if (chosen.length === 0) {
    const considered = consideredCount(digest);
    const reason =
      considered === 0
        ? 'no new papers had come'
        : `nothing new matched, of ${considered} considered`;
    return [{ ...base, posted: [], passedOver: [], part: 0, status: 'skipped', reason }];
  }
  const nextAt = nextRunAt(subscription, Math.max(slot.at, dependencies.now()));
  const view = digestView(digest, nextAt === undefined ? {} : { nextAt });
  return platformOf(dependencies, subscription)
    .render(view, subscription)
    .map(({ payload, papers }, part) => ({
      ...base,
      posted: papers,
      passedOver: part === 0 ? overLimit(digest).map(({ id }) => id) : [],
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
      readonly pause: PauseReason;
    };

async function sendPart(
  dependencies: DeliverDependencies,
  delivery: Delivery,
): Promise<PartResult> {
  const { store, now, log } = dependencies;
  if (!('payload' in delivery) || delivery.status === 'uncertain') return { kind: 'sent' };
  if (delivery.status === 'sending') {
    await store.deliveries.put(givenUp(dependencies, delivery));
    return { kind: 'sent' };
  }
  if (delivery.status === 'retry' && now() < Date.parse(delivery.notBefore)) {
    return { kind: 'open', detail: delivery.detail };
  }
  const { payload } = delivery;
  const platform = platformOf(dependencies, delivery);
  const attempt = 'attempt' in delivery ? delivery.attempt + 1 : 1;
  const base = { ...identity(delivery), payload, attempt };
  await store.deliveries.put({ ...base, status: 'sending', updatedAt: isoNow(dependencies) });
  const replyTo = await firstPartId(dependencies, delivery);
  const outcome = await platform.send(delivery.address, payload, deliveryId(delivery), replyTo);
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

/** What the platform calls the first part of a digest; undefined for that part itself, and where it may not have arrived. */
async function firstPartId(
  { store }: Pick<DeliverDependencies, 'store'>,
  { subscription, slot, part }: Delivery,
): Promise<string | undefined> {
  if (part === 0) return undefined;
  const first = await store.deliveries.get({ subscription, slot, part: 0 });
  return first?.status === 'sent' ? first.externalId : undefined;
}

function identity(delivery: Delivery) {
  const { subscription, slot, part, address, posted, passedOver } = delivery;
  return { subscription, slot, part, address, posted, passedOver };
}

/**
 * What was being sent when the process ended may have arrived: it is marked, kept, and never sent again by itself.
 * Gives the keys, for whoever is told.
 */
export async function markInterrupted(
  dependencies: Pick<DeliverDependencies, 'store' | 'now'>,
): Promise<readonly DeliveryKey[]> {
  const { deliveries } = dependencies.store;
  const unfinished = await deliveries.unfinished();
  const interrupted = unfinished.filter(({ status }) => status === 'sending');
  await deliveries.put(...interrupted.map((each) => givenUp(dependencies, each)));
  return interrupted;
}

/** Gives up those unfinished deliveries for which `isOver` holds: their papers are free for the next digest. */
export async function abandonUnfinished(
  dependencies: Pick<DeliverDependencies, 'store' | 'now'>,
  isOver: (delivery: Delivery) => boolean,
): Promise<void> {
  const { deliveries } = dependencies.store;
  const over = (await deliveries.unfinished()).filter(isOver);
  if (over.length === 0) return;
  await deliveries.put(...over.map((each) => givenUp(dependencies, each)));
}

/** What is not tried any more: failed, or uncertain where its sending began and nobody wrote down how it ended. */
function givenUp(dependencies: Pick<DeliverDependencies, 'now'>, delivery: Delivery): Delivery {
  const updatedAt = isoNow(dependencies);
  if (delivery.status === 'sending') {
    const detail = 'it broke off while it was being sent';
    return { ...delivery, status: 'uncertain', detail, updatedAt };
  }
  const detail = 'detail' in delivery ? delivery.detail : 'it was not sent in time';
  return { ...identity(delivery), status: 'failed', detail, updatedAt };
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
