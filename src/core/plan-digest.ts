import { boundedMemo } from './bounded-memo.ts';
import { choosePapers } from './choose-papers.ts';
import type { Digest, LeftOutReason } from './digest.ts';
import { type Paper, type PaperId, titleId } from './paper.ts';
import { type NewsInput, newsFor, type Ranking, type RankingInput, rankPapers } from './ranking.ts';
import { dueSlot } from './schedule/due-slot.ts';
import type { Slot } from './schedule/schedule.ts';
import type { Subscription } from './subscription.ts';

const dayMs = 24 * 3_600_000;
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

/** What a digest is made for. */
export interface DigestOccasion {
  readonly subscription: Subscription;
  readonly slot: Slot;
  /** Posted at this address by any subscription. */
  readonly posted: ReadonlySet<PaperId>;
  /** Over the limit of an earlier digest of this subscription. */
  readonly passedOver: ReadonlySet<PaperId>;
  /** When the feeds were last read, epoch milliseconds. */
  readonly asOf?: number;
  /** Asked for by hand, it makes up for nothing. */
  readonly isByHand?: boolean;
}

export type DigestInput = Omit<DigestOccasion, 'isByHand'> &
  Omit<RankingInput & NewsInput, 'newsFrom' | 'news' | 'subscription'>;

/** Ranks the papers and decides the digest. */
export function planDigest(input: DigestInput): Digest {
  const { subscription, slot, now, alsoNew } = input;
  const newsFrom = newsSince(subscription, slot, now);
  const news = newsFor({ ...input, newsFrom });
  const ranking = rankPapers({ ...input, newsFrom, news });
  return decideDigest(ranking, { ...input, isByHand: alsoNew !== undefined });
}

/**
 * Decides one digest. New papers (arrived since the last digest, and no older than `newsSince`) are all accounted for: chosen,
 * or left out with the reason. Papers of the last seven days that were considered before come back only if they match now
 * and were never decided.
 */
export function decideDigest(ranking: Ranking, occasion: DigestOccasion): Digest {
  const { subscription, slot, asOf, isByHand = false } = occasion;
  const { limit, awaySince } = subscription;
  const { missed } = ranking;
  const seen = (paper: Paper) => reasonSeen(occasion, paper);
  const choice = choosePapers(ranking, limit, seen);
  let leftOut: Digest['leftOut'] | undefined;
  return {
    subscription,
    slot,
    chosen: choice.chosen,
    overLimit: choice.overLimit,
    considered: choice.considered,
    get leftOut() {
      leftOut ??= choice.leftOut();
      return leftOut;
    },
    ...(missed.length > 0 && { missed }),
    ...(asOf !== undefined && { asOf }),
    ...(awaySince !== undefined && !isByHand && { awaySince }),
  };
}

type Seen = Pick<DigestOccasion, 'posted' | 'passedOver'>;

const alreadyPosted = { kind: 'already-posted' } as const;
const passedOverBefore = { kind: 'passed-over' } as const;

/** Why a paper is not for a place any more; undefined where it may be. */
function reasonSeen({ posted, passedOver }: Seen, paper: Paper): LeftOutReason | undefined {
  if (hasPaper(posted, paper)) return alreadyPosted;
  if (hasPaper(passedOver, paper)) return passedOverBefore;
  return undefined;
}

const formerId = boundedMemo(10_000, (paper: Paper) => ({ id: titleId(paper.title) }));

/** By its id, or by the one it had while only its title was known. */
function hasPaper(ids: ReadonlySet<PaperId>, paper: Paper): boolean {
  return ids.size > 0 && (ids.has(paper.id) || ids.has(formerId(paper).id));
}
