import type { Docs } from './docs.ts';
import { docOf } from './postings.ts';
import { forEachShared } from './read-postings.ts';
import type { ScoredTerm } from './scored-terms.ts';
import type { Segment } from './segment.ts';
import { termRange } from './text-rows.ts';

/** For each of the documents the sum of weight by impact of the terms that it has. */
export function scoreDocs(
  segment: Segment,
  docs: Docs,
  terms: readonly ScoredTerm[],
): Float64Array {
  const sums = new Float64Array(docs.length);
  const { starts, entries, impacts } = segment.postings;
  for (const term of terms) {
    const { from, to } = termRange(segment.dictionary, term.term, term.begun);
    const { weight } = term;
    if (to - from === 1) {
      forEachShared(docs, entries, starts[from] ?? 0, starts[to] ?? 0, (index, at) => {
        sums[index] = (sums[index] ?? 0) + weight * (impacts[at] ?? 0);
      });
    } else if (to > from) {
      addScores(segment, term);
      for (let index = 0; index < docs.length; index += 1) {
        sums[index] = (sums[index] ?? 0) + (segment.scores[docs[index] ?? 0] ?? 0);
      }
      segment.scores.fill(0);
    }
  }
  return sums;
}

/** Adds to the segment's scores weight by impact for every document that has the term, those that were removed included. */
export function addScores(
  { dictionary, postings: { starts, entries, impacts }, scores }: Segment,
  { term, begun, weight }: ScoredTerm,
): void {
  const { from, to } = termRange(dictionary, term, begun);
  const end = starts[to] ?? 0;
  for (let at = starts[from] ?? end; at < end; at += 1) {
    const doc = docOf(entries[at] ?? 0);
    scores[doc] = (scores[doc] ?? 0) + weight * (impacts[at] ?? 0);
  }
}
