import type { FeedDay } from '../../core/paper.ts';
import { counted } from '../../core/text/counted.ts';
import type { FeedPart } from '../feed.ts';
import type { ReadDocument, ReadFailure } from '../read-document.ts';
import { isWeekend } from './feed-day.ts';
import type { ListOutcome } from './read-list.ts';

/** What became of a day. `unread`: how many earlier days are left out because of the same failure, where later ones were read. */
export function dayPart(
  day: FeedDay,
  outcome: ListOutcome,
  { unread, isNewest }: { readonly unread: number; readonly isNewest: boolean },
): FeedPart {
  switch (outcome.kind) {
    case 'unchanged':
      return { kind: 'unchanged', key: day };
    case 'failed':
      return failedPart(day, outcome, unread);
    case 'read': {
      const { parsed, validators } = outcome;
      const isYetToCome = isNewest && parsed.papers.length === 0 && !isWeekend(day);
      const notes = isYetToCome ? [...parsed.notes, `${day} has no papers yet.`] : parsed.notes;
      return { kind: 'read', key: day, validators, ...parsed, notes };
    }
  }
}

/** What became of a search. Nobody asks for it conditionally, so there is nothing to remember of it. */
export function searchPart(words: string, outcome: ReadDocument | ReadFailure): FeedPart {
  const key = `search:${words}`;
  if (outcome.kind === 'failed') return failedPart(key, outcome, 0);
  const { papers, dropped, notes } = outcome.parsed;
  return { kind: 'read', key, validators: {}, papers, dropped, notes };
}

function failedPart(key: string, failure: ReadFailure, unread: number): FeedPart {
  const wait = unread === 1 ? 'waits' : 'wait';
  const rest = unread === 0 ? '' : ` ${counted(unread, 'more day')} ${wait} for the next read.`;
  return {
    kind: 'failed',
    key,
    message: failure.message + rest,
    ...(failure.remedy !== undefined && { remedy: failure.remedy }),
    ...(failure.detail !== undefined && { detail: failure.detail }),
    ...(failure.retryAt !== undefined && { retryAt: failure.retryAt }),
  };
}
