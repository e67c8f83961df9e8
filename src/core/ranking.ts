import type { Answers } from './answers.ts';
import type { Arrived } from './arrivals.ts';
import type { Candidate, Choosable, News } from './choose-papers.ts';
import type { MissedBar } from './digest.ts';
import { missedBars } from './near-miss.ts';
import type { Paper, PaperId } from './paper.ts';
import { comparePapers, digestScore, trendingScore } from './rank.ts';
import type { Subscription } from './subscription.ts';

const dayMs = 24 * 3_600_000;
const risingWindowMs = 7 * dayMs;
const minuteMs = 60_000;

/**
 * From when on papers are in question that may have been looked at before, epoch milliseconds: a week back, so that votes may
 * still lift them over a bar; and where digests are rarer, a day before the last look, as what counts from when can turn out to
 * be earlier than it was by then (a clock was set, a paper moved to another day's list). Never before papers are news.
 */
export function risingFrom(considered: number, newsFrom: number, now: number): number {
  return Math.min(now - risingWindowMs, Math.max(considered - dayMs, newsFrom));
}

export interface RankingInput extends Answers {
  readonly subscription: Pick<Subscription, 'sort' | 'since' | 'consideredUntil'>;
  /** From when on papers are news to it, epoch milliseconds. */
  readonly newsFrom: number;
  /** As `newsFor` gives it. */
  readonly news: readonly News[];
  /** Papers that count as new whenever they came: asked for by hand, a digest may hold what was there before. */
  readonly alsoNew?: ReadonlySet<Paper>;
  /** What its reader's tastes add to the score of a paper, for `best` order. */
  readonly taste?: ReadonlyMap<PaperId, number>;
  readonly now: number;
}

export interface NewsInput
  extends Pick<RankingInput, 'subscription' | 'newsFrom' | 'alsoNew' | 'now'> {
  /** All papers that came after one instant up to another, epoch milliseconds. */
  readonly arrived: (after: number, until: number) => readonly Arrived[];
}

/** What there is for a digest, whatever its place has seen: the same for all who ask for the same of the same papers. */
export interface Ranking extends Choosable {
  /** Of the news that are not old those that missed nothing but a threshold. */
  readonly missed: readonly MissedBar[];
}

/** What decides by when papers came which of them are new and which in question. Nothing else of an instant does. */
export interface RankingInstants {
  readonly now: number;
  readonly rising: number;
  readonly newsFrom: number;
  readonly considered: number;
  /** Just before the subscription. */
  readonly before: number;
}

/** Epoch milliseconds: a paper counts as come up to an instant, or after it. */
export function rankingInstants({
  subscription,
  newsFrom,
  now,
}: Pick<RankingInput, 'subscription' | 'newsFrom' | 'now'>): RankingInstants {
  const considered = Date.parse(subscription.consideredUntil);
  const before = Date.parse(subscription.since) - 1;
  return { now, rising: risingFrom(considered, newsFrom, now), newsFrom, considered, before };
}

/** The moment by which `trending` weighs ages, epoch milliseconds: all who ask within a minute get the same order. */
export function trendingMoment(now: number): number {
  return Math.floor(now / minuteMs) * minuteMs;
}

/** `matching` must have every paper in question that matches. */
export function rankPapers(input: RankingInput): Ranking {
  const { subscription, news, explain, now } = input;
  const { sort } = subscription;
  // What `trending` goes by is the score already, and comparing it anew would take most of the time.
  const byPaper = comparePapers(sort === 'trending' ? 'upvotes' : sort, now);
  const candidates = candidatesOf(input).sort(
    (a, b) => b.score - a.score || byPaper(a.paper, b.paper),
  );
  return { candidates, news, explain, missed: missedOf(input) };
}

/** The papers in question that match. */
function candidatesOf(input: RankingInput): Candidate[] {
  const { matching, alsoNew } = input;
  const { now, rising, newsFrom, considered, before } = rankingInstants(input);
  const candidates: Candidate[] = [];
  for (const { paper, at } of matching) {
    const isNew = at > considered && at > newsFrom;
    const isInQuestion = at > before && at <= now && (isNew || at > rising);
    const isAlsoNew = alsoNew?.has(paper) ?? false;
    if (!isAlsoNew && !isInQuestion) continue;
    candidates.push({ paper, rose: !isNew && !isAlsoNew, score: scoreOf(paper, input) });
  }
  return candidates;
}

/** What its order goes by first, where that is not told by a look at the paper. */
function scoreOf(paper: Paper, { subscription, isInTitle, taste, now }: RankingInput): number {
  switch (subscription.sort) {
    case 'best':
      return digestScore(paper, isInTitle(paper)) + (taste?.get(paper.id) ?? 0);
    case 'trending':
      return trendingScore(paper, trendingMoment(now));
    default:
      return 0;
  }
}

/** The papers that came since the subscription was last looked at: the same whatever it asks for. */
export function newsFor(input: NewsInput): News[] {
  const { arrived, alsoNew } = input;
  const { now, newsFrom, considered, before } = rankingInstants(input);
  const news = arrived(Math.max(considered, before), now).map(({ paper, at }) => ({
    paper,
    isOld: at <= newsFrom && !alsoNew?.has(paper),
  }));
  if (alsoNew === undefined) return news;
  const known = new Set(news.map(({ paper }) => paper));
  const more = [...alsoNew].filter((paper) => !known.has(paper));
  return [...news, ...more.map((paper) => ({ paper, isOld: false }))];
}

/**
 * The new papers that missed nothing but a threshold: which of them rise later is known only then. Those that came too long ago
 * would be expired if they had not missed it.
 */
function missedOf({ missing, news, explain }: RankingInput): MissedBar[] {
  const papers = missing().map(({ paper }) => paper);
  if (papers.length === 0) return [];
  const isNew = new Set(news.filter(({ isOld }) => !isOld).map(({ paper }) => paper));
  return missedBars(
    papers.filter((paper) => isNew.has(paper)),
    explain,
  );
}
