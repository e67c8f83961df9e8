import type { ParseContext, Parsed, Validators } from '../feed.ts';
import { entryCount, joinParsed } from '../join-parsed.ts';
import {
  type DocumentSource,
  type PlainRequest,
  type ReadFailure,
  readDocument,
  readIfChanged,
  type Unchanged,
} from '../read-document.ts';
import { nextLink } from './next-link.ts';

/** Of a hundred papers each; no day has had more than fifty or so. */
const mostPages = 20;

export interface ReadList {
  readonly kind: 'read';
  readonly parsed: Parsed;
  readonly validators: Validators;
}

export type ListOutcome = ReadList | Unchanged | ReadFailure;

/**
 * Reads a list and the pages that its `Link` headers lead to. The first page decides whether the list can be read at
 * all; where a later one fails, what came before is kept and a note says so. Only the first is conditional, and its
 * validators are given only where it is the whole list, read without a hitch: they tell nothing of other pages.
 */
export async function readList(
  url: string,
  validators: Validators | undefined,
  request: PlainRequest,
  context: ParseContext,
  source: DocumentSource,
): Promise<ListOutcome> {
  const first = await readIfChanged(url, validators, request, context, source);
  if (first.kind !== 'read') return first;
  const pages: Parsed[] = [first.parsed];
  const notes: string[] = [];
  const visited = new Set([url]);
  const second = nextLink(first.headers.link, first.finalUrl);
  for (let next = second; next !== undefined; ) {
    if (visited.has(next) || pages.length === mostPages) {
      notes.push(`The list does not end; its first ${pages.length} pages were read.`);
      break;
    }
    visited.add(next);
    const page = await readDocument(next, request, context, source);
    if (page.kind === 'failed') {
      notes.push(`The list is cut short, page ${pages.length + 1} is missing: ${page.message}`);
      break;
    }
    pages.push(page.parsed);
    const isEmpty = entryCount(page.parsed) === 0;
    next = isEmpty ? undefined : nextLink(page.headers.link, page.finalUrl);
  }
  const joined = joinParsed(pages);
  const parsed = { ...joined, notes: [...joined.notes, ...notes] };
  const isWhole = second === undefined && parsed.notes.length === 0;
  return { kind: 'read', parsed, validators: isWhole ? first.validators : {} };
}
