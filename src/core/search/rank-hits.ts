import { decayedUpvotes } from '../rank.ts';
import { type Bitset, forEachBit, hasBit } from './bitset.ts';
import { docOf } from './postings.ts';
import type { ScoredTerm } from './scored-terms.ts';
import type { SearchOptions } from './search-contract.ts';
import type { Segment } from './segment.ts';
import { termRange } from './text-rows.ts';
import { titleBonus } from './title-bonus.ts';
import { createTop } from './top.ts';

/** What was found in one segment. */
export interface Found {
  readonly segment: Segment;
  readonly docs: Bitset;
}

export interface RankedDoc {
  readonly segment: Segment;
  readonly doc: number;
  readonly score: number;
}

/** So many of the best are looked at a second time, title by title. */
const reranked = 50;

/**
 * The best `size` of what was found, best first: by the sort, then upvotes, then the newer, then id. `best` is the sum of the
 * impacts of the query's terms, and for the first 50 a bonus for a title that has them; without terms it is the upvotes.
 */
export function rankHits(
  found: readonly Found[],
  terms: readonly ScoredTerm[],
  { sort, now }: Pick<SearchOptions, 'sort' | 'now'>,
  size: number,
): readonly RankedDoc[] {
  if (size === 0) return [];
  const byRelevance = sort === 'best' && terms.length > 0;
  const top = createTop(byRelevance ? Math.max(size, reranked) : size, compareRanked);
  for (const { segment, docs } of found) {
    const scoreOf = byRelevance ? relevance(segment, docs, terms) : columnScore(segment, sort, now);
    const next = { segment, doc: 0, score: 0 };
    forEachBit(docs, (doc) => {
      next.doc = doc;
      next.score = scoreOf(doc);
      if (top.takes(next)) top.offer({ ...next });
    });
  }
  const ranked = top.sorted();
  if (!byRelevance) return ranked;
  const ranges = new Map(
    found.map(({ segment }) => [
      segment,
      terms.map(({ term, begun }) => termRange(segment.dictionary, term, begun)),
    ]),
  );
  const best = ranked.slice(0, reranked).map(({ segment, doc, score }) => ({
    segment,
    doc,
    score: score * titleBonus(segment.forward, doc, terms, ranges.get(segment) ?? []),
  }));
  return [...best.sort(compareRanked), ...ranked.slice(reranked)].slice(0, size);
}

/** The sum of weight by impact of the terms that each document has, to be taken once. */
function relevance(
  segment: Segment,
  docs: Bitset,
  terms: readonly ScoredTerm[],
): (doc: number) => number {
  const { scores } = segment;
  addScores(segment, docs, terms);
  return (doc) => {
    const score = scores[doc] ?? 0;
    scores[doc] = 0;
    return score;
  };
}

/** Adds to the scores of the documents weight by impact of each term that they have. */
export function addScores(
  { dictionary, postings: { starts, entries, impacts }, scores }: Segment,
  docs: Bitset,
  terms: readonly ScoredTerm[],
): void {
  for (const { term, begun, weight } of terms) {
    const { from, to } = termRange(dictionary, term, begun);
    const end = starts[to] ?? 0;
    for (let at = starts[from] ?? end; at < end; at += 1) {
      const doc = docOf(entries[at] ?? 0);
      if (hasBit(docs, doc)) scores[doc] = (scores[doc] ?? 0) + weight * (impacts[at] ?? 0);
    }
  }
}

function columnScore(
  { columns: { upvotes, day } }: Segment,
  sort: SearchOptions['sort'],
  now: number,
): (doc: number) => number {
  switch (sort) {
    case 'newest':
      return (doc) => day[doc] ?? 0;
    case 'trending':
      return (doc) => decayedUpvotes(upvotes[doc] ?? 0, day[doc] ?? 0, now);
    default:
      return (doc) => upvotes[doc] ?? 0;
  }
}

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
