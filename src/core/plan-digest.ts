import type { Answers } from './answers.ts';
import type { Arrived } from './arrivals.ts';
import { boundedMemo } from './bounded-memo.ts';
import type { ChosenPaper, Digest, LeftOutPaper, LeftOutReason, MissedBar } from './digest.ts';
import { missedBars } from './near-miss.ts';
import { type Paper, type PaperId, titleId } from './paper.ts';
import type { Explanation } from './query/explain.ts';
import { comparePapers, digestScore } from './rank.ts';
import { dueSlot } from './schedule/due-slot.ts';
import type { Slot } from './schedule/schedule.ts';
import type { Subscription } from './subscription.ts';

const dayMs = 24 * 3_600_000;
/** A paper stays in question this long, so that votes may still lift it over a bar. */
export const risingWindowMs = 7 * dayMs;
/** Papers that nobody could be told of for this long are not news any more. */
export const freshMs = 14 * dayMs;
/** However seldom a digest comes, it reaches back no further. */
const longestGapMs = 400 * dayMs;

/**
 * From when on papers are news to a subscription at a slot, epoch milliseconds: two weeks back, or as far as its schedule
 * lies apart, where digests were missed.
 */
export function newsSince(subscription: Subscription, slot: Slot, now: number): number {
  const twoWeeks = now - freshMs;
  if (Date.parse(subscription.consideredUntil) >= twoWeeks) return twoWeeks;
  const before = dueSlot(subscription.schedule, slot.at - longestGapMs, slot.at - 1);
  return Math.min(twoWeeks, before?.at ?? twoWeeks);
}

export interface DigestInput extends Answers {
  readonly subscription: Subscription;
  readonly slot: Slot;
  /** All papers that came after one instant up to another, epoch milliseconds. */
  readonly arrived: (after: number, until: number) => readonly Arrived[];
  /** Posted at this address by any subscription. */
  readonly posted: ReadonlySet<PaperId>;
  /** Over the limit of an earlier digest of this subscription. */
  readonly passedOver: ReadonlySet<PaperId>;
  /** Papers that count as new whenever they came: asked for by hand, a digest may hold what was there before. */
  readonly alsoNew?: ReadonlySet<Paper>;
  /** What its reader's tastes add to the score of a paper, for `best` order. */
  readonly taste?: ReadonlyMap<Paper, number>;
  /** When the feeds were last read, epoch milliseconds. */
  readonly asOf?: number;
  readonly now: number;
}

interface Candidate {
  readonly paper: Paper;
  readonly rose: boolean;
  /** For `best` order. */
  readonly score: number;
}

/**
 * Decides one digest. New papers (arrived since the last digest, and no older than `newsSince`) are all accounted for: chosen,
 * or left out with the reason. Papers of the last seven days that were considered before come back only if they match now
 * and were never decided; while there are new ones, they have a third of the places at most. `matching` has every paper in
 * question that matches.
 */
export function planDigest(input: DigestInput): Digest {
  const { subscription, slot, now, asOf, alsoNew } = input;
  const { limit, awaySince } = subscription;
  const since = newsSince(subscription, slot, now);
  const candidates = candidatesOf(input, since);
  candidates.sort(compareCandidates(subscription, now));
  const fresh = candidates.filter(({ rose }) => !rose);
  const risen = candidates.filter(({ rose }) => rose);
  const places = risenPlaces(fresh.length, risen.length, limit);
  const chosen = [...fresh.slice(0, limit - places), ...risen.slice(0, places)];
  const surplus = [...fresh.slice(limit - places), ...risen.slice(places)].map(
    ({ paper }, index): LeftOutPaper => ({
      paper,
      reason: { kind: 'over-limit', place: limit + index + 1 },
    }),
  );
  const news = newPapers(input);
  const missed = missedOf(input, news);
  return {
    subscription,
    slot,
    chosen: chosen.map(({ paper, rose }) => chosenPaper(paper, input.explain(paper), rose)),
    leftOut: [...surplus, ...leftOutOf(input, news, candidates, since)],
    ...(missed.length > 0 && { missed }),
    ...(asOf !== undefined && { asOf }),
    ...(awaySince !== undefined && alsoNew === undefined && { awaySince }),
  };
}

