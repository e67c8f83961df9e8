import { type Answers, answersInSteps } from '../../core/answers.ts';
import type { Archive } from '../../core/archive.ts';
import type { Arrived } from '../../core/arrivals.ts';
import type { Digest } from '../../core/digest.ts';
import { papersOfLatestDay } from '../../core/latest-day.ts';
import { decideDigest, freshMs, newsSince } from '../../core/plan-digest.ts';
import { ProblemError } from '../../core/problem.ts';
import type { TopicTable } from '../../core/query/ast.ts';
import { newsFor, type Ranking, rankPapers } from '../../core/ranking.ts';
import type { Slot } from '../../core/schedule/schedule.ts';
import { runAtOnce } from '../../core/steps.ts';
import type { Subscription } from '../../core/subscription.ts';
import { subscriptionQuery } from '../../core/subscription-query.ts';
import { type Taste, tasteScores } from '../../core/taste.ts';
import type { FeedFacts } from '../../core/views/silence-view.ts';
import { inTurns } from '../../lib/give-way.ts';
import type { Store } from '../../store/store.ts';
import type { RankingOptions, RecentAnswers } from './recent-answers.ts';
import type { RecentTastes } from './recent-tastes.ts';

export interface PlanDependencies {
  readonly store: Pick<Store, 'deliveries' | 'people'>;
  readonly archive: Archive;
  readonly topics: TopicTable;
  readonly now: () => number;
  /** What is known of the feeds; nothing where it is absent. */
  readonly feeds?: () => FeedFacts;
  /** For whoever plans many digests: what was asked for before need not be looked for again. */
  readonly recent?: RecentAnswers;
  readonly recentTastes?: RecentTastes;
  /** Gives others their turn while papers are looked at; without it, that is done at once. */
  readonly giveWay?: () => Promise<void>;
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
  const { store, feeds } = dependencies;
  const [posted, passedOver] = await Promise.all([
    store.deliveries.postedAt(subscription.address),
    store.deliveries.passedOverBy(subscription.id),
  ]);
  const reader =
    subscription.scope === 'personal' ? await store.people.get(subscription.createdBy) : undefined;
  const taste = await tasteOf(dependencies, reader?.tastes ?? []);
  const now = dependencies.now();
  const newsFrom = newsSince(subscription, slot, now);
  const options = { newsFrom, now, ...(taste && { taste }) };
  const isByHand = occasion === 'by-hand';
  const rankingOf = isByHand ? rankingAtHand : scheduledRanking;
  const ranking = await rankingOf(dependencies, subscription, options);
  const asOf = lastRead(feeds?.() ?? []);
  return decideDigest(ranking, {
    ...{ subscription, slot, posted, passedOver, isByHand },
    ...(asOf !== undefined && { asOf }),
  });
}

async function tasteOf(
  { archive, recentTastes }: PlanDependencies,
  tastes: readonly Taste[],
): Promise<RankingOptions['taste']> {
  if (tastes.length === 0) return undefined;
  return recentTastes === undefined ? tasteScores(tastes, archive.index) : recentTastes(tastes);
}

function lastRead(feeds: FeedFacts): number | undefined {
  const times = feeds.flatMap(({ readAt }) => readAt ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Of the papers whose day's list is complete. */
async function scheduledRanking(
  dependencies: PlanDependencies,
  subscription: Subscription,
  options: RankingOptions,
): Promise<Ranking> {
  const { archive, recent } = dependencies;
  const { newsFrom, now } = options;
  const { settled } = archive.arrivals;
  if (recent !== undefined && newsFrom >= now - freshMs) {
    await recent.gather([subscription], now);
    const known = recent.ranking(subscription, options);
    if (!known.ok) throw new ProblemError(known.problem);
    return known.value;
  }
  const news = newsFor({ ...options, subscription, arrived: settled });
  // As they are now: while they are looked at, feeds may change them.
  const papers = settled(newsFrom, now).map(({ paper, at }) => ({ paper, at }));
  const answers = await askedOf(dependencies, subscription, papers, now);
  return rankPapers({ ...answers, ...options, subscription, news });
}

/** Of whatever is there. */
async function rankingAtHand(
  dependencies: PlanDependencies,
  subscription: Subscription,
  options: RankingOptions,
): Promise<Ranking> {
  const { archive } = dependencies;
  const { newsFrom, now } = options;
  const { met } = archive.arrivals;
  const alsoNew = new Set(papersOfLatestDay(archive.papers()));
  const recent = met(newsFrom, now);
  const known = new Set(recent.map(({ paper }) => paper));
  const older = [...alsoNew].filter((paper) => !known.has(paper));
  const papers = [...recent, ...older.map((paper) => ({ paper, at: now }))];
  const news = newsFor({ ...options, subscription, arrived: met, alsoNew });
  const answers = await askedOf(dependencies, subscription, papers, now);
  return rankPapers({ ...answers, ...options, subscription, news, alsoNew });
}

async function askedOf(
  { archive: { prepare }, topics, giveWay }: PlanDependencies,
  subscription: Subscription,
  papers: readonly Arrived[],
  now: number,
): Promise<Answers> {
  const query = subscriptionQuery(subscription, topics);
  if (!query.ok) throw new ProblemError(query.problem);
  const steps = answersInSteps(query.value, papers, { prepare, now });
  return giveWay === undefined ? runAtOnce(steps) : inTurns(giveWay)(steps);
}
