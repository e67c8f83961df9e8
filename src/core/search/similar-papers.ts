import { hasBit } from './bitset.ts';
import { termAt } from './dictionary.ts';
import { docOf } from './postings.ts';
import type { RankedDoc } from './ranked-doc.ts';
import { addScores } from './score-docs.ts';
import { countOf, rarity, type ScoredTerm, sizeOf } from './scored-terms.ts';
import { documentTerms, type Segment } from './segment.ts';
import { createTop } from './top.ts';

/** So many of a paper's most telling terms stand for it. */
const tellingTerms = 30;

interface TellingTerm extends ScoredTerm {
  /** Its impact in the paper itself. */
  readonly own: number;
}

/** The papers that share most of a paper's most telling terms, best first; its score against itself is 1. */
export function similarPapers(
  origin: { readonly segment: Segment; readonly doc: number },
  segments: readonly Segment[],
  limit: number,
): readonly RankedDoc[] {
  if (limit === 0) return [];
  const terms = tellingTermsOf(origin, segments);
  const self = terms.reduce((sum, { weight, own }) => sum + weight * own, 0);
  const top = createTop(limit);
  for (const segment of segments) {
    for (const term of terms) addScores(segment, term);
    const { scores, live } = segment;
    for (let doc = 0; doc < scores.length; doc += 1) {
      const sum = scores[doc] ?? 0;
      const isOrigin = segment === origin.segment && doc === origin.doc;
      if (sum > 0 && !isOrigin && hasBit(live, doc)) top.offer(segment, doc, sum / self);
    }
    scores.fill(0);
  }
  return top.sorted();
}

/** Terms that no other paper has say nothing of likeness. */
function tellingTermsOf(
  { segment, doc }: { readonly segment: Segment; readonly doc: number },
  segments: readonly Segment[],
): readonly TellingTerm[] {
  const size = sizeOf(segments);
  const terms: TellingTerm[] = [];
  for (const number of documentTerms(segment, doc)) {
    const term = termAt(segment.dictionary, number);
    if (!contentTerm.test(term)) continue;
    const count = countOf(term, false, segments);
    if (count < 2) continue;
    const own = impactIn(segment, number, doc);
    const weight = own * rarity(count, size);
    terms.push({ term, begun: false, own, weight, place: 0 });
  }
  return terms.sort((a, b) => b.weight - a.weight).slice(0, tellingTerms);
}

const contentTerm = /^[\p{L}\p{N}]/u;

/** How much a term says about a document that has it, by halving its entries. */
function impactIn({ postings: { starts, entries, impacts } }: Segment, term: number, doc: number) {
  let low = starts[term] ?? 0;
  let high = (starts[term + 1] ?? 0) - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (docOf(entries[middle] ?? 0) < doc) low = middle + 1;
    else high = middle;
  }
  return impacts[low] ?? 0;
}
