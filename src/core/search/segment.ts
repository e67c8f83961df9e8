import type { Paper, PaperId } from '../paper.ts';
import { dayStart } from '../rank.ts';
import type { Steps } from '../steps.ts';
import { addBit, type Bitset, deleteBit, emptyBitset } from './bitset.ts';
import { type Columns, dayReader, emptyColumns, setColumns } from './columns.ts';
import { createDictionary, type Dictionary } from './dictionary.ts';
import { type ForwardIndex, forEachSection, forEachTerm } from './forward.ts';
import { createForwardWriter, sectionTexts, writePaper } from './forward-writer.ts';
import { lettersOfTerms } from './near-terms.ts';
import { createPostings, type PostingLists, type Postings } from './postings.ts';
import { createTermCodes } from './term-codes.ts';

/** What of a segment never changes, and can be kept on disk. */
export interface SegmentTexts {
  readonly dictionary: Dictionary;
  readonly forward: ForwardIndex;
  readonly postings: PostingLists;
}

/** Papers indexed together, numbered from 0. What changes is only which are live, and what a paper has besides its texts. */
export interface Segment {
  /** Without those that were removed. */
  readonly papers: (Paper | undefined)[];
  /** The number of each paper that was not removed. */
  readonly docs: Map<PaperId, number>;
  /** The same numbers as a set. */
  readonly live: Bitset;
  readonly dictionary: Dictionary;
  /** As of Spellings. */
  readonly letters: Uint32Array;
  readonly forward: ForwardIndex;
  readonly postings: Postings;
  readonly columns: Columns;
  /** Room for one score by document, all 0 between searches: making it anew would cost more than many a search. */
  readonly scores: Float64Array;
}

const perStep = 1024;

/** Indexes papers of distinct ids. */
export function* createSegment(papers: Paper[]): Steps<Segment> {
  const codes = createTermCodes();
  const writer = createForwardWriter();
  for (const paper of papers) {
    codes.nextPaper();
    writePaper(writer, paper, codes.codeOf);
    yield;
  }
  const { sorted, numbers, counts, titleCounts } = yield* codes.sorted();
  const dictionary = yield* createDictionary(sorted);
  const forward = { ...(yield* writer.finish()), terms: numbers };
  const postings = yield* createPostings(forward, counts, titleCounts);
  return yield* assemble(papers, { dictionary, forward, postings });
}

/** A segment of indexed texts and the papers that have them, in the same order; a document without a paper is removed. */
export function* assemble(
  papers: (Paper | undefined)[],
  { dictionary, forward, postings }: SegmentTexts,
): Steps<Segment> {
  const docs = new Map<PaperId, number>();
  const columns = emptyColumns(papers.length);
  const live = emptyBitset(papers.length);
  const letters = yield* lettersOfTerms(dictionary);
  const scores = new Float64Array(papers.length);
  const counts = postings.starts.slice(1);
  for (let term = counts.length - 1; term >= 0; term -= 1) {
    counts[term] = (counts[term] ?? 0) - (postings.starts[term] ?? 0);
  }
  const segment = {
    papers,
    docs,
    live,
    dictionary,
    letters,
    forward,
    postings: { ...postings, counts },
    columns,
    scores,
  };
  const dayOf = dayReader();
  for (const [doc, paper] of papers.entries()) {
    if (paper === undefined) discount(segment, doc);
    else {
      docs.set(paper.id, doc);
      addBit(live, doc);
      setColumns(columns, doc, paper, dayOf(paper));
    }
    if (doc % perStep === 0) yield;
  }
  return segment;
}

/** Takes documents out of what is found and counted; their postings stay until the next merge. */
export function removeDocuments(segment: Segment, ids: readonly PaperId[]): void {
  for (const id of ids) {
    const doc = segment.docs.get(id);
    if (doc !== undefined) removeDocument(segment, id, doc);
  }
}

function removeDocument(segment: Segment, id: PaperId, doc: number): void {
  segment.papers[doc] = undefined;
  segment.docs.delete(id);
  deleteBit(segment.live, doc);
  discount(segment, doc);
}

/** Its terms are no longer counted as those of one document more. */
function discount(segment: Pick<Segment, 'forward' | 'postings'>, doc: number): void {
  for (const term of documentTerms(segment, doc)) {
    segment.postings.counts[term] = (segment.postings.counts[term] ?? 0) - 1;
  }
}

/** Whether a paper of this id is there and is found by the same texts: then `replacePaper` is enough. */
export function hasTextsOf({ docs, papers }: Segment, paper: Paper): boolean {
  const doc = docs.get(paper.id);
  const current = doc === undefined ? undefined : papers[doc];
  return current !== undefined && hasSameTexts(current, paper);
}

/** Puts a paper in the place of that of the same id, where there is one, without indexing its texts. */
export function replacePaper({ docs, papers, columns }: Segment, paper: Paper): void {
  const doc = docs.get(paper.id);
  if (doc === undefined) return;
  setColumns(columns, doc, paper, dayStart(paper));
  papers[doc] = paper;
}

function hasSameTexts(one: Paper, other: Paper): boolean {
  const texts = sectionTexts(other);
  return sectionTexts(one).every((own, section) => {
    const theirs = texts[section] ?? [];
    return own.length === theirs.length && own.every((text, index) => text === theirs[index]);
  });
}

/** The numbers of the terms of a document, each once. */
export function documentTerms(
  { forward }: Pick<Segment, 'forward'>,
  doc: number,
): ReadonlySet<number> {
  const terms = new Set<number>();
  forEachSection(forward, doc, (_, from, to) => {
    forEachTerm(forward, from, to, (term) => terms.add(term));
  });
  return terms;
}
