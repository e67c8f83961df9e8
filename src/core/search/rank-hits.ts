import { ageDivisor } from '../rank.ts';
import { hasBit } from './bitset.ts';
import type { Found } from './found.ts';
import { docOf } from './postings.ts';
import { compareRanked, type RankedDoc } from './ranked-doc.ts';
import { forEachScored } from './score-docs.ts';
import type { ScoredTerm } from './scored-terms.ts';
import type { SearchOptions } from './search-contract.ts';
import type { Segment } from './segment.ts';
import { titleBonus } from './title-bonus.ts';
import { createTop, type Top } from './top.ts';

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
  if (sort === 'best' && terms.length > 0) return byRelevance(found, terms, size);
  const top = createTop(size);
  for (const { segment, docs } of found) {
    const scoreOf = columnScore(segment, sort, now);
    for (let index = 0; index < docs.length; index += 1) {
      const doc = docs[index] ?? 0;
      top.offer(segment, doc, scoreOf(doc));
    }
  }
  return top.sorted();
}

function byRelevance(
  found: readonly Found[],
  terms: readonly ScoredTerm[],
  size: number,
): readonly RankedDoc[] {
  const top = createTop(Math.max(size, reranked));
  for (const each of found) offerScored(each, terms, top);
  const ranked = top.sorted();
  const bonuses = new Map(found.map(({ segment }) => [segment, titleBonus(segment, terms)]));
  const best = ranked.slice(0, reranked).map(({ segment, doc, score }) => ({
    segment,
    doc,
    score: score * (bonuses.get(segment)?.(doc) ?? 1),
  }));
  return [...best.sort(compareRanked), ...ranked.slice(reranked)].slice(0, size);
}

function offerScored(found: Found, terms: readonly ScoredTerm[], top: Top): void {
  const { segment, term } = found;
  const [only, ...others] = terms;
  if (term === undefined || only === undefined || others.length > 0) {
    forEachScored(segment, found.docs, terms, (doc, score) => top.offer(segment, doc, score));
    return;
  }
  const { starts, entries, impacts } = segment.postings;
  const end = starts[term + 1] ?? 0;
  for (let at = starts[term] ?? end; at < end; at += 1) {
    const score = only.weight * (impacts[at] ?? 0);
    if (score < top.least()) continue;
    const doc = docOf(entries[at] ?? 0);
    if (hasBit(segment.live, doc)) top.offer(segment, doc, score);
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
    case 'trending': {
      // Papers are many, their days few, and powers slow.
      const divisors = new Map<number, number>();
      return (doc) => {
        const started = day[doc] ?? 0;
        const divisor = divisors.get(started) ?? ageDivisor(started, now);
        divisors.set(started, divisor);
        return ((upvotes[doc] ?? 0) + 1) / divisor;
      };
    }
    default:
      return (doc) => upvotes[doc] ?? 0;
  }
}
