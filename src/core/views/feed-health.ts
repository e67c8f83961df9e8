import { type FeedTrouble, isOutage } from '../feed-trouble.ts';
import { sinceText } from '../schedule/describe-schedule.ts';
import type { Inline } from '../view.ts';
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

/** `read 12 min ago`, and why the last try failed unless that `isTold` elsewhere, as that of a feed that was never read is. */
export function freshnessText(
  { readAt, problem }: FeedHealth,
  now: number,
  isTold: boolean,
): string {
  if (readAt === undefined) return isTold ? 'never read, though it was tried' : 'not read yet';
  const read = `read ${sinceText(now, readAt)}`;
  return problem === undefined || isTold ? read : `${read}; the last try failed: ${problem}`;
}

/** What is wrong with a feed for longer than a moment. `zone`: the reader's, an IANA name; `now` in epoch milliseconds. */
export function feedFault(health: FeedHealth, zone: string, now: number): Fault | undefined {
  const { feed, readAt, problem, trouble } = health;
  const failure = problem ?? trouble?.text;
  if (readAt === undefined && failure !== undefined) {
    return neverReadFault(health, failure, zone, now);
  }
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
    remedy: `What was read stays in use, and I keep trying. ${inLog}`,
  };
}

const inLog = 'Whoever runs this bot finds more in its log.';

/** As soon as a try has failed, but as a fault only where it is more than a blip. */
function neverReadFault(
  { feed, trouble }: FeedHealth,
  failure: string,
  zone: string,
  now: number,
): Fault {
  const since = trouble && ({ kind: 'time', at: Date.parse(trouble.since), zone } satisfies Inline);
  const tried = since === undefined ? [] : [' It has been tried since ', since, '.'];
  const text = [
    `${feed} was never read, so there are no papers of it.`,
    ...tried,
    ` The last try failed: ${failure}`,
  ];
  if (trouble !== undefined && isOutage(trouble, now)) {
    return { text, remedy: `I keep trying. ${inLog}` };
  }
  return { text, remedy: 'There is nothing to do here: I keep trying.', needsNothing: true };
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
