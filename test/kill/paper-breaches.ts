import type { PaperId } from '../../src/core/paper.ts';
import { matches } from '../../src/core/query/match.ts';
import { preparePaper } from '../../src/core/query/prepared-paper.ts';
import { dueSlot } from '../../src/core/schedule/due-slot.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import { subscriptionQuery } from '../../src/core/subscription-query.ts';
import type { StoreDump } from '../../src/store/store.ts';

/** Papers that were to be posted by now and have no account: neither posted there, nor over the limit; and digests that stopped. */
export function paperBreaches(dump: StoreDump): string[] {
  return dump.subscriptions.flatMap((subscription) => {
    const { id, status } = subscription;
    if (status.kind === 'active') return lostBy(subscription, dump);
    const { reason } = status;
    return reason.kind === 'by-user' ? [] : [`${id} was paused: ${reason.text}`];
  });
}

const hourMs = 3_600_000;
/** A paper counts from when it was read, but is seen only once it is stored: this much later at most. */
const storingMs = 60_000;

function lostBy(subscription: Subscription, { deliveries, papers }: StoreDump): string[] {
  const { id, address, since } = subscription;
  const query = subscriptionQuery(subscription, new Map());
  if (!query.ok) return [`${id}: its query cannot be read`];
  const until = accountedUntil(subscription) - storingMs;
  const accounted = new Set<PaperId>();
  for (const row of deliveries) {
    if (row.address !== address || row.status === 'skipped') continue;
    // Its papers are free since, for the next digest.
    if (row.status === 'failed' && Date.parse(row.updatedAt) < until) continue;
    for (const paper of row.posted) accounted.add(paper);
    if (row.subscription === id) for (const paper of row.passedOver) accounted.add(paper);
  }
  return papers
    .filter(({ arrivedAt }) => arrivedAt > since && Date.parse(arrivedAt) < until)
    .filter(
      (paper) => query.value === undefined || matches(query.value, preparePaper(paper), until),
    )
    .filter((paper) => !accounted.has(paper.id))
    .map((paper) => `${id} at ${address}: ${paper.id} of ${paper.arrivedAt} was lost`);
}

/** The last slot that was served: none here is more than an hour apart from the next. What was missed since is still owed. */
function accountedUntil({ schedule, settledUntil, awaySince }: Subscription): number {
  const settled = Date.parse(awaySince ?? settledUntil);
  return dueSlot(schedule, settled - hourMs - 1, settled)?.at ?? 0;
}
