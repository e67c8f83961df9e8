import {
  contentMask,
  contentSections,
  type ForwardIndex,
  forEachSection,
  forEachTerm,
  sections,
} from './forward.ts';

/**
 * For every term the documents that have it, ascending. An entry is `doc << 4 | sections`, where the sections are the content
 * bits in which the term stands (all of them for terms that are not content).
 */
export interface Postings {
  /** Where each term's entries start, and where the last one's end. */
  readonly starts: Uint32Array;
  readonly entries: Uint32Array;
  /** By entry: how much the term says about the document, 1 to 255, before its rarity is weighed in. */
  readonly impacts: Uint8Array;
  /** By term: how many documents have it that were not removed. */
  readonly counts: Uint32Array;
}

export function docOf(entry: number): number {
  return entry >>> contentSections;
}

/** The bits of an entry any one of which says that the term stands in a section of `mask`. */
export function entryBits(mask: number): number {
  return mask & contentMask || contentMask;
}

const k1 = 1.2;
const b = 0.7;

/**
 * Impacts are BM25F's (Robertson, Zaragoza, Taylor: "Simple BM25 extension to multiple weighted fields", 2004), but lengths are
 * measured against typical lengths and not the collection's averages, so that the impacts of a paper never depend on its
 * neighbors, and segments of any age compare.
 */
export function createPostings(termCount: number, forward: ForwardIndex): Postings {
  const docCount = forward.starts.length - 1;
  const starts = countDocuments(termCount, forward, docCount);
  const entries = new Uint32Array(starts[termCount] ?? 0);
  const impacts = new Uint8Array(entries.length);
  const next = starts.slice(0, termCount);
  const frequency = new Float64Array(termCount);
  const mask = new Uint8Array(termCount);
  const seen: number[] = [];
  for (let doc = 0; doc < docCount; doc += 1) {
    forEachSection(forward, doc, (section, from, to) => {
      const { weight = 1, typicalLength = 1 } = sections[section] ?? {};
      const once = weight / (1 - b + (b * (to - from)) / typicalLength);
      const bit = section < contentSections ? 1 << section : contentMask;
      forEachTerm(forward, from, to, (term) => {
        if (mask[term] === 0) seen.push(term);
        frequency[term] = (frequency[term] ?? 0) + once;
        mask[term] = (mask[term] ?? 0) | bit;
      });
    });
    for (const term of seen) {
      const at = next[term] ?? 0;
      const weighted = frequency[term] ?? 0;
      entries[at] = (doc << contentSections) | (mask[term] ?? 0);
      impacts[at] = Math.max(1, Math.round((255 * weighted) / (k1 + weighted)));
      next[term] = at + 1;
      frequency[term] = 0;
      mask[term] = 0;
    }
    seen.length = 0;
  }
  const counts = Uint32Array.from(next, (end, term) => end - (starts[term] ?? 0));
  return { starts, entries, impacts, counts };
}

/** How many documents have each term, as starts of their entries. */
function countDocuments(termCount: number, forward: ForwardIndex, docCount: number): Uint32Array {
  const starts = new Uint32Array(termCount + 1);
  const lastDoc = new Int32Array(termCount).fill(-1);
  for (let doc = 0; doc < docCount; doc += 1) {
    forEachDistinctTerm(forward, doc, lastDoc, (term) => {
      starts[term + 1] = (starts[term + 1] ?? 0) + 1;
    });
  }
  for (let term = 0; term < termCount; term += 1) {
    starts[term + 1] = (starts[term + 1] ?? 0) + (starts[term] ?? 0);
  }
  return starts;
}

function forEachDistinctTerm(
  forward: ForwardIndex,
  doc: number,
  lastDoc: Int32Array,
  visit: (term: number) => void,
): void {
  forEachSection(forward, doc, (_, from, to) => {
    forEachTerm(forward, from, to, (term) => {
      if (lastDoc[term] === doc) return;
      lastDoc[term] = doc;
      visit(term);
    });
  });
}
