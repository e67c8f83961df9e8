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

export function emptyColumns(size: number): Columns {
  return {
    upvotes: new Float64Array(size),
    comments: new Float64Array(size),
    stars: new Float64Array(size),
    day: new Float64Array(size),
    links: new Uint8Array(size),
  };
}

export function setColumns(columns: Columns, doc: number, paper: Paper): void {
  const { code, project } = paper.links;
  columns.upvotes[doc] = paper.upvotes;
  columns.comments[doc] = paper.comments;
  columns.stars[doc] = paper.stars ?? Number.NaN;
  columns.day[doc] = dayStart(paper);
  columns.links[doc] =
    (code === undefined ? 0 : linkBits.code) | (project === undefined ? 0 : linkBits.project);
}
