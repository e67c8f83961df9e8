import type { Delivery } from '../core/delivery.ts';
import { realmOf } from '../core/realm.ts';
import type { Address, Subscription } from '../core/subscription.ts';
import type { Uncertain } from './deliver/ledger-rows.ts';
import { platformIdOf } from './platform-of.ts';

/** What is to be done at one place. */
export interface Job {
  readonly address: Address;
  readonly subscriptions: Subscription[];
  /** What of these is written down and has not ended, by subscription. */
  readonly unfinished: ReadonlyMap<string, readonly Delivery[]>;
  /** Deliveries that have not ended and will not: of subscriptions that are not due. */
  readonly abandoned: Delivery[];
  readonly inDoubt: Uncertain[];
}

export interface FindJobsInput {
  readonly due: readonly Subscription[];
  /** Those of them that are not to be left alone for now. */
  readonly ready: readonly Subscription[];
  readonly unfinished: readonly Delivery[];
  readonly inDoubt: readonly Uncertain[];
  readonly giveWay: () => Promise<void>;
}

const perTurn = 500;

/**
 * What is to be done at each place, by platform: what was begun first, and otherwise the realms by turns; in a turn those that
 * ask for the same one after another, as what is made for one of them is still at hand for the next.
 */
export async function findJobs(input: FindJobsInput): Promise<ReadonlyMap<string, readonly Job[]>> {
  const { due, ready, unfinished, inDoubt, giveWay } = input;
  const dueIds = new Set(due.map(({ id }) => id));
  const bySubscription = new Map<string, Delivery[]>();
  const platforms = new Map<string, Map<Address, Job>>();

  function jobAt(address: Address): Job {
    const id = platformIdOf(address);
    const places = platforms.get(id) ?? new Map<Address, Job>();
    platforms.set(id, places);
    const job = places.get(address) ?? {
      address,
      subscriptions: [],
      unfinished: bySubscription,
      abandoned: [],
      inDoubt: [],
    };
    places.set(address, job);
    return job;
  }

  for (const [index, row] of unfinished.entries()) {
    if (index % perTurn === 0) await giveWay();
    const { subscription, address } = row;
    if (!dueIds.has(subscription)) jobAt(address).abandoned.push(row);
    else {
      jobAt(address);
      bySubscription.set(subscription, [...(bySubscription.get(subscription) ?? []), row]);
    }
  }
  for (const row of inDoubt) jobAt(row.address).inDoubt.push(row);
  for (const alike of await byWish(ready, giveWay)) {
    for (const { address } of alike) jobAt(address);
    await giveWay();
  }
  for (const [index, subscription] of ready.entries()) {
    if (index % perTurn === 0) await giveWay();
    jobAt(subscription.address).subscriptions.push(subscription);
  }
  const jobs = new Map<string, readonly Job[]>();
  for (const [id, places] of platforms) jobs.set(id, await byTurns(places.values(), giveWay));
  return jobs;
}

async function byWish(
  subscriptions: readonly Subscription[],
  giveWay: () => Promise<void>,
): Promise<Iterable<readonly Subscription[]>> {
  const groups = new Map<string, Subscription[]>();
  for (const [index, subscription] of subscriptions.entries()) {
    if (index % perTurn === 0) await giveWay();
    const wish = subscription.queries.join('\n');
    const group = groups.get(wish);
    if (group === undefined) groups.set(wish, [subscription]);
    else group.push(subscription);
  }
  return groups.values();
}

/** A realm that is served slowly must not keep the others waiting: the first place of each, then the second of each. */
async function byTurns(jobs: Iterable<Job>, giveWay: () => Promise<void>): Promise<readonly Job[]> {
  const counts = new Map<string, number>();
  const turns: Job[][] = [];
  let placed = 0;
  for (const job of jobs) {
    if (placed % perTurn === 0) await giveWay();
    placed += 1;
    const realm = realmOf(job.address);
    const turn = counts.get(realm) ?? 0;
    counts.set(realm, turn + 1);
    const others = turns[turn];
    if (others === undefined) turns[turn] = [job];
    else others.push(job);
  }
  return turns.flat();
}
