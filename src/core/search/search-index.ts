import type { Paper, PaperId } from '../paper.ts';
import type { Query, QueryNode } from '../query/ast.ts';
import { withoutFilters } from '../query/looser.ts';
import { type PositiveTerm, positiveTerms } from '../query/positive-terms.ts';
import { runAtOnce, type Steps } from '../steps.ts';
import { completeTitles } from './complete-titles.ts';
import { type CorrectedQuery, correctDoubted, correctUnknown } from './correct-words.ts';
import { type Found, findIn } from './found.ts';
import { rankHits } from './rank-hits.ts';
import type { RankedDoc } from './ranked-doc.ts';
import { scoredTerms, sizeOf } from './scored-terms.ts';
import type {
  SearchHit,
  SearchIndex,
  SearchOptions,
  SearchResult,
  SimilarPaper,
} from './search-contract.ts';
import type { Segment } from './segment.ts';
import { createSegmentStack, type SegmentStack } from './segment-stack.ts';
import { similarPapers } from './similar-papers.ts';
import { encodeSegments, restoreSegments } from './snapshot.ts';
import { markedTitle, snippetOf } from './snippet.ts';

export type { SearchHit, SearchIndex, SearchOptions, SearchResult } from './search-contract.ts';

/** An index of these papers, built without a pause; of two with the same id the last is indexed. */
export function createSearchIndex(papers: Iterable<Paper> = []): SearchIndex {
  const byId = new Map<PaperId, Paper>();
  for (const paper of papers) byId.set(paper.id, paper);
  return runAtOnce(buildSearchIndex(byId));
}

/**
 * An index of these papers. `saved` is a file that an index once gave: of it is used what is still right, and a damaged one is
 * not used.
 */
export function* buildSearchIndex(
  papers: ReadonlyMap<PaperId, Paper>,
  saved?: Uint8Array,
): Steps<SearchIndex> {
  const restored = saved === undefined ? [] : yield* restoreSegments(saved, papers);
  const restoredSize = sizeOf(restored);
  const stack = createSegmentStack(restored);
  yield* stack.update({ put: yield* othersThan(restored, papers), removed: [] });
  return {
    get size() {
      return sizeOf(stack.segments());
    },
    restored: restoredSize,
    update: stack.update,
    compact: stack.compact,
    encode: () => encodeSegments(stack.segments()),
    get(id) {
      const place = findDocument(stack.segments(), id);
      return place?.segment.papers[place.doc];
    },
    search: (query, options) =>
      unchanged(stack, (segments) => searchSegments(segments, query, options)),
    matching: ({ node }, now) => unchanged(stack, (segments) => matchingIn(segments, node, now)),
    similar(id, limit) {
      const place = findDocument(stack.segments(), id);
      if (place === undefined) return [];
      return similarPapers(place, stack.segments(), wholeNumber(limit)).flatMap(similarOf);
    },
    complete: (typed, limit) =>
      completeTitles(typed, stack.segments(), wholeNumber(limit)).flatMap(paperOf),
  };
}

const perStep = 1024;

/** The papers that no segment has. */
function* othersThan(
  segments: readonly Segment[],
  papers: ReadonlyMap<PaperId, Paper>,
): Steps<readonly Paper[]> {
  if (sizeOf(segments) === papers.size) return [];
  const others: Paper[] = [];
  let looked = 0;
  for (const paper of papers.values()) {
    if (!segments.some(({ docs }) => docs.has(paper.id))) others.push(paper);
    looked += 1;
    if (looked % perStep === 0) yield;
  }
  return others;
}

/** Papers seldom change while one search gives way, and hardly ever twice. */
const mostTries = 3;

/** What is found where no update comes between the first step and the last: it is looked for again, at last without giving way. */
function* unchanged<T>(
  stack: Pick<SegmentStack, 'segments' | 'version'>,
  find: (segments: readonly Segment[]) => Steps<T>,
): Steps<T> {
  for (let tries = 1; tries < mostTries; tries += 1) {
    const version = stack.version();
    const found = yield* find(stack.segments());
    if (stack.version() === version) return found;
  }
  return runAtOnce(find(stack.segments()));
}

function* searchSegments(
  segments: readonly Segment[],
  query: Query,
  options: SearchOptions,
): Steps<SearchResult> {
  const { now } = options;
  const { node, corrections, standIns, found, total } = yield* findDocuments(
    query.node,
    segments,
    now,
  );
  const offset = wholeNumber(options.offset);
  const end = Math.min(offset + wholeNumber(options.limit), total);
  if (end <= offset) return { total, hits: [], corrections };
  const asked = positiveTerms(node);
  const ranked = rankHits(found, scoredTerms(asked, segments, standIns), options, end);
  const hits = ranked.slice(offset).flatMap((each) => hitOf(each, asked));
  return { total, hits, corrections };
}

interface FoundDocuments extends CorrectedQuery {
  readonly found: readonly Found[];
  readonly total: number;
}

/** What a query finds, or where its words find nothing what it finds with a doubtful one corrected. */
function* findDocuments(
  typed: QueryNode,
  segments: readonly Segment[],
  now: number,
): Steps<FoundDocuments> {
  const likeliest = yield* findCorrected(correctUnknown(typed, segments), segments, now);
  if (likeliest.total > 0) return likeliest;
  const unfiltered = withoutFilters(likeliest.node);
  const isBarred = (yield* findAll(unfiltered, segments, now)).some(({ count }) => count > 0);
  if (isBarred) return likeliest;
  for (const doubted of correctDoubted(typed, segments)) {
    const result = yield* findCorrected(doubted, segments, now);
    if (result.total > 0) return result;
  }
  return likeliest;
}

function* findCorrected(
  corrected: CorrectedQuery,
  segments: readonly Segment[],
  now: number,
): Steps<FoundDocuments> {
  const found = yield* findAll(corrected.node, segments, now);
  return { ...corrected, found, total: found.reduce((sum, { count }) => sum + count, 0) };
}

function* findAll(
  node: QueryNode,
  segments: readonly Segment[],
  now: number,
): Steps<readonly Found[]> {
  const found: Found[] = [];
  for (const segment of segments) found.push(yield* findIn(segment, node, now));
  return found;
}

function* matchingIn(
  segments: readonly Segment[],
  node: QueryNode,
  now: number,
): Steps<readonly Paper[]> {
  const found = yield* findAll(node, segments, now);
  return found.flatMap(({ segment, docs }) =>
    Array.from(docs).flatMap((doc) => paperOf({ segment, doc })),
  );
}

/** The texts are marked only when they are looked at. */
function hitOf(ranked: RankedDoc, asked: readonly PositiveTerm[]): SearchHit[] {
  return paperOf(ranked).map((paper) => ({
    paper,
    score: ranked.score,
    get title() {
      return markedTitle(paper, asked);
    },
    get snippet() {
      return snippetOf(paper, asked);
    },
  }));
}

function similarOf(ranked: RankedDoc): SimilarPaper[] {
  return paperOf(ranked).map((paper) => ({ paper, score: ranked.score }));
}

function paperOf({ segment, doc }: Pick<RankedDoc, 'segment' | 'doc'>): Paper[] {
  const paper = segment.papers[doc];
  return paper === undefined ? [] : [paper];
}

function findDocument(
  segments: readonly Segment[],
  id: PaperId,
): { readonly segment: Segment; readonly doc: number } | undefined {
  for (const segment of segments) {
    const doc = segment.docs.get(id);
    if (doc !== undefined) return { segment, doc };
  }
  return undefined;
}

function wholeNumber(value: number): number {
  return Math.max(0, Math.trunc(value) || 0);
}
