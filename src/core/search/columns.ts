import { type Paper, paperDay } from '../paper.ts';
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

/** `day` is the start of the paper's day, epoch milliseconds. */
export function setColumns(columns: Columns, doc: number, paper: Paper, day: number): void {
  const { code, project } = paper.links;
  columns.upvotes[doc] = paper.upvotes;
  columns.comments[doc] = paper.comments;
  columns.stars[doc] = paper.stars ?? Number.NaN;
  columns.day[doc] = day;
  columns.links[doc] =
    (code === undefined ? 0 : linkBits.code) | (project === undefined ? 0 : linkBits.project);
}

/** `dayStart` for many papers: their days are few, and dates slow to read. */
export function dayReader(): (paper: Paper) => number {
  const starts = new Map<string, number>();
  return (paper) => {
    const day = paperDay(paper) ?? '';
    const start = starts.get(day) ?? dayStart(paper);
    starts.set(day, start);
    return start;
  };
}
