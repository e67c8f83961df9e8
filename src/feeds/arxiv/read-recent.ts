import type { ParseContext, Parsed } from '../feed.ts';
import type { Fetcher } from '../fetcher.ts';
import { entryCount, joinParsed } from '../join-parsed.ts';
import {
  type DocumentSource,
  type PlainRequest,
  type ReadDocument,
  type ReadFailure,
  readDocument,
} from '../read-document.ts';
import { arxivAtom } from './atom-format.ts';

const pageSize = 100;
const mostPages = 3;
const farthestBackMs = 7 * 86_400_000;

export type RecentOutcome = { readonly kind: 'read'; readonly parsed: Parsed } | ReadFailure;

/**
 * Reads the newest papers of a category from the arXiv API: back to a week before now, 300 at most. A page that fails,
 * or comes back empty although there is more, as the API's pages sometimes do, is asked for once more.
 */
export async function readRecent(
  apiUrl: string,
  category: string,
  now: number,
  request: PlainRequest,
  fetcher: Fetcher,
): Promise<RecentOutcome> {
  const context = { seenAt: new Date(now).toISOString() };
  const source = { fetcher, format: arxivAtom };
  const pages: Parsed[] = [];
  const notes: string[] = [];
  while (pages.length < mostPages) {
    const url = pageUrl(apiUrl, category, pages.length * pageSize);
    const page = await readTwice(url, request, context, source);
    if (page.kind === 'failed') {
      if (pages.length === 0) return page;
      notes.push(`Only the newest ${pages.length * pageSize} papers were read: ${page.message}`);
      break;
    }
    pages.push(page.parsed);
    if (entryCount(page.parsed) < pageSize || reachesBack(page.parsed, now - farthestBackMs)) break;
  }
  const joined = joinParsed(pages);
  return { kind: 'read', parsed: { ...joined, notes: [...joined.notes, ...notes] } };
}

/** The parameters of https://info.arxiv.org/help/api/user-manual.html. */
function pageUrl(apiUrl: string, category: string, start: number): string {
  const parameters = new URLSearchParams({
    search_query: `cat:${category}`,
    sortBy: 'submittedDate',
    sortOrder: 'descending',
    start: String(start),
    max_results: String(pageSize),
  });
  return `${apiUrl}?${parameters}`;
}

async function readTwice(
  url: string,
  request: PlainRequest,
  context: ParseContext,
  source: DocumentSource,
): Promise<ReadDocument | ReadFailure> {
  const first = await readDocument(url, request, context, source);
  const mayPass = first.kind === 'failed' ? !first.isGeneral : isMissing(first.parsed);
  return mayPass ? readDocument(url, request, context, source) : first;
}

function isMissing(page: Parsed): boolean {
  return entryCount(page) === 0 && page.notes.length > 0;
}

function reachesBack(page: Parsed, instant: number): boolean {
  const oldest = page.papers.at(-1)?.publishedAt;
  return oldest !== undefined && Date.parse(oldest) < instant;
}
