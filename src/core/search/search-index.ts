import type { Paper, PaperId } from '../paper.ts';
import type { Query, QueryNode } from '../query/ast.ts';
import { type PositiveTerm, positiveTerms } from '../query/positive-terms.ts';
import { countBits, forEachBit } from './bitset.ts';
import { completeTitles } from './complete-titles.ts';
import { correctWords } from './correct-words.ts';
import { evaluate } from './evaluate.ts';
import { type RankedDoc, rankHits } from './rank-hits.ts';
import { scoredTerms, sizeOf } from './scored-terms.ts';
import type {
  SearchHit,
  SearchIndex,
  SearchOptions,
  SearchResult,
  SimilarPaper,
} from './search-contract.ts';
import { createSegment, mergeSegments, removeDocument, type Segment } from './segment.ts';
import { similarPapers } from './similar-papers.ts';
import { markedTitle, snippetOf } from './snippet.ts';

export type { SearchHit, SearchIndex, SearchOptions, SearchResult } from './search-contract.ts';

/**
 * An index over packed segments. What is put together is one new segment; a segment is merged with the one before it once
 * it is not much smaller, so that there are few of them and each paper is rewritten only a few times.
 */
export function createSearchIndex(papers: Iterable<Paper> = []): SearchIndex {
  let segments: readonly Segment[] = [];

  function remove(ids: Iterable<PaperId>): void {
    for (const id of ids) {
      for (const segment of segments) removeDocument(segment, id);
    }
  }

  function put(added: Iterable<Paper>): void {
    const byId = new Map<PaperId, Paper>();
    for (const paper of added) byId.set(paper.id, paper);
    remove(byId.keys());
    segments = compacted([...segments, createSegment([...byId.values()])]);
  }

  put(papers);
  return {
    get size() {
      return sizeOf(segments);
    },
    put,
    remove(ids) {
      remove(ids);
      segments = compacted(segments);
    },
    get(id) {
      const place = findDocument(segments, id);
      return place?.segment.papers[place.doc];
    },
    search: (query, options) => searchSegments(segments, query, options),
    matching: ({ node }, now) => segments.flatMap((segment) => matchingIn(segment, node, now)),
    similar(id, limit) {
      const place = findDocument(segments, id);
      if (place === undefined) return [];
      return similarPapers(place, segments, wholeNumber(limit)).flatMap(similarOf);
    },
    complete: (typed, limit) =>
      completeTitles(typed, segments, wholeNumber(limit)).flatMap(paperOf),
  };
}

function searchSegments(
  segments: readonly Segment[],
  query: Query,
  options: SearchOptions,
): SearchResult {
  const { node, corrections, standIns } = correctWords(query.node, segments);
  const found = segments.map((segment) => ({
    segment,
    docs: evaluate(node, segment, segment.live, options.now),
  }));
  const total = found.reduce((sum, { docs }) => sum + countBits(docs), 0);
  const offset = wholeNumber(options.offset);
  const end = Math.min(offset + wholeNumber(options.limit), total);
  if (end <= offset) return { total, hits: [], corrections };
  const asked = positiveTerms(node);
  const ranked = rankHits(found, scoredTerms(asked, segments, standIns), options, end);
  const hits = ranked.slice(offset).flatMap((each) => hitOf(each, asked));
  return { total, hits, corrections };
}

function matchingIn(segment: Segment, node: QueryNode, now: number): Paper[] {
  const found: Paper[] = [];
  forEachBit(evaluate(node, segment, segment.live, now), (doc) => {
    found.push(...paperOf({ segment, doc }));
  });
  return found;
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

/** A segment is left alone while it is this many times the size of the one after it. */
const mergeRatio = 4;

function compacted(segments: readonly Segment[]): readonly Segment[] {
  const kept: Segment[] = [];
  for (const segment of segments) {
    if (segment.docs.size === 0) continue;
    kept.push(isSparse(segment) ? mergeSegments([segment]) : segment);
    for (;;) {
      const [before, last] = kept.slice(-2);
      if (!before || !last || before.docs.size > mergeRatio * last.docs.size) break;
      kept.splice(-2, 2, mergeSegments([before, last]));
    }
  }
  return kept;
}

/** More of it was removed than is left. */
function isSparse({ papers, docs }: Segment): boolean {
  return docs.size * 2 < papers.length;
}

function wholeNumber(value: number): number {
  return Math.max(0, Math.trunc(value) || 0);
}
