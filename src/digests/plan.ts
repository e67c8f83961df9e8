import type { Archive } from '../core/archive.ts';
import type { Digest } from '../core/digest.ts';
import { papersOfLatestDay } from '../core/latest-day.ts';
import { planDigest } from '../core/plan-digest.ts';
import { ProblemError } from '../core/problem.ts';
import type { TopicTable } from '../core/query/ast.ts';
import type { Slot } from '../core/schedule/schedule.ts';
import type { Subscription } from '../core/subscription.ts';
import { subscriptionQuery } from '../core/subscription-query.ts';
import { tasteScores } from '../core/taste.ts';
import type { Store } from '../store/store.ts';

export interface PlanDependencies {
  readonly store: Pick<Store, 'deliveries' | 'people'>;
  readonly archive: Archive;
  readonly topics: TopicTable;
  readonly now: () => number;
}

/**
 * What occasions a digest: its schedule, or a person who asks for it and who also wants the papers of the latest feed day
 * that came before the subscription.
 */
export type Occasion = 'schedule' | 'by-hand';

/**
 * Decides a digest from what is stored now. Changes nothing.
 * Throws ProblemError where a query of the subscription no longer parses, as when a topic was taken out of the configuration.
 */
export async function planFor(
  { store, archive, topics, now }: PlanDependencies,
  subscription: Subscription,
  slot: Slot,
  occasion: Occasion,
): Promise<Digest> {
  const query = subscriptionQuery(subscription, topics);
  if (!query.ok) throw new ProblemError(query.problem);
  const [posted, passedOver] = await Promise.all([
    store.deliveries.postedAt(subscription.address),
    store.deliveries.passedOverBy(subscription.id),
  ]);
  const reader =
    subscription.scope === 'personal' ? await store.people.get(subscription.createdBy) : undefined;
  return planDigest({
    subscription,
    slot,
    query: query.value,
    papers: archive.papers(),
    prepare: archive.prepare,
    posted,
    passedOver,
    taste: tasteScores(reader?.tastes ?? [], archive.index),
    ...(occasion === 'by-hand' && { alsoNew: new Set(papersOfLatestDay(archive.papers())) }),
    now: now(),
  });
}
