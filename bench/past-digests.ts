import { createArchive } from '../src/core/archive.ts';
import type { Arrived } from '../src/core/arrivals.ts';
import type { Delivery } from '../src/core/delivery.ts';
import type { Paper } from '../src/core/paper.ts';
import type { Subscription } from '../src/core/subscription.ts';
import { createRecentAnswers } from '../src/digests/plan/recent-answers.ts';
import { createGiveWay } from '../src/lib/give-way.ts';

/** The slots of digests that went before, as deliveries name them, in order; `from` is when the papers of the first begin to count. */
export interface PastSlots {
  readonly from: number;
  readonly slots: readonly { readonly key: string; readonly at: number }[];
}

/** Gives what the ledger has of the digests of each subscription at these slots: the best of what matched, or that nothing did. */
export async function pastDigests(
  papers: readonly Paper[],
  subscriptions: readonly Subscription[],
  { from, slots }: PastSlots,
): Promise<(subscription: Subscription) => Delivery[]> {
  const now = Math.max(...slots.map(({ at }) => at));
  const giveWay = createGiveWay();
  const recent = createRecentAnswers({
    archive: createArchive(papers),
    topics: new Map(),
    giveWay,
  });
  await recent.gather(subscriptions, now);
  return (subscription) => {
    const answers = recent.to(subscription, now);
    if (!answers.ok) throw new Error(answers.problem.message);
    const { matching } = answers.value;
    return slots.map(({ key, at }, index) => {
      const after = slots[index - 1]?.at ?? from;
      const matched = matching.filter((each) => each.at > after && each.at <= at);
      return delivery(subscription, key, at, matched);
    });
  };
}

function delivery(
  { id, address, limit }: Subscription,
  slot: string,
  at: number,
  matched: readonly Arrived[],
): Delivery {
  const ids = matched
    .map(({ paper }) => paper)
    .sort((a, b) => b.upvotes - a.upvotes)
    .map((paper) => paper.id);
  const row = {
    ...{ subscription: id, slot, part: 0, address },
    posted: ids.slice(0, limit),
    passedOver: ids.slice(limit),
    updatedAt: new Date(at).toISOString(),
  };
  return ids.length === 0
    ? { ...row, status: 'skipped', reason: 'nothing new matched, of 100 considered' }
    : { ...row, status: 'sent', externalId: `${at}${id.slice(1)}` };
}
