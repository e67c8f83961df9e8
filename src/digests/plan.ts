import { type Answers, answersTo } from '../core/answers.ts';
import type { Archive } from '../core/archive.ts';
import type { Arrived } from '../core/arrivals.ts';
import type { Digest } from '../core/digest.ts';
import { papersOfLatestDay } from '../core/latest-day.ts';
import { freshMs, newsSince, planDigest } from '../core/plan-digest.ts';
import { ProblemError } from '../core/problem.ts';
import type { TopicTable } from '../core/query/ast.ts';
import type { Slot } from '../core/schedule/schedule.ts';
import type { Subscription } from '../core/subscription.ts';
import { subscriptionQuery } from '../core/subscription-query.ts';
import { tasteScores } from '../core/taste.ts';
import type { FeedFacts } from '../core/views/silence-view.ts';
import type { Store } from '../store/store.ts';
import type { RecentAnswers } from './recent-answers.ts';

export interface PlanDependencies {
  readonly store: Pick<Store, 'deliveries' | 'people'>;
  readonly archive: Archive;
  readonly topics: TopicTable;
  readonly now: () => number;
  /** What is known of the feeds; nothing where it is absent. */
  readonly feeds?: () => FeedFacts;
  /** For whoever plans many digests: what was asked for before need not be looked for again. */
  readonly recent?: RecentAnswers;
}

/**
 * What occasions a digest: its schedule, or a person who asks for it, does not wait for the day's list to be complete, and
 * also wants the papers of the latest feed day that came before the subscription.
 */
export type Occasion = 'schedule' | 'by-hand';

/**
 * Decides a digest from what is stored now. Changes nothing.
 * Throws ProblemError where a query of the subscription no longer parses, as when a topic was taken out of the configuration.
 */
export async function planFor(
  dependencies: PlanDependencies,
  subscription: Subscription,
  slot: Slot,
  occasion: Occasion,
): Promise<Digest> {
  const { store, archive, feeds } = dependencies;
  const [posted, passedOver] = await Promise.all([
    store.deliveries.postedAt(subscription.address),
    store.deliveries.passedOverBy(subscription.id),
  ]);
  const reader =
    subscription.scope === 'personal' ? await store.people.get(subscription.createdBy) : undefined;
  const now = dependencies.now();
  const since = newsSince(subscription, slot, now);
  const papers =
    occasion === 'schedule'
      ? scheduledPapers(dependencies, subscription, since, now)
      : papersAtHand(dependencies, subscription, since, now);
  const asOf = lastRead(feeds?.() ?? []);
  return planDigest({
    subscription,
    slot,
    ...papers,
    posted,
    passedOver,
    taste: tasteScores(reader?.tastes ?? [], archive.index),
    ...(asOf !== undefined && { asOf }),
    now,
  });
}

function lastRead(feeds: FeedFacts): number | undefined {
  const times = feeds.flatMap(({ readAt }) => readAt ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** The papers whose day's list is complete. */
function scheduledPapers(
  dependencies: PlanDependencies,
  subscription: Subscription,
  since: number,
  now: number,
) {
  const { archive, recent } = dependencies;
  const { settled } = archive.arrivals;
  const isRecent = since >= now - freshMs;
  const known = isRecent ? recent?.to(subscription, now) : undefined;
  if (known?.ok === false) throw new ProblemError(known.problem);
  if (known !== undefined) return { ...known.value, arrived: settled };
  const papers = settled(since, now);
  return { ...askedOf(dependencies, subscription, papers, now), arrived: settled };
}

/** Whatever is there. */
function papersAtHand(
  dependencies: PlanDependencies,
  subscription: Subscription,
  since: number,
  now: number,
) {
  const { archive } = dependencies;
  const { met } = archive.arrivals;
  const alsoNew = new Set(papersOfLatestDay(archive.papers()));
  const recent = met(since, now);
  const known = new Set(recent.map(({ paper }) => paper));
  const older = [...alsoNew].filter((paper) => !known.has(paper));
  const papers = [...recent, ...older.map((paper) => ({ paper, at: now }))];
  return { ...askedOf(dependencies, subscription, papers, now), arrived: met, alsoNew };
}

function askedOf(
  { archive: { prepare }, topics }: PlanDependencies,
  subscription: Subscription,
  papers: readonly Arrived[],
  now: number,
): Answers {
  const query = subscriptionQuery(subscription, topics);
  if (!query.ok) throw new ProblemError(query.problem);
  return answersTo(query.value, papers, { prepare, now });
}
