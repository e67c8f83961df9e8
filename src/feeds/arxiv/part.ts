import { counted } from '../../core/text/counted.ts';
import type { FeedPart } from '../feed.ts';
import type { ReadDocument, ReadFailure } from '../read-document.ts';
import type { RecentOutcome } from './read-recent.ts';

/**
 * What became of a category, from its announcements and the newest papers of the API. The latter come first: their
 * dates are those of the papers, not of the announcement. One of the two is enough; but then nothing is remembered, so
 * that the next read tries both again. `unread`: how many further categories are left out because both failed.
 */
export function categoryPart(
  category: string,
  announced: ReadDocument | ReadFailure,
  recent: RecentOutcome,
  unread: number,
): FeedPart {
  if (announced.kind === 'failed' && recent.kind === 'failed') {
    return failedPart(category, announced, recent, unread);
  }
  const sources = [recent, announced];
  const read = sources.flatMap((source) => (source.kind === 'read' ? [source.parsed] : []));
  return {
    kind: 'read',
    key: category,
    validators: announced.kind === 'read' && recent.kind === 'read' ? announced.validators : {},
    papers: read.flatMap(({ papers }) => papers),
    dropped: read.flatMap(({ dropped }) => dropped),
    notes: sources.flatMap((source) =>
      source.kind === 'read'
        ? source.parsed.notes
        : [`${category} is incomplete: ${source.message}`],
    ),
  };
}

function failedPart(
  category: string,
  announced: ReadFailure,
  recent: ReadFailure,
  unread: number,
): FeedPart {
  const messages = new Set([announced.message, recent.message]);
  if (unread > 0) {
    const more = counted(unread, 'more category', 'more categories');
    messages.add(`${more} ${unread === 1 ? 'waits' : 'wait'} for the next read.`);
  }
  const remedy = announced.remedy ?? recent.remedy;
  const detail = announced.detail ?? recent.detail;
  const retryAt = recent.retryAt ?? announced.retryAt;
  return {
    kind: 'failed',
    key: category,
    message: [...messages].join(' '),
    ...(remedy !== undefined && { remedy }),
    ...(detail !== undefined && { detail }),
    ...(retryAt !== undefined && { retryAt }),
  };
}
