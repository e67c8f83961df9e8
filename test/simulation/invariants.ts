import { type Delivery, deliveryId } from '../../src/core/delivery.ts';
import type { PaperId } from '../../src/core/paper.ts';
import { freshMs } from '../../src/core/plan-digest.ts';
import { matches } from '../../src/core/query/match.ts';
import { preparePaper } from '../../src/core/query/prepared-paper.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import { subscriptionQuery } from '../../src/core/subscription-query.ts';
import type { Memory } from '../fakes/memory-store.ts';
import type { FarEnd, Shown } from './far-end.ts';

const hourMs = 3_600_000;

/** What people can see, looked at as it comes: each breach of a promise is one line. */
export interface Watch {
  /** Looks at what was shown since the last look. */
  look(): string[];
}

export function watch({ shown, canTell }: FarEnd, memory: Memory): Watch {
  const seen = new Map<string, Map<PaperId, Shown>>();
  const ids = new Map<string, Shown>();
  const lastSlots = new Map<string, { readonly slot: string; readonly at: number }>();
  let looked = 0;

  /** Twice is a breach unless the row of one of the two says that it may be so. */
  function breachOfOnce(message: Shown, earlier: Shown, what: string): string[] {
    const isMarked = [message, earlier].some(({ deliveryId: id }) => mayBeTwice(memory, id));
    if (!canTell && isMarked) return [];
    return [
      `${what} shown twice in ${message.address}: ${earlier.deliveryId} and ${message.deliveryId}`,
    ];
  }

  function judge(message: Shown): string[] {
    const breaches: string[] = [];
    const { address, deliveryId: id, papers, at } = message;
    const again = ids.get(id);
    if (again !== undefined) breaches.push(...breachOfOnce(message, again, `message ${id}`));
    ids.set(id, message);
    const there = seen.get(address) ?? new Map<PaperId, Shown>();
    seen.set(address, there);
    for (const paper of papers) {
      const earlier = there.get(paper);
      if (earlier !== undefined && earlier.deliveryId !== id) {
        breaches.push(...breachOfOnce(message, earlier, `paper ${paper}`));
      }
      there.set(paper, message);
    }
    const [subscription = '', slot = ''] = id.split('/');
    if (!/^\d/.test(slot)) return breaches;
    const last = lastSlots.get(subscription);
    if (last !== undefined && slot < last.slot) {
      breaches.push(`${subscription}: slot ${slot} was shown after ${last.slot}`);
    }
    if (last !== undefined && slot !== last.slot && at - last.at < hourMs) {
      breaches.push(`${subscription}: slots ${last.slot} and ${slot} within an hour: a storm`);
    }
    lastSlots.set(subscription, { slot, at });
    return breaches;
  }

  return {
    look() {
      const fresh = shown.slice(looked);
      looked = shown.length;
      return fresh.flatMap(judge);
    },
  };
}

function mayBeTwice(memory: Memory, id: string): boolean {
  const row = memory.deliveries.get(id);
  return row !== undefined && 'mayBeTwice' in row && row.mayBeTwice === true;
}

/** What has to hold once everything has worked again for a while. */
export function breachesAtEnd(memory: Memory, until: number): string[] {
  return [
    ...unfinished(memory),
    ...[...memory.subscriptions.values()].flatMap((each) => lost(memory, each, until)),
  ];
}

function unfinished(memory: Memory): string[] {
  return [...memory.deliveries.values()]
    .filter(({ status }) => ['planned', 'rendered', 'sending', 'retry'].includes(status))
    .map((row) => `${deliveryId(row)} is still ${row.status}`);
}

/** Papers that matched from the first and have no account: neither posted, nor passed over, nor held. */
function lost(memory: Memory, subscription: Subscription, until: number): string[] {
  const query = subscriptionQuery(subscription, new Map());
  if (!query.ok || subscription.queries.some((text) => text.includes('upvotes'))) return [];
  const accounted = new Set(
    [...memory.deliveries.values()]
      .filter((row) => row.address === subscription.address && hasAccount(row))
      .flatMap(({ posted, passedOver, subscription: id }) => [
        ...posted,
        ...(id === subscription.id ? passedOver : []),
      ]),
  );
  return [...memory.papers.values()]
    .filter(({ arrivedAt }) => arrivedAt > subscription.since && Date.parse(arrivedAt) < until)
    .filter(
      (paper) => query.value === undefined || matches(query.value, preparePaper(paper), until),
    )
    .filter(({ id }) => !accounted.has(id))
    .filter(({ arrivedAt }) => !isExpired(memory, subscription.id, Date.parse(arrivedAt)))
    .map(({ id, arrivedAt }) => `${subscription.id}: ${id} of ${arrivedAt} was lost`);
}

/** Whether no digest could go out for so long that the paper was too old for the next one. */
function isExpired(memory: Memory, subscription: string, arrivedAt: number): boolean {
  return ![...memory.deliveries.values()].some((row) => {
    const age = Date.parse(row.updatedAt) - arrivedAt;
    return row.subscription === subscription && row.status === 'sent' && age > 0 && age < freshMs;
  });
}

function hasAccount({ status }: Delivery): boolean {
  return status !== 'failed' && status !== 'skipped' && status !== 'planned';
}
