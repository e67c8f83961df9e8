import type { FeedReport } from '../../core/feed-trouble.ts';
import type { FeedDay, Paper } from '../../core/paper.ts';
import type { FeedPart } from '../../feeds/feed.ts';

/** What the parts of one read come to, next to the papers that are known by then. */
export function feedReport(parts: readonly FeedPart[], known: Iterable<Paper>): FeedReport {
  const read = parts.filter((part) => part.kind === 'read');
  const day = latestWeekdayOver(parts.map(({ key }) => key));
  const isEmpty = day !== undefined && !isListed(day, read) && !isKnown(day, known);
  return {
    reached: parts.some(({ kind }) => kind !== 'failed'),
    failures: parts.flatMap((part) => (part.kind === 'failed' ? [part.message] : [])),
    unchanged: parts.filter(({ kind }) => kind === 'unchanged').length,
    papers: read.reduce((sum, { papers }) => sum + papers.length, 0),
    dropped: read.reduce((sum, { dropped }) => sum + dropped.length, 0),
    ...(isEmpty && { emptyDay: day }),
  };
}

function isListed(day: FeedDay, read: readonly Extract<FeedPart, { kind: 'read' }>[]): boolean {
  return read.some(({ key, papers }) => key === day && papers.length > 0);
}

function isKnown(day: FeedDay, known: Iterable<Paper>): boolean {
  for (const { featuredOn } of known) if (featuredOn === day) return true;
  return false;
}

/** The newest day is still open. Days are what keys are of a feed that lists by day. */
function latestWeekdayOver(keys: readonly string[]): FeedDay | undefined {
  const [, ...over] = keys
    .filter((key) => /^\d{4}-\d\d-\d\d$/.test(key))
    .sort()
    .reverse();
  return over.find((day) => ![0, 6].includes(new Date(day).getUTCDay()));
}