function chosenPaper(paper: Paper, why: Explanation | undefined, rose: boolean): ChosenPaper {
  return why === undefined ? { paper, rose } : { paper, why, rose };
}

/** The papers that match and were not decided before. `news`: from when on they are news. */
function candidatesOf(input: DigestInput, news: number): Candidate[] {
  const { subscription, matching, posted, passedOver, alsoNew, now } = input;
  const since = Date.parse(subscription.since);
  const considered = Date.parse(subscription.consideredUntil);
  const candidates: Candidate[] = [];
  for (const { paper, at } of matching) {
    const isNew = at > considered && at > news;
    const isInQuestion = at >= since && at <= now && (isNew || at > now - risingWindowMs);
    const isAlsoNew = alsoNew?.has(paper) ?? false;
    if (!isAlsoNew && !isInQuestion) continue;
    if (hasPaper(posted, paper) || hasPaper(passedOver, paper)) continue;
    const score =
      subscription.sort === 'best'
        ? digestScore(paper, input.isInTitle(paper)) + (input.taste?.get(paper) ?? 0)
        : 0;
    candidates.push({ paper, rose: !isNew && !isAlsoNew, score });
  }
  return candidates;
}

/** How many of the places go to papers that rose: a third while new ones compete, and whatever is free. */
function risenPlaces(fresh: number, risen: number, limit: number): number {
  const share = limit === 1 ? 0 : Math.max(1, Math.floor(limit / 3));
  return Math.min(risen, Math.max(share, limit - fresh));
}

function newPapers({ subscription, arrived, alsoNew, now }: DigestInput): readonly Arrived[] {
  const since = Date.parse(subscription.since);
  const considered = Date.parse(subscription.consideredUntil);
  const news = arrived(Math.max(considered, since - 1), now);
  if (alsoNew === undefined) return news;
  const known = new Set(news.map(({ paper }) => paper));
  const more = [...alsoNew].filter((paper) => !known.has(paper));
  return [...news, ...more.map((paper) => ({ paper, at: now }))];
}

/** The new papers that missed nothing but a threshold: which of them rise later is known only then. */
function missedOf({ missing, explain }: DigestInput, news: readonly Arrived[]): MissedBar[] {
  const papers = missing().map(({ paper }) => paper);
  if (papers.length === 0) return [];
  const isNew = new Set(news.map(({ paper }) => paper));
  return missedBars(
    papers.filter((paper) => isNew.has(paper)),
    explain,
  );
}

/** The new papers that are no candidates. `since`: older ones are not news any more. */
function leftOutOf(
  input: DigestInput,
  news: readonly Arrived[],
  candidates: readonly Candidate[],
  since: number,
): LeftOutPaper[] {
  const isCandidate = new Set(candidates.map(({ paper }) => paper));
  const noMatch = { kind: 'no-match', explain: input.explain } as const;
  const leftOut: LeftOutPaper[] = [];
  for (const { paper, at } of news) {
    if (isCandidate.has(paper)) continue;
    leftOut.push({ paper, reason: reasonFor(input, paper, at <= since) ?? noMatch });
  }
  return leftOut;
}

/** Why a new paper that is no candidate is left out; undefined where it does not match. */
function reasonFor(
  { posted, passedOver, alsoNew }: DigestInput,
  paper: Paper,
  isOld: boolean,
): LeftOutReason | undefined {
  if (hasPaper(posted, paper)) return { kind: 'already-posted' };
  if (hasPaper(passedOver, paper)) return { kind: 'passed-over' };
  if (isOld && !alsoNew?.has(paper)) return { kind: 'expired' };
  return undefined;
}

const formerId = boundedMemo(10_000, (paper: Paper) => ({ id: titleId(paper.title) }));

/** By its id, or by the one it had while only its title was known. */
function hasPaper(ids: ReadonlySet<PaperId>, paper: Paper): boolean {
  return ids.size > 0 && (ids.has(paper.id) || ids.has(formerId(paper).id));
}

function compareCandidates(
  subscription: Subscription,
  now: number,
): (a: Candidate, b: Candidate) => number {
  const byPaper = comparePapers(subscription.sort, now);
  return (a, b) => b.score - a.score || byPaper(a.paper, b.paper);
}
