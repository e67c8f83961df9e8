import type { FeedPart, FeedReader, FeedRequest } from '../feed.ts';
import type { Fetcher } from '../fetcher.ts';
import { type PlainRequest, type ReadFailure, readIfChanged } from '../read-document.ts';
import type { Pace } from './pace.ts';
import { categoryPart } from './part.ts';
import { readRecent } from './read-recent.ts';
import { arxivRss } from './rss-format.ts';

export interface ArxivFeedOptions {
  /** Of the API: `https://export.arxiv.org`. */
  readonly baseUrl: string;
  /** Of the announcements: `https://rss.arxiv.org`. */
  readonly rssUrl: string;
  /** `cs.CL`, `stat.ML`. */
  readonly categories: readonly string[];
  readonly fetcher: Fetcher;
  readonly pace: Pace;
}

/**
 * arXiv, each category a part. Its announcements (RSS) come first: one conditional request gives the list of the day,
 * however long, or mostly that it has not changed. They are rebuilt once a day, are empty at weekends and know nothing
 * of the days before, so when they have changed, or fail, the newest papers of the API (Atom) complete them. A host
 * that fails for good is asked no more during a read; when both do, the read ends.
 */
export function createArxivFeed(options: ArxivFeedOptions): FeedReader {
  const { categories, fetcher, pace } = options;
  const apiUrl = `${options.baseUrl.replace(/\/+$/, '')}/api/query`;
  const rssUrl = `${options.rssUrl.replace(/\/+$/, '')}/rss`;

  async function* read(request: FeedRequest): AsyncGenerator<FeedPart> {
    const { now, signal, remembered, onProgress } = request;
    const paced: Fetcher = {
      get: (url, details) => pace(() => fetcher.get(url, { ...details, tries: 1 }), signal),
    };
    const details: PlainRequest = { signal, onWait: onProgress };
    const announced = untilLost((category: string) => {
      const url = `${rssUrl}/${encodeURIComponent(category)}`;
      const context = { seenAt: new Date(now).toISOString() };
      const source = { fetcher: paced, format: arxivRss };
      return readIfChanged(url, remembered(category), details, context, source);
    });
    const recent = untilLost((category: string) =>
      readRecent(apiUrl, category, now, details, paced),
    );
    for (const [index, category] of categories.entries()) {
      if (signal.aborted) return;
      onProgress(`Reading arXiv ${category}`);
      const today = await announced(category);
      if (today.kind === 'unchanged') {
        yield { kind: 'unchanged', key: category };
        continue;
      }
      const newest = await recent(category);
      if (signal.aborted) return;
      const isLast = isLost(today) && isLost(newest);
      const unread = isLast && index > 0 ? categories.length - index - 1 : 0;
      yield categoryPart(category, today, newest, unread);
      if (isLast) return;
    }
  }

  return { read };
}

interface Success {
  readonly kind: 'read' | 'unchanged';
}

/** Asks until the answer is a failure that every further request would share, and from then on gives that. */
function untilLost<T extends Success>(
  ask: (category: string) => Promise<T | ReadFailure>,
): (category: string) => Promise<T | ReadFailure> {
  let lost: ReadFailure | undefined;
  return async (category) => {
    if (lost !== undefined) return lost;
    const outcome = await ask(category);
    if (outcome.kind === 'failed' && outcome.isGeneral) lost = outcome;
    return outcome;
  };
}

function isLost(outcome: Success | ReadFailure): boolean {
  return outcome.kind === 'failed' && outcome.isGeneral;
}
