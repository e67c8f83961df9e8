import type { Answers } from './answers.ts';
import type { Arrived } from './arrivals.ts';
import {
  type Candidate,
  type Choice,
  type Choosable,
  choosePapers,
  type News,
} from './choose-papers.ts';
import type { MissedBar } from './digest.ts';
import { missedBars } from './near-miss.ts';
import type { Paper } from './paper.ts';
import { comparePapers, digestScore } from './rank.ts';
import type { Subscription } from './subscription.ts';

const dayMs = 24 * 3_600_000;
const risingWindowMs = 7 * dayMs;

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
  readonly taste?: ReadonlyMap<Paper, number>;
  readonly now: number;
}

export interface NewsInput
  extends Pick<RankingInput, 'subscription' | 'newsFrom' | 'alsoNew' | 'now'> {
  /** All papers that came after one instant up to another, epoch milliseconds. */
  readonly arrived: (after: number, until: number) => readonly Arrived[];
}

/** What there is for a digest, whatever its place has seen: the same for all who ask for the same of the same papers. */
export interface Ranking extends Choosable {
  /** Of the news those that missed nothing but a threshold. */
  readonly missed: readonly MissedBar[];
  /** What a place gets that has seen none of it. Digests of the same limit share it. */
  firstChoice(limit: number): Choice;
}

/** `matching` must have every paper in question that matches. */
export function rankPapers(input: RankingInput): Ranking {
  const { subscription, news, explain, now } = input;
  const byPaper = comparePapers(subscription.sort, now);
  const candidates = candidatesOf(input).sort(
    (a, b) => b.score - a.score || byPaper(a.paper, b.paper),
  );
  const choosable = { candidates, news, explain };
  const choices = new Map<number, Choice>();
  return {
    ...choosable,
    missed: missedOf(input),
    firstChoice(limit) {
      const choice = choices.get(limit) ?? choosePapers(choosable, limit, () => undefined);
      choices.set(limit, choice);
      return choice;
    },
  };
}

/** The papers in question that match. */
function candidatesOf(input: RankingInput): Candidate[] {
  const { subscription, matching, alsoNew, newsFrom, now } = input;
  const since = Date.parse(subscription.since);
  const considered = Date.parse(subscription.consideredUntil);
  const candidates: Candidate[] = [];
  for (const { paper, at } of matching) {
    const isNew = at > considered && at > newsFrom;
    const isInQuestion =
      at >= since && at <= now && (isNew || at > risingFrom(considered, newsFrom, now));
    const isAlsoNew = alsoNew?.has(paper) ?? false;
    if (!isAlsoNew && !isInQuestion) continue;
    const score =
      subscription.sort === 'best'
        ? digestScore(paper, input.isInTitle(paper)) + (input.taste?.get(paper) ?? 0)
        : 0;
    candidates.push({ paper, rose: !isNew && !isAlsoNew, score });
  }
  return candidates;
}

/** The papers that came since the subscription was last looked at: the same whatever it asks for. */
export function newsFor({ subscription, newsFrom, arrived, alsoNew, now }: NewsInput): News[] {
  const since = Date.parse(subscription.since);
  const considered = Date.parse(subscription.consideredUntil);
  const news = arrived(Math.max(considered, since - 1), now).map(({ paper, at }) => ({
    paper,
    isOld: at <= newsFrom && !alsoNew?.has(paper),
  }));
  if (alsoNew === undefined) return news;
  const known = new Set(news.map(({ paper }) => paper));
  const more = [...alsoNew].filter((paper) => !known.has(paper));
  return [...news, ...more.map((paper) => ({ paper, isOld: false }))];
}

/** The new papers that missed nothing but a threshold: which of them rise later is known only then. */
function missedOf({ missing, news, explain }: RankingInput): MissedBar[] {
  const papers = missing().map(({ paper }) => paper);
  if (papers.length === 0) return [];
  const isNew = new Set(news.map(({ paper }) => paper));
  return missedBars(
    papers.filter((paper) => isNew.has(paper)),
    explain,
  );
}
