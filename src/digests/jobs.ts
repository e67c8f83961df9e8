import type { Delivery } from '../core/delivery.ts';
import type { Address, Subscription } from '../core/subscription.ts';
import type { Uncertain } from './ledger-rows.ts';
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
  readonly unfinished: readonly Delivery[];
  readonly inDoubt: readonly Uncertain[];
  /** Whether a subscription is to be left alone for now. */
  readonly isWaiting: (subscription: Subscription) => boolean;
  readonly giveWay: () => Promise<void>;
}

const perTurn = 500;

/** What is to be done, by platform and place. */
export async function findJobs(input: FindJobsInput): Promise<Job[][]> {
  const { due, unfinished, inDoubt, isWaiting, giveWay } = input;
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

  for (const [index, subscription] of due.entries()) {
    if (index % perTurn === 0) await giveWay();
    if (!isWaiting(subscription)) jobAt(subscription.address).subscriptions.push(subscription);
  }
  for (const row of unfinished) {
    const { subscription } = row;
    if (!dueIds.has(subscription)) jobAt(row.address).abandoned.push(row);
    else bySubscription.set(subscription, [...(bySubscription.get(subscription) ?? []), row]);
  }
  for (const row of inDoubt) jobAt(row.address).inDoubt.push(row);
  return [...platforms.values()].map((places) => [...places.values()]);
}
