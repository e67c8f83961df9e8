import type { Docs } from './docs.ts';
import { docOf } from './postings.ts';
import { entryFrom, isWorthSeeking } from './read-postings.ts';
import type { ScoredTerm } from './scored-terms.ts';
import type { Segment } from './segment.ts';
import { termRange } from './text-rows.ts';

/** Calls `visit` with each of the documents and its score: the sum of weight by impact of the terms that it has. */
export function forEachScored(
  segment: Segment,
  docs: Docs,
  terms: readonly ScoredTerm[],
  visit: (doc: number, score: number) => void,
): void {
  const { dictionary, scores } = segment;
  let hasOthers = false;
  for (const term of terms) {
    const range = termRange(dictionary, term.term, term.begun);
    if (range.to - range.from === 1) addShared(segment, docs, range.from, term.weight);
    else {
      addScores(segment, term);
      hasOthers = true;
    }
  }
  for (let index = 0; index < docs.length; index += 1) {
    const doc = docs[index] ?? 0;
    visit(doc, scores[doc] ?? 0);
    scores[doc] = 0;
  }
  if (hasOthers) scores.fill(0);
}

/** Adds to the scores of those of the documents that have one term. */
function addShared({ postings, scores }: Segment, docs: Docs, term: number, weight: number): void {
  const { starts, entries, impacts } = postings;
  const end = starts[term + 1] ?? 0;
  let at = starts[term] ?? end;
  const seeks = isWorthSeeking(end - at, docs.length);
  for (let index = 0; index < docs.length; index += 1) {
    const doc = docs[index] ?? 0;
    at = entryFrom(entries, at, end, doc, seeks);
    if (at === end) return;
    if (docOf(entries[at] ?? 0) === doc) {
      scores[doc] = (scores[doc] ?? 0) + weight * (impacts[at] ?? 0);
    }
  }
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
