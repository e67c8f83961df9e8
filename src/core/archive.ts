import { type Arrivals, createArrivals } from './arrivals.ts';
import { boundedMemo } from './bounded-memo.ts';
import { type MergeResult, mergeInSteps } from './merge-papers.ts';
import type { IncomingPaper, Instant, Paper, PaperId } from './paper.ts';
import type { Query } from './query/ast.ts';
import { type PreparedPaper, preparePaper } from './query/prepared-paper.ts';
import {
  buildSearchIndex,
  type SearchIndex,
  type SearchOptions,
  type SearchResult,
} from './search/search-index.ts';
import { type RunSteps, runAtOnce, type Steps } from './steps.ts';

/** Every stored paper, in memory and searchable. The store is its durable twin: write there first, then `apply`. */
export interface Archive {
  readonly index: SearchIndex;
  readonly arrivals: Arrivals;
  papers(): Iterable<Paper>;
  get(id: PaperId): Paper | undefined;
  /** As of SearchIndex. */
  search(query: Query, options: SearchOptions): Promise<SearchResult>;
  /** As of SearchIndex. */
  matching(query: Query, now: number): Promise<readonly Paper[]>;
  /** The paper's words, ready to be matched. */
  prepare(paper: Paper): PreparedPaper;
  /** What taking in these papers would change. Changes nothing, and nothing may be applied meanwhile. */
  merge(incoming: readonly IncomingPaper[], at: Instant): Promise<MergeResult>;
  /** Resolves when the change is searchable too. */
  apply(change: Pick<MergeResult, 'put' | 'removed'>): Promise<void>;
}

export interface ArchiveOptions {
  /** A file that `index.encode` of an earlier archive gave. */
  readonly saved?: Uint8Array;
  /** Runs the work that changes take; without it, it is done at once. */
  readonly run?: RunSteps;
}

/** Papers whose words are kept at hand, those looked at last: more than arrive in a week. Each takes some 30 kB. */
const mostPrepared = 5_000;

const atOnce: RunSteps = async (steps) => runAtOnce(steps);

/** An archive of these papers, built without a pause. */
export function createArchive(stored: Iterable<Paper>): Archive {
  return runAtOnce(buildArchive(stored));
}

const perStep = 256;

export function* buildArchive(
  stored: Iterable<Paper>,
  { saved, run = atOnce }: ArchiveOptions = {},
): Steps<Archive> {
  const papers = new Map<PaperId, Paper>();
  const arrivals = createArrivals([]);
  for (const some of inGroups(stored, perStep)) {
    for (const paper of some) papers.set(paper.id, paper);
    arrivals.apply({ put: some, removed: [] });
    yield;
  }
  const index = yield* buildSearchIndex(papers, saved);
  return archiveOf({ papers, arrivals, index }, run);
}

interface ArchiveParts {
  readonly papers: Map<PaperId, Paper>;
  readonly arrivals: Arrivals;
  readonly index: SearchIndex;
}

/** An archive made of parts that hold the same papers, and belong to it from then on. */
export function archiveOf({ papers, arrivals, index }: ArchiveParts, run = atOnce): Archive {
  return {
    index,
    arrivals,
    papers: () => papers.values(),
    get: (id) => papers.get(id),
    search: (query, options) => run(index.search(query, options)),
    matching: (query, now) => run(index.matching(query, now)),
    prepare: boundedMemo<Paper, PreparedPaper>(mostPrepared, preparePaper),
    merge: (incoming, at) => run(mergeInSteps(papers, incoming, at)),
    async apply({ put, removed }) {
      for (const id of removed) papers.delete(id);
      for (const paper of put) papers.set(paper.id, paper);
      arrivals.apply({ put, removed });
      await run(index.update({ put, removed }));
      void run(index.compact());
    },
  };
}

function* inGroups<T>(items: Iterable<T>, size: number): Iterable<readonly T[]> {
  let group: T[] = [];
  for (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
