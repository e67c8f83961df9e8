import type { Answers } from './answers.ts';
import type { Digest, LeftOutPaper, LeftOutReason } from './digest.ts';
import type { Paper } from './paper.ts';

/** A paper that matches and may be in a digest. */
export interface Candidate {
  readonly paper: Paper;
  /** It was considered before, and comes back only since it matches now. */
  readonly rose: boolean;
  /** For `best` and `trending` order. */
  readonly score: number;
}

/** A paper that came since the last digest, whether it matches or not. */
export interface News {
  readonly paper: Paper;
  /** It came too long ago to be told of. */
  readonly isOld: boolean;
}

/** What a digest is chosen from. `candidates`: the better first. */
export interface Choosable extends Pick<Answers, 'explain'> {
  readonly candidates: readonly Candidate[];
  readonly news: readonly News[];
}

/** What a digest holds, and what it does not. */
export interface Choice extends Pick<Digest, 'chosen' | 'overLimit' | 'considered'> {
  /** Worked out whenever it is asked for: it is long, and hardly anybody asks. */
  leftOut(): readonly LeftOutPaper[];
}

/**
 * Fills the places of a digest. `seen` tells why a paper is not for it any more. While there are new papers, those that rose
 * have a third of the places at most.
 */
export function choosePapers(
  { candidates, news, explain }: Choosable,
  limit: number,
  seen: (paper: Paper) => LeftOutReason | undefined,
): Choice {
  const open = candidates.filter(({ paper }) => seen(paper) === undefined);
  const fresh = open.filter(({ rose }) => !rose);
  const risen = open.filter(({ rose }) => rose);
  const places = risenPlaces(fresh.length, risen.length, limit);
  const chosen = [...fresh.slice(0, limit - places), ...risen.slice(0, places)];
  const surplus = [...fresh.slice(limit - places), ...risen.slice(places)];
  const overLimit = surplus.map(({ paper }) => paper);
  return {
    chosen: chosen.map(({ paper, rose }) => {
      const why = explain(paper);
      return why === undefined ? { paper, rose } : { paper, why, rose };
    }),
    overLimit,
    considered: news.length + risen.length,
    leftOut() {
      const isOpen = new Set(open.map(({ paper }) => paper));
      const noMatch = { kind: 'no-match', explain } as const;
      const others = news.filter(({ paper }) => !isOpen.has(paper));
      return [
        ...overLimit.map((paper, index) => ({
          paper,
          reason: { kind: 'over-limit', place: limit + index + 1 } as const,
        })),
        ...others.map(({ paper, isOld }) => ({
          paper,
          reason: seen(paper) ?? (isOld ? expired : noMatch),
        })),
      ];
    },
  };
}

const expired = { kind: 'expired' } as const;

/** How many of the places go to papers that rose: a third while new ones compete, and whatever is free. */
function risenPlaces(fresh: number, risen: number, limit: number): number {
  const share = limit === 1 ? 0 : Math.max(1, Math.floor(limit / 3));
  return Math.min(risen, Math.max(share, limit - fresh));
}
