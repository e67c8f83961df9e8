import type { FeedDay } from '../../core/paper.ts';
import type { FeedPart, FeedReader, FeedRequest, ParseContext } from '../feed.ts';
import type { Fetcher } from '../fetcher.ts';
import { type PlainRequest, type ReadFailure, readDocument } from '../read-document.ts';
import { lastFeedDays } from './feed-day.ts';
import { huggingFaceHtml } from './html-format.ts';
import { huggingFaceJson } from './json-format.ts';
import { dayPart, searchPart } from './part.ts';
import { type ListOutcome, type ReadList, readList } from './read-list.ts';

export interface HuggingFaceFeedOptions {
  /** `https://huggingface.co`, or a mirror of it. */
  readonly baseUrl: string;
  /** Raises the limits; sent to the base URL only. */
  readonly token?: string;
  readonly fetcher: Fetcher;
  /** How many feed days each read goes back, since votes, summaries and code links change. Default 7. */
  readonly days?: number;
}

/** The most that one API call gives; a dated call without a limit is silently cut at 50. */
const pageSize = '100';
const mostSearchResults = '120';
const longestSearch = 300;

/**
 * Hugging Face Papers: the daily lists, each day a part. A day whose API answer is of no use is read from its web page.
 * A failure that every further request would share ends the read, so that it is told once and not for each day.
 */
export function createHuggingFaceFeed(options: HuggingFaceFeedOptions): Required<FeedReader> {
  const { fetcher, token, days = 7 } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const api = { fetcher, format: huggingFaceJson };
  const pages = { fetcher, format: huggingFaceHtml };

  async function* read(request: FeedRequest): AsyncGenerator<FeedPart> {
    const wanted = lastFeedDays(request.now, days);
    for (const [index, day] of wanted.entries()) {
      if (request.signal.aborted) return;
      request.onProgress(`Reading Hugging Face Papers of ${day}`);
      const outcome = await readDay(day, request);
      if (request.signal.aborted) return;
      const isLast = outcome.kind === 'failed' && outcome.isGeneral;
      const unread = isLast && index > 0 ? wanted.length - index - 1 : 0;
      yield dayPart(day, outcome, { unread, isNewest: index === 0 });
      if (isLast) return;
    }
  }

  async function search(words: string, request: FeedRequest): Promise<FeedPart> {
    const query = words.trim().slice(0, longestSearch);
    const parameters = new URLSearchParams({ q: query, limit: mostSearchResults });
    const url = `${baseUrl}/api/papers/search?${parameters}`;
    request.onProgress('Searching Hugging Face Papers');
    const found = await readDocument(url, fetchRequest(request), contextOf(request), api);
    return searchPart(query, found.kind === 'failed' ? advised(found) : found);
  }

  async function readDay(day: FeedDay, request: FeedRequest): Promise<ListOutcome> {
    const url = `${baseUrl}/api/daily_papers?${new URLSearchParams({ date: day, limit: pageSize })}`;
    const context = { ...contextOf(request), day };
    const outcome = await readList(
      url,
      request.remembered(day),
      fetchRequest(request),
      context,
      api,
    );
    if (outcome.kind !== 'failed') return outcome;
    if (outcome.isGeneral) return advised(outcome);
    const page = await readPageOf(day, request, outcome);
    return page.kind === 'failed' ? advised(page) : page;
  }

  /** A day without papers sends its visitors to another one: it counts as read, and empty. */
  async function readPageOf(
    day: FeedDay,
    request: FeedRequest,
    failure: ReadFailure,
  ): Promise<ReadList | ReadFailure> {
    request.onProgress(`Reading the web page of ${day} instead`);
    const page = await readDocument(
      `${baseUrl}/papers/date/${day}`,
      { ...fetchRequest(request), accept: 'text/html' },
      { ...contextOf(request), day },
      pages,
    );
    if (page.kind === 'failed') {
      return {
        ...page,
        message: `${failure.message} Nor can its web page be read: ${page.message}`,
        ...(failure.detail !== undefined && { detail: failure.detail }),
      };
    }
    const shownDay = page.parsed.day ?? dayInAddress(page.finalUrl);
    const isOtherDay = shownDay !== undefined && shownDay !== day;
    const { papers, dropped, notes } = isOtherDay ? nothing : page.parsed;
    const note = `Read from the web page, since the API cannot be used: ${failure.message}`;
    return {
      kind: 'read',
      parsed: { papers, dropped, notes: [note, ...notes] },
      validators: {},
    };
  }

  function fetchRequest(request: FeedRequest): PlainRequest {
    return {
      accept: 'application/json',
      ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
      signal: request.signal,
      onWait: request.onProgress,
    };
  }

  function advised(failure: ReadFailure): ReadFailure {
    if (failure.retryAt !== undefined && token === undefined) {
      return { ...failure, remedy: 'A token raises the limit: set HF_TOKEN.' };
    }
    const isRefused = failure.status === 401 || failure.status === 403;
    return isRefused && token !== undefined
      ? { ...failure, remedy: 'Check HF_TOKEN, or unset it.' }
      : failure;
  }

  return { read, search };
}

const nothing = { papers: [], dropped: [], notes: [] };

function contextOf(request: FeedRequest): ParseContext {
  return { seenAt: new Date(request.now).toISOString() };
}

function dayInAddress(url: string): FeedDay | undefined {
  return /\/papers\/date\/(\d{4}-\d{2}-\d{2})\/?$/.exec(new URL(url).pathname)?.[1];
}
