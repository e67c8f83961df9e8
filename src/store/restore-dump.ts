import { type Delivery, deliveryId } from '../core/delivery.ts';
import type { Paper } from '../core/paper.ts';
import type { Subscription } from '../core/subscription.ts';
import type { Person, Store, StoreDump } from './store.ts';

/** How many records were added or changed, and which imported subscriptions have a new id. */
export interface Restored {
  readonly papers: number;
  readonly subscriptions: number;
  readonly people: number;
  readonly deliveries: number;
  readonly renumbered: readonly { readonly from: string; readonly to: string }[];
}

/**
 * Merges an export into a store. Nothing that is there is removed, and importing the same export again changes nothing.
 *
 * - A paper that both have is kept as it was seen last, with the earlier arrival.
 * - A subscription that both have (same address, scope, creator and time of creation, under whatever id) stays as it is
 *   in the store, which has gone on since. One whose id belongs to another is added under a new id.
 * - Deliveries follow their subscription. Where both have one, the one changed last is kept.
 * - A person keeps their own zone and gets the saved papers of both.
 * - Whatever either says was posted at an address stays posted.
 *
 * Rejects with the ProblemError of a failed write; then a part is imported, and importing again completes it.
 */
export async function restoreDump(store: Store, dump: StoreDump): Promise<Restored> {
  const papers = await restorePapers(store, dump.papers);
  const people = await restorePeople(store, dump.people);
  await store.deliveries.remember(dump.posted);
  const { ids, added, renumbered } = await restoreSubscriptions(store, dump.subscriptions);
  const deliveries = await restoreDeliveries(store, dump.deliveries, ids);
  return { papers, subscriptions: added, people, deliveries, renumbered };
}

async function restorePapers(store: Store, papers: readonly Paper[]): Promise<number> {
  const stored = new Map((await store.papers.all()).map((paper) => [paper.id, paper]));
  const changed = papers
    .map((paper) => joined(stored.get(paper.id), paper))
    .filter((paper) => paper !== stored.get(paper.id));
  await store.papers.put(changed);
  return changed.length;
}

function joined(stored: Paper | undefined, imported: Paper): Paper {
  if (!stored) return imported;
  const latest = lastSeen(imported) > lastSeen(stored) ? imported : stored;
  const first = Date.parse(imported.arrivedAt) < Date.parse(stored.arrivedAt) ? imported : stored;
  if (latest.arrivedAt === first.arrivedAt) return latest;
  return { ...latest, arrivedAt: first.arrivedAt };
}

function lastSeen({ arrivedAt, sightings }: Paper): number {
  return sightings.reduce(
    (latest, { seenAt }) => Math.max(latest, Date.parse(seenAt)),
    Date.parse(arrivedAt),
  );
}

async function restorePeople(store: Store, people: readonly Person[]): Promise<number> {
  let changed = 0;
  for (const imported of people) {
    const stored = await store.people.get(imported.id);
    const person = stored ? joinedPerson(stored, imported) : imported;
    if (person === stored) continue;
    await store.people.put(person);
    changed += 1;
  }
  return changed;
}

function joinedPerson(stored: Person, imported: Person): Person {
  const known = new Set(stored.saved.map(({ paper }) => paper));
  const more = imported.saved.filter(({ paper }) => !known.has(paper));
  const zone = stored.zone ?? imported.zone;
  if (more.length === 0 && zone === stored.zone) return stored;
  return {
    id: stored.id,
    ...(zone === undefined ? {} : { zone }),
    saved: [...stored.saved, ...more].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
  };
}

interface RestoredSubscriptions {
  /** The id in the store of each imported id. */
  readonly ids: ReadonlyMap<string, string>;
  readonly added: number;
  readonly renumbered: readonly { readonly from: string; readonly to: string }[];
}

async function restoreSubscriptions(
  store: Store,
  imported: readonly Subscription[],
): Promise<RestoredSubscriptions> {
  const stored = await store.subscriptions.all();
  const ids = matchingIds(stored, imported);
  const fresh = imported.filter(({ id }) => !ids.has(id));
  const taken = new Set(stored.map(({ id }) => id));
  const addresses = new Map(
    (await store.deliveries.all()).map(({ subscription, address }) => [subscription, address]),
  );
  const clashing: Subscription[] = [];
  for (const subscription of fresh) {
    const { id, address } = subscription;
    // Deliveries may outlive a removed subscription; another one must not inherit them.
    if (taken.has(id) || (addresses.get(id) ?? address) !== address) {
      clashing.push(subscription);
      continue;
    }
    await store.subscriptions.put(subscription);
    taken.add(id);
    ids.set(id, id);
  }
  const renumbered: { from: string; to: string }[] = [];
  for (const subscription of clashing) {
    const { id } = await store.subscriptions.add(subscription);
    ids.set(subscription.id, id);
    renumbered.push({ from: subscription.id, to: id });
  }
  return { ids, added: fresh.length, renumbered };
}

/** The stored id of each imported subscription that the store already has; each stored one counts once. */
function matchingIds(
  stored: readonly Subscription[],
  imported: readonly Subscription[],
): Map<string, string> {
  const ids = new Map<string, string>();
  const unmatched = new Map(stored.map((subscription) => [subscription.id, subscription]));
  for (const subscription of imported) {
    const namesake = unmatched.get(subscription.id);
    if (!namesake || originOf(namesake) !== originOf(subscription)) continue;
    ids.set(subscription.id, namesake.id);
    unmatched.delete(namesake.id);
  }
  const byOrigin = new Map([...unmatched.values()].map((each) => [originOf(each), each.id]));
  for (const subscription of imported) {
    const id = byOrigin.get(originOf(subscription));
    if (ids.has(subscription.id) || id === undefined) continue;
    ids.set(subscription.id, id);
    byOrigin.delete(originOf(subscription));
  }
  return ids;
}

/** What stays the same of a subscription as it is edited, moved to another store and renumbered. */
function originOf({ address, scope, createdBy, createdAt }: Subscription): string {
  return JSON.stringify([address, scope, createdBy, Date.parse(createdAt)]);
}

async function restoreDeliveries(
  store: Store,
  deliveries: readonly Delivery[],
  ids: ReadonlyMap<string, string>,
): Promise<number> {
  const taken = new Set((await store.subscriptions.all()).map(({ id }) => id));
  const changed = new Map<string, Delivery>();
  const outdone: Delivery[] = [];
  for (const imported of deliveries) {
    const subscription = ids.get(imported.subscription);
    if (subscription === undefined && taken.has(imported.subscription)) {
      // Its own subscription was gone before the export, and the id is another's here.
      outdone.push(imported);
      continue;
    }
    const delivery = { ...imported, subscription: subscription ?? imported.subscription };
    const key = deliveryId(delivery);
    const known = changed.get(key) ?? (await store.deliveries.get(delivery));
    if (known && Date.parse(known.updatedAt) >= Date.parse(delivery.updatedAt)) {
      if (known.updatedAt !== delivery.updatedAt) outdone.push(delivery);
      continue;
    }
    if (known) outdone.push(known);
    changed.set(key, delivery);
  }
  const posted = outdone.filter(({ status }) => status === 'sent' || status === 'uncertain');
  await store.deliveries.remember(
    posted.map(({ address, posted: papers }) => ({ address, papers })),
  );
  await Promise.all([...changed.values()].map((delivery) => store.deliveries.put(delivery)));
  return changed.size;
}
