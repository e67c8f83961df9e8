import type { Paper, PaperId } from '../paper.ts';
import { type Bitset, deleteBit, fullBitset } from './bitset.ts';
import { type Columns, createColumns } from './columns.ts';
import { createDictionary, type Dictionary, termAt } from './dictionary.ts';
import { type ForwardIndex, forEachSection, forEachTerm } from './forward.ts';
import { createForwardWriter, type ForwardPart, joinForward } from './forward-writer.ts';
import { createPostings, type Postings } from './postings.ts';

/** Papers indexed together, numbered from 0. Only removal changes a segment. */
export interface Segment {
  readonly papers: readonly Paper[];
  /** The number of each paper that was not removed. */
  readonly docs: Map<PaperId, number>;
  /** The same numbers as a set. */
  readonly live: Bitset;
  readonly dictionary: Dictionary;
  readonly forward: ForwardIndex;
  readonly postings: Postings;
  readonly columns: Columns;
  /** Room for one score by document, all 0 between searches: making it anew would cost more than many a search. */
  readonly scores: Float32Array;
}

/** Indexes papers of distinct ids. */
export function createSegment(papers: readonly Paper[]): Segment {
  const numbers = new Map<string, number>();
  const writer = createForwardWriter((term) => {
    const known = numbers.get(term);
    if (known !== undefined) return known;
    numbers.set(term, numbers.size);
    return numbers.size - 1;
  });
  for (const paper of papers) writer.add(paper);
  const terms = [...numbers.keys()].sort();
  const renumbered = new Uint32Array(terms.length);
  for (const [index, term] of terms.entries()) renumbered[numbers.get(term) ?? 0] = index;
  const docs = [...papers.keys()];
  return assemble(papers, terms, [{ forward: writer.finish(), docs, renumbered }]);
}

/** One segment with all that is live in several. */
export function mergeSegments(segments: readonly Segment[]): Segment {
  const terms = [...new Set(segments.flatMap(liveTerms))].sort();
  const papers: Paper[] = [];
  const parts = segments.map(({ papers: own, docs, dictionary, forward }): ForwardPart => {
    const kept = [...docs.values()].sort((a, b) => a - b);
    for (const doc of kept) {
      const paper = own[doc];
      if (paper !== undefined) papers.push(paper);
    }
    return { forward, docs: kept, renumbered: placesIn(terms, dictionary) };
  });
  return assemble(papers, terms, parts);
}

/** Takes a document out of what is found and counted; its postings stay until the next merge. */
export function removeDocument(segment: Segment, id: PaperId): void {
  const doc = segment.docs.get(id);
  if (doc === undefined) return;
  segment.docs.delete(id);
  deleteBit(segment.live, doc);
  for (const term of documentTerms(segment, doc)) {
    segment.postings.counts[term] = (segment.postings.counts[term] ?? 0) - 1;
  }
}

/** The numbers of the terms of a document, each once. */
export function documentTerms({ forward }: Segment, doc: number): ReadonlySet<number> {
  const terms = new Set<number>();
  forEachSection(forward, doc, (_, from, to) => {
    forEachTerm(forward, from, to, (term) => terms.add(term));
  });
  return terms;
}

function assemble(
  papers: readonly Paper[],
  terms: readonly string[],
  parts: readonly ForwardPart[],
): Segment {
  const forward = joinForward(parts);
  return {
    papers,
    docs: new Map(papers.map((paper, doc) => [paper.id, doc])),
    live: fullBitset(papers.length),
    dictionary: createDictionary(terms),
    forward,
    postings: createPostings(terms.length, forward),
    columns: createColumns(papers),
    scores: new Float32Array(papers.length),
  };
}

function liveTerms({ dictionary, postings }: Segment): string[] {
  const terms: string[] = [];
  for (let term = 0; term < dictionary.size; term += 1) {
    if ((postings.counts[term] ?? 0) > 0) terms.push(termAt(dictionary, term));
  }
  return terms;
}

/** For each term of a dictionary its place in the sorted `terms`; for those not among them any. */
function placesIn(terms: readonly string[], dictionary: Dictionary): Uint32Array {
  const places = new Uint32Array(dictionary.size);
  let place = 0;
  for (let term = 0; term < dictionary.size; term += 1) {
    const text = termAt(dictionary, term);
    while (place < terms.length && (terms[place] ?? '') < text) place += 1;
    places[term] = place;
  }
  return places;
}
