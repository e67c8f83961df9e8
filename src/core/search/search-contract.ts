import type { Paper, PaperId } from '../paper.ts';
import type { Query } from '../query/ast.ts';
import type { Steps } from '../steps.ts';
import type { DigestSort } from '../subscription.ts';
import type { RichText } from '../view.ts';

/**
 * Every stored paper, ready to be searched. What it finds is exactly what the query matches, as the papers are at the last step.
 */
export interface SearchIndex {
  readonly size: number;
  /** How many papers came from a saved file when the index was built. */
  readonly restored: number;
  /** Changes what is found, all of it with the last step. Changes are made one after another, in steps that nothing interrupts but searches and `compact`. */
  update(change: PaperChange): Steps<void>;
  /** Merges what many updates left in small pieces, so that searches stay fast; no step where nothing is worth it. Updates may come between its steps. */
  compact(): Steps<void>;
  /** The pieces of a file from which `buildSearchIndex` has the index again: as it is when the first step is made. */
  encode(): Steps<readonly Uint8Array[]>;
  get(id: PaperId): Paper | undefined;
  search(query: Query, options: SearchOptions): Steps<SearchResult>;
  /** Every paper that the query matches as it is typed, in no order. `now` in epoch milliseconds. */
  matching(query: Query, now: number): Steps<readonly Paper[]>;
  /** Papers most like this one, best first, itself left out. A score of 1 is as alike as the paper is to itself. */
  similar(id: PaperId, limit: number): readonly SimilarPaper[];
  /** Papers whose title has the words typed so far, the last of them perhaps only begun; best first. */
  complete(typed: string, limit: number): readonly Paper[];
}

export interface PaperChange {
  /** Added, or put in the place of those of the same id. */
  readonly put: readonly Paper[];
  readonly removed: readonly PaperId[];
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
  /** Words with which nothing is found, and what was searched instead of each. */
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
