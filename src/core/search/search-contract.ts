import type { Paper, PaperId } from '../paper.ts';
import type { Query } from '../query/ast.ts';
import type { DigestSort } from '../subscription.ts';
import type { RichText } from '../view.ts';

/** Every stored paper, ready to be searched. What it finds is exactly what the query matches. */
export interface SearchIndex {
  readonly size: number;
  /** Adds papers or replaces those of the same id. */
  put(papers: readonly Paper[]): void;
  remove(ids: readonly PaperId[]): void;
  get(id: PaperId): Paper | undefined;
  search(query: Query, options: SearchOptions): SearchResult;
  /** Every paper that the query matches as it is typed, in no order. `now` in epoch milliseconds. */
  matching(query: Query, now: number): readonly Paper[];
  /** Papers most like this one, best first, itself left out. A score of 1 is as alike as the paper is to itself. */
  similar(id: PaperId, limit: number): readonly SimilarPaper[];
  /** Papers whose title has the words typed so far, the last of them perhaps only begun; best first. */
  complete(typed: string, limit: number): readonly Paper[];
}

export interface SearchOptions {
  readonly sort: DigestSort;
  /** Hits on the page. */
  readonly limit: number;
  /** Hits before the page. */
  readonly offset: number;
  /** Epoch milliseconds, for `since:` and the age of what is trending. */
  readonly now: number;
}

export interface SearchResult {
  /** Hits on all pages. */
  readonly total: number;
  readonly hits: readonly SearchHit[];
  /** Words that occur nowhere, and what was searched instead of each. */
  readonly corrections: readonly Correction[];
}

export interface SearchHit {
  readonly paper: Paper;
  /** What the hits are sorted by, the larger the better: comparable within one result only. */
  readonly score: number;
  /** The title with the hits marked. */
  readonly title: RichText;
  /** About 200 characters of the abstract, else of the summary, around the hits, which are marked. */
  readonly snippet: RichText;
}

export interface Correction {
  readonly typed: string;
  /** The nearest words that do occur, the likeliest first. */
  readonly used: readonly string[];
}

export interface SimilarPaper {
  readonly paper: Paper;
  readonly score: number;
}
