import type { Archive } from '../../core/archive.ts';
import type { FeedReport } from '../../core/feed-trouble.ts';
import type { IncomingPaper } from '../../core/paper.ts';
import { failure, type Result, success } from '../../core/problem.ts';
import type { Feed, FeedPart, FeedRequest } from '../../feeds/feed.ts';
import type { Log } from '../../lib/log.ts';
import type { FeedMemory, Store } from '../../store/store.ts';
import { lastReadAt } from './feed-notices.ts';
import { feedReport } from './feed-report.ts';

export interface IngestDependencies {
  readonly feeds: readonly Feed[];
  readonly store: Pick<Store, 'papers' | 'feeds'>;
  readonly archive: Archive;
  readonly now: () => number;
  readonly log: Log;
  /** Gets what each read of a feed came to, unless it was broken off. */
  readonly onRead: (feed: Feed, report: FeedReport) => Promise<void>;
  /** What earlier runs left of the feeds. */
  readonly remembered: readonly FeedMemory[];
}

export interface FeedState {
  readonly id: string;
  readonly feed: string;
  /** Epoch milliseconds of the last part that was read or found unchanged, in this run or an earlier one. */
  readonly readAt?: number;
  /** What is wrong, while it is. */
  readonly problem?: string;
  /** Parts that could not be read since the start. */
  readonly failures: number;
}

export interface RefreshSummary {
  readonly added: number;
  readonly changed: number;
  readonly dropped: number;
  /** Parts that could not be read: one line each. */
  readonly failures: readonly string[];
  /** At least one part was read, or was unchanged. */
  readonly reached: boolean;
}

export interface Ingest {
  /** Reads every feed and keeps what is new. Never rejects for a feed's sake, only where the store cannot write. */
  refresh(options: Pick<FeedRequest, 'signal' | 'onProgress'>): Promise<RefreshSummary>;
  /** Takes papers in from elsewhere. Gives how many are new. */
  take(papers: readonly IncomingPaper[]): Promise<number>;
  /** Asks those feeds that can search for papers with these words. Gives how many they found. */
  search(words: string, signal: AbortSignal): Promise<Result<number>>;
  states(): readonly FeedState[];
}

export function createIngest(dependencies: IngestDependencies): Ingest {
  const { feeds, store, archive, now, log, onRead } = dependencies;
  const states = new Map(feeds.map((feed) => [feed.id, firstState(feed, dependencies.remembered)]));
  let writing: Promise<unknown> = Promise.resolve();

  /** One merge at a time: two feeds that bring the same paper at once must not overwrite each other. Durable first. */
  function keep(papers: readonly IncomingPaper[]): Promise<{ added: number; changed: number }> {
    const step = writing.then(async () => {
      const change = await archive.merge(papers, new Date(now()).toISOString());
      if (change.put.length > 0) await store.papers.put(change.put);
      if (change.removed.length > 0) await store.papers.remove(change.removed);
      await archive.apply(change);
      return change;
    });
    writing = step.catch(() => undefined);
    return step;
  }

  function stateOf(feed: Feed): FeedState {
    return states.get(feed.id) ?? firstState(feed, []);
  }

  function note(feed: Feed, news: Partial<FeedState>): void {
    const { problem: _, ...known } = stateOf(feed);
    states.set(feed.id, { ...known, ...news });
  }

  async function takePart(feed: Feed, part: FeedPart): Promise<Partial<RefreshSummary>> {
    if (part.kind === 'failed') {
      note(feed, { problem: part.message, failures: stateOf(feed).failures + 1 });
      const line = `${feed.title}, ${part.key}: ${part.message}`;
      log.info(part.detail === undefined ? line : `${line} (${part.detail})`);
      return { failures: [line] };
    }
    note(feed, { readAt: now() });
    if (part.kind === 'unchanged') return { reached: true };
    for (const { entry, reason } of part.dropped)
      log.info(`${feed.title}, ${part.key}: dropped ${entry}: ${reason}`);
    for (const each of part.notes) log.info(`${feed.title}, ${part.key}: ${each}`);
    const { added, changed } = await keep(part.papers);
    const fetchedAt = new Date(now()).toISOString();
    await store.feeds.put([{ feed: feed.id, key: part.key, fetchedAt, ...part.validators }]);
    return { reached: true, added, changed, dropped: part.dropped.length };
  }

  async function readFeed(feed: Feed, options: Pick<FeedRequest, 'signal' | 'onProgress'>) {
    const remembered = new Map(
      (archive.index.size === 0 ? [] : await store.feeds.all())
        .filter((memory) => memory.feed === feed.id)
        .map((memory) => [memory.key, memory]),
    );
    const request = { ...options, now: now(), remembered: (key: string) => remembered.get(key) };
    const parts: FeedPart[] = [];
    let summary = nothingRead;
    for await (const part of feed.read(request)) {
      parts.push(part);
      summary = sum(summary, await takePart(feed, part));
    }
    if (!options.signal.aborted) await onRead(feed, feedReport(parts, archive.papers()));
    return summary;
  }

  return {
    async refresh(options) {
      const summaries = await Promise.all(feeds.map((feed) => readFeed(feed, options)));
      return summaries.reduce(sum, nothingRead);
    },
    take: async (papers) => (await keep(papers)).added,
    async search(words, signal) {
      const searchable = feeds.filter((feed) => feed.search !== undefined);
      const request = {
        now: now(),
        signal,
        onProgress: () => undefined,
        remembered: () => undefined,
      };
      const parts = await Promise.all(searchable.map((feed) => feed.search?.(words, request)));
      const read = parts.filter((part) => part?.kind === 'read');
      if (read.length === 0) return failure(searchProblem(parts));
      const papers = read.flatMap((part) => part.papers);
      await keep(papers);
      return success(papers.length);
    },
    states: () => feeds.map(stateOf),
  };
}

function firstState({ id, title }: Feed, remembered: readonly FeedMemory[]): FeedState {
  const readAt = lastReadAt(remembered.filter(({ feed }) => feed === id));
  return { id, feed: title, failures: 0, ...(readAt !== undefined && { readAt }) };
}

const nothingRead: RefreshSummary = {
  added: 0,
  changed: 0,
  dropped: 0,
  failures: [],
  reached: false,
};

function sum(a: RefreshSummary, b: Partial<RefreshSummary>): RefreshSummary {
  return {
    added: a.added + (b.added ?? 0),
    changed: a.changed + (b.changed ?? 0),
    dropped: a.dropped + (b.dropped ?? 0),
    failures: [...a.failures, ...(b.failures ?? [])],
    reached: a.reached || (b.reached ?? false),
  };
}

function searchProblem(parts: readonly (FeedPart | undefined)[]) {
  const failed = parts.find((part) => part?.kind === 'failed');
  if (failed === undefined) return { message: 'None of the configured feeds can search.' };
  return { message: failed.message, ...(failed.remedy !== undefined && { remedy: failed.remedy }) };
}
