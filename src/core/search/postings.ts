import type { Steps } from '../steps.ts';
import {
  contentMask,
  contentSections,
  type ForwardIndex,
  forEachCode,
  forEachSection,
  sections,
  titleSection,
} from './forward.ts';

/**
 * For every term the documents that have it, ascending. An entry is `doc << 4 | sections`, where the sections are the content
 * bits in which the term stands (all of them for terms that are not content).
 */
export interface PostingLists {
  /** Where each term's entries start, and where the last one's end. */
  readonly starts: Uint32Array;
  readonly entries: Uint32Array;
  /** By entry: how much the term says about the document, 1 to 255, before its rarity is weighed in. */
  readonly impacts: Uint8Array;
  /** The same of the documents that have the term in their title, so that completing looks at no others. */
  readonly titleStarts: Uint32Array;
  /** `doc << 1`, and 1 more where the title begins with the term. */
  readonly titleEntries: Uint32Array;
}

export interface Postings extends PostingLists {
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

const k1 = 0.6;
const b = 0.8;
/** Few, since what is first written to fresh memory is slow. */
const docsPerStep = 4;
/** Beside the sections of an entry: terms that are not content have all of those. */
const inTitle = 1 << contentSections;

/**
 * Impacts are BM25F's (Robertson, Zaragoza, Taylor: "Simple BM25 extension to multiple weighted fields", 2004), but lengths are
 * measured against typical lengths and not the collection's averages, so that the impacts of a paper never depend on its
 * neighbors, and segments of any age compare. The counts are those of SortedTerms.
 */
export function* createPostings(
  forward: ForwardIndex,
  counts: Uint32Array,
  titleCounts: Uint32Array,
): Steps<PostingLists> {
  const docCount = forward.starts.length - 1;
  const starts = startsOf(counts);
  const titleStarts = startsOf(titleCounts);
  const entries = new Uint32Array(starts[counts.length] ?? 0);
  const impacts = new Uint8Array(entries.length);
  const titleEntries = new Uint32Array(titleStarts[counts.length] ?? 0);
  const next = starts.slice();
  const nextTitle = titleStarts.slice();
  const { terms } = forward;
  const frequency = new Float64Array(terms.length);
  const mask = new Uint8Array(terms.length);
  let once = 0;
  let bit = 0;
  let seen: number[] = [];
  let firstInTitle = -1;
  const meet = (code: number) => {
    if (mask[code] === 0) seen.push(code);
    frequency[code] = (frequency[code] ?? 0) + once;
    mask[code] = (mask[code] ?? 0) | bit;
  };
  for (let doc = 0; doc < docCount; doc += 1) {
    forEachSection(forward, doc, (section, from, to, words) => {
      const { weight = 1, typicalLength = 1 } = sections[section] ?? {};
      once = weight / (1 - b + (b * words) / typicalLength);
      bit = section < contentSections ? 1 << section : contentMask;
      if (section === titleSection) bit |= inTitle;
      const before = seen.length;
      forEachCode(forward.bytes, from, to, meet);
      if (section === titleSection) firstInTitle = seen[before] ?? -1;
    });
    for (const code of seen) {
      const term = terms[code] ?? 0;
      const at = next[term] ?? 0;
      const weighted = frequency[code] ?? 0;
      entries[at] = (doc << contentSections) | ((mask[code] ?? 0) & contentMask);
      impacts[at] = Math.max(1, Math.round((255 * weighted) / (k1 + weighted)));
      next[term] = at + 1;
      if ((mask[code] ?? 0) & inTitle) {
        const to = nextTitle[term] ?? 0;
        titleEntries[to] = (doc << 1) | (code === firstInTitle ? 1 : 0);
        nextTitle[term] = to + 1;
      }
      frequency[code] = 0;
      mask[code] = 0;
    }
    seen = [];
    if (doc % docsPerStep === 0) yield;
  }
  return { starts, entries, impacts, titleStarts, titleEntries };
}

/** Where the entries of each term start, from how many it has. */
export function startsOf(counts: Uint32Array): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  for (let term = 0; term < counts.length; term += 1) {
    starts[term + 1] = (starts[term] ?? 0) + (counts[term] ?? 0);
  }
  return starts;
}
