import { type FeedTrouble, isOutage } from '../feed-trouble.ts';
import { sinceText } from '../schedule/describe-schedule.ts';
import { troubleWords } from './feed-notice-view.ts';
import type { Fault } from './subscription-fault.ts';

/** What is known of a feed. */
export interface FeedHealth {
  /** As people call it. */
  readonly feed: string;
  /** When it was last read, epoch milliseconds. */
  readonly readAt?: number;
  /** Why the latest try failed, where it did. */
  readonly problem?: string;
  /** What has been wrong for some time. */
  readonly trouble?: FeedTrouble;
}

/** `read 12 min ago`, and why the last try failed unless that `isTold` elsewhere. */
export function freshnessText(
  { readAt, problem }: FeedHealth,
  now: number,
  isTold: boolean,
): string {
  const read = readAt === undefined ? 'not read yet' : `read ${sinceText(now, readAt)}`;
  return problem === undefined || isTold ? read : `${read}; the last try failed: ${problem}`;
}

/** What is wrong with a feed for longer than a moment. `zone`: the reader's, an IANA name; `now` in epoch milliseconds. */
export function feedFault(health: FeedHealth, zone: string, now: number): Fault | undefined {
  const { feed, readAt, problem, trouble } = health;
  if (readAt === undefined && problem !== undefined) return neverReadFault(feed, problem);
  if (trouble === undefined || !isOutage(trouble, now)) {
    return staleFault(health, zone, now);
  }
  const since = { kind: 'time' as const, at: Date.parse(trouble.since), zone };
  const good =
    readAt === undefined
      ? []
      : [' Its last good data is of ', { kind: 'time' as const, at: readAt, zone }, '.'];
  return {
    text: [`${feed} ${troubleWords[trouble.kind]} since `, since, `: ${trouble.text}`, ...good],
    remedy: 'There is nothing to do here: what was read stays in use, and I keep trying.',
  };
}

function neverReadFault(feed: string, problem: string): Fault {
  return {
    text: [`${feed} was never read, so there are no papers of it; the last try failed: ${problem}`],
    remedy:
      'There is nothing to do here: I keep trying. Whoever runs this bot finds more in its log.',
  };
}

/** Feeds are read once a day at least, where anybody is there to do it. */
const staleMs = 48 * 3_600_000;

function staleFault(
  { feed, readAt, problem }: FeedHealth,
  zone: string,
  now: number,
): Fault | undefined {
  if (readAt === undefined || now - readAt < staleMs) return undefined;
  const why = problem === undefined ? '.' : `; the last try failed: ${problem}`;
  return {
    text: [`${feed} was last read `, { kind: 'time', at: readAt, zone }, why],
    remedy: 'Whoever runs this bot finds in its log why it is not read any more.',
  };
}
