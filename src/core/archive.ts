import { boundedMemo } from './bounded-memo.ts';
import { type MergeResult, mergeIntoArchive } from './merge-papers.ts';
import type { IncomingPaper, Instant, Paper, PaperId } from './paper.ts';
import { type PreparedPaper, preparePaper } from './query/prepared-paper.ts';
import { createSearchIndex, type SearchIndex } from './search/search-index.ts';

/** Every stored paper, in memory and searchable. The store is its durable twin: write there first, then `apply`. */
export interface Archive {
  readonly index: SearchIndex;
  papers(): Iterable<Paper>;
  get(id: PaperId): Paper | undefined;
  /** The paper's words, ready to be matched. */
  prepare(paper: Paper): PreparedPaper;
  /** What taking in these papers would change. Changes nothing. */
  merge(incoming: readonly IncomingPaper[], at: Instant): MergeResult;
  apply(change: Pick<MergeResult, 'put' | 'removed'>): void;
}

/** Papers whose words are kept at hand: more than arrive in a week. Each takes some 30 kB. */
const mostPrepared = 5_000;

export function createArchive(stored: Iterable<Paper>): Archive {
  const papers = new Map<PaperId, Paper>();
  for (const paper of stored) papers.set(paper.id, paper);
  const index = createSearchIndex(papers.values());

  return {
    index,
    papers: () => papers.values(),
    get: (id) => papers.get(id),
    prepare: boundedMemo<Paper, PreparedPaper>(mostPrepared, preparePaper),
    merge: (incoming, at) => mergeIntoArchive(papers, incoming, at),
    apply({ put, removed }) {
      for (const id of removed) papers.delete(id);
      for (const paper of put) papers.set(paper.id, paper);
      index.remove(removed);
      index.put(put);
    },
  };
}
