import type { Paper } from '../paper.ts';
import { dayStart } from '../rank.ts';

/** What filters and sorts look at, by document number. */
export interface Columns {
  readonly upvotes: Float64Array;
  readonly comments: Float64Array;
  /** NaN where the paper has none. */
  readonly stars: Float64Array;
  /** The start of the paper's day, epoch milliseconds; -Infinity where it has none. */
  readonly day: Float64Array;
  /** `linkBits` of the links it has. */
  readonly links: Uint8Array;
}

export const linkBits = { code: 1, project: 2 } as const;

export function createColumns(papers: readonly Paper[]): Columns {
  return {
    upvotes: Float64Array.from(papers, (paper) => paper.upvotes),
    comments: Float64Array.from(papers, (paper) => paper.comments),
    stars: Float64Array.from(papers, (paper) => paper.stars ?? Number.NaN),
    day: Float64Array.from(papers, dayStart),
    links: Uint8Array.from(
      papers,
      ({ links }) =>
        (links.code === undefined ? 0 : linkBits.code) |
        (links.project === undefined ? 0 : linkBits.project),
    ),
  };
}
