import type { Segment } from './segment.ts';

export interface RankedDoc {
  readonly segment: Segment;
  readonly doc: number;
  readonly score: number;
}

/** Best first: by score, then upvotes, then the newer, then id. */
export function compareRanked(a: RankedDoc, b: RankedDoc): number {
  return (
    b.score - a.score ||
    upvotesOf(b) - upvotesOf(a) ||
    dayOf(b) - dayOf(a) ||
    (idOf(a) < idOf(b) ? -1 : 1)
  );
}

function upvotesOf({ segment, doc }: RankedDoc): number {
  return segment.columns.upvotes[doc] ?? 0;
}

function dayOf({ segment, doc }: RankedDoc): number {
  return segment.columns.day[doc] ?? 0;
}

function idOf({ segment, doc }: RankedDoc): string {
  return segment.papers[doc]?.id ?? '';
}
