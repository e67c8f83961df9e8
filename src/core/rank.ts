import type { Paper } from './paper.ts';
import { paperDay } from './paper.ts';
import type { DigestSort } from './subscription.ts';

const hour = 3_600_000;

export function trendingScore(paper: Paper, now: number): number {
  return decayedUpvotes(paper.upvotes, dayStart(paper), now);
}

/**
 * Upvotes weighed against age, `(upvotes + 1) / (hours + 12) ^ 1.2`: the form of Hacker News' ranking with a lower gravity,
 * as papers live for days and not for hours. Age counts from the start of the paper's day; a day in the future is age 0.
 */
function decayedUpvotes(upvotes: number, day: number, now: number): number {
  return (upvotes + 1) / ageDivisor(day, now);
}

/** What age divides trending upvotes by. */
export function ageDivisor(day: number, now: number): number {
  return (Math.max(0, now - day) / hour + 12) ** 1.2;
}

/** The start of the paper's day, epoch milliseconds; -Infinity where it has none. */
export function dayStart(paper: Paper): number {
  const start = Date.parse(`${paperDay(paper)}T00:00:00Z`);
  return Number.isNaN(start) ? Number.NEGATIVE_INFINITY : start;
}

/** Votes first on a logarithmic scale, then stars of the code, and a bonus of one doubling for a match in the title. */
export function digestScore(paper: Paper, matchedInTitle: boolean): number {
  return (
    Math.log2(paper.upvotes + 1) + Math.log10((paper.stars ?? 0) + 1) / 2 + (matchedInTitle ? 1 : 0)
  );
}

/** A total order for papers without a query: the better first, ties by upvotes, then day, then id. */
export function comparePapers(sort: DigestSort, now: number): (a: Paper, b: Paper) => number {
  return (a, b) => primary(sort, now, a, b) || b.upvotes - a.upvotes || byDay(a, b) || byId(a, b);
}

function primary(sort: DigestSort, now: number, a: Paper, b: Paper): number {
  switch (sort) {
    case 'best':
      return digestScore(b, false) - digestScore(a, false);
    case 'trending':
      return trendingScore(b, now) - trendingScore(a, now);
    case 'newest':
      return byDay(a, b);
    case 'upvotes':
      return 0;
  }
}

function byDay(a: Paper, b: Paper): number {
  return compareCodes(paperDay(b) ?? '', paperDay(a) ?? '');
}

function byId(a: Paper, b: Paper): number {
  return compareCodes(a.id, b.id);
}

function compareCodes(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
