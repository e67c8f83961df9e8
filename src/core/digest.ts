import type { Paper, PaperId } from './paper.ts';
import type { Explanation } from './query/explain.ts';
import type { Slot } from './schedule.ts';
import type { Subscription } from './subscription.ts';

/** Why a paper that was considered is not in the digest. */
export type LeftOutReason =
  | { readonly kind: 'no-match'; readonly explanation: Explanation }
  | { readonly kind: 'over-limit'; readonly place: number }
  | { readonly kind: 'already-posted' }
  | { readonly kind: 'passed-over' }
  | { readonly kind: 'before-subscription' };

export interface ChosenPaper {
  readonly paper: Paper;
  /** Why it matched; absent where the subscription takes every paper. */
  readonly why?: Explanation;
  /** It had been considered at an earlier slot and passes the bar only now. */
  readonly rose: boolean;
}

/** A pure value: what one subscription posts at one slot, and why not the rest. */
export interface Digest {
  readonly subscription: Subscription;
  readonly slot: Slot;
  readonly chosen: readonly ChosenPaper[];
  readonly leftOut: readonly { readonly paper: Paper; readonly reason: LeftOutReason }[];
  /** How many matched, chosen or not. */
  readonly matched: number;
  /** How many new papers were considered. */
  readonly considered: number;
}

/** The papers that this digest decides for good: posted ones and those over its limit. */
export function settledPapers(digest: Digest): { posted: PaperId[]; passedOver: PaperId[] } {
  return {
    posted: digest.chosen.map(({ paper }) => paper.id),
    passedOver: digest.leftOut
      .filter(({ reason }) => reason.kind === 'over-limit')
      .map(({ paper }) => paper.id),
  };
}
