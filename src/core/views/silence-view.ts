import type { Digest } from '../digest.ts';
import { nearestMiss } from '../near-miss.ts';
import { formatLocal } from '../schedule/describe-schedule.ts';
import { timeText } from '../schedule/time-text.ts';
import { clip } from '../text/clip.ts';
import { counted } from '../text/counted.ts';
import type { RichText, View } from '../view.ts';
import { aboutText, awaySinceText } from './digest-view.ts';
import { richTextWords } from './rich-text-words.ts';

/** What may be known of why no paper came. Instants in epoch milliseconds. */
export interface SilenceFacts {
  /** New papers whose day's list is still growing. */
  readonly unsettled: number;
  readonly feeds: FeedFacts;
}

export type FeedFacts = readonly {
  readonly feed: string;
  /** When it was last read. */
  readonly readAt?: number;
  readonly problem?: string;
}[];

const longestTitle = 150;

/**
 * Why a digest is empty, and since when those before it were missed, in one line for its readers, who may get several digests
 * at that place.
 */
export function silenceView(digest: Digest, facts: SilenceFacts): View {
  const since = awaySinceText(digest);
  const why: RichText = [
    ...(since === undefined ? [] : [`Nothing was posted since ${since}. `]),
    ...(digest.considered === 0 ? [nothingCame(digest, facts)] : noneMatched(digest)),
  ];
  const { subscription } = digest;
  const about = { kind: 'strong' as const, text: clip(aboutText(subscription), longestTitle) };
  const text: RichText = subscription.queries.length === 0 ? why : [about, ' · ', ...why];
  return { summary: richTextWords(text), blocks: [{ kind: 'text', text }] };
}

/** The same in short, for whoever looks at what became of a digest. */
export function silenceReason(digest: Digest, facts: SilenceFacts): string {
  const considered = digest.considered;
  if (considered > 0) return `nothing new matched, of ${considered} considered`;
  return nothingCame(digest, facts).replace(/\.$/, '');
}

function noneMatched(digest: Digest): RichText {
  const papers = counted(digest.considered, 'new paper');
  const nearest = nearestMiss(digest);
  if (nearest === undefined) return [`${papers}, already posted here or passed over.`];
  const title = { kind: 'strong' as const, text: clip(nearest.paper.title, longestTitle) };
  return [`${papers}, none matched; nearest: `, title, ` (${nearest.text}).`];
}

function nothingCame({ slot, subscription }: Digest, { unsettled, feeds }: SilenceFacts): string {
  const { zone } = subscription.schedule;
  if (unsettled > 0) {
    const papers = counted(unsettled, 'paper');
    return `The list of the day is still growing (${papers} so far): it comes with the next digest.`;
  }
  const down = feeds.filter(({ problem }) => problem !== undefined);
  const [first] = down;
  if (first !== undefined && down.length === feeds.length) {
    const since =
      first.readAt === undefined ? '' : ` since ${timeText(first.readAt, zone, slot.at)}`;
    return `No papers came: ${first.feed} has not been read${since}.`;
  }
  const [day] = formatLocal(slot.at, zone).split(' ');
  if (day === 'Sat' || day === 'Sun') {
    return `No papers came: it is ${day === 'Sat' ? 'Saturday' : 'Sunday'}, the feed rests.`;
  }
  return 'No new papers came.';
}
