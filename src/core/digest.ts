import type { Instant, Paper, PaperId } from './paper.ts';
import type { Explanation } from './query/explain.ts';
import type { Slot } from './schedule/schedule.ts';
import type { Subscription } from './subscription.ts';

/** Why a paper that was considered is not in the digest. */
export type LeftOutReason =
  | { readonly kind: 'no-match'; readonly explain: (paper: Paper) => Explanation | undefined }
  /** It matched, at this place of the order, from 1, which is past the limit. */
  | { readonly kind: 'over-limit'; readonly place: number }
  | { readonly kind: 'already-posted' }
  /** It was over the limit of an earlier digest of this subscription. */
  | { readonly kind: 'passed-over' }
  /** It came while no digest could be posted, and is too old by now. */
  | { readonly kind: 'expired' };

export interface ChosenPaper {
  readonly paper: Paper;
  /** Why it matched; absent where the subscription takes every paper. */
  readonly why?: Explanation;
  /** It had been considered at an earlier slot and passes the bar only now. */
  readonly rose: boolean;
}

export interface LeftOutPaper {
  readonly paper: Paper;
  readonly reason: LeftOutReason;
}

/** That a paper passed all of a query but its thresholds. */
export interface MissedBar {
  readonly paper: PaperId;
  /** `needs 25 upvotes, had 17`. */
  readonly text: string;
}

/** A pure value: what one subscription posts at one slot, and for every other paper considered, why not. */
export interface Digest {
  readonly subscription: Subscription;
  readonly slot: Slot;
  readonly chosen: readonly ChosenPaper[];
  /** What matched and did not fit, in order. */
  readonly overLimit: readonly Paper[];
  /** How many papers were considered: those chosen and those left out. */
  readonly considered: number;
  /** Those over the limit, and what was considered beside them. Worked out when it is asked for. */
  readonly leftOut: readonly LeftOutPaper[];
  /** New papers that missed nothing but a threshold, the nearest first. */
  readonly missed?: readonly MissedBar[];
  /** When the feeds were last read, epoch milliseconds. */
  readonly asOf?: number;
  /** It makes up for digests that were missed since then. */
  readonly awaySince?: Instant;
}

/** How many of the papers considered matched, chosen or over the limit. */
export function matchedCount({ chosen, overLimit }: Digest): number {
  return chosen.length + overLimit.length;
}

/** One line for a person on why a paper was left out. */
export function leftOutText({ paper, reason }: LeftOutPaper): string {
  switch (reason.kind) {
    case 'no-match':
      return explanationText(reason.explain(paper)) || 'does not match';
    case 'over-limit':
      return `matches, but is number ${reason.place} and so over the limit`;
    case 'already-posted':
      return 'already posted here';
    case 'passed-over':
      return 'was over the limit of an earlier digest';
    case 'expired':
      return 'came too long before anything could be posted again';
  }
}

function explanationText(explanation: Explanation | undefined): string {
  return explanation?.reasons.map(({ text }) => text).join('; ') ?? '';
}
