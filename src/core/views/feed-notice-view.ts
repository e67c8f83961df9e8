import type { FeedTrouble } from '../feed-trouble.ts';
import { timeText } from '../schedule/time-text.ts';
import type { View } from '../view.ts';

/** What the administrator is told of a feed that is in trouble. `readAt`: when it was last read, epoch milliseconds. */
export function feedTroubleView(
  title: string,
  trouble: FeedTrouble,
  { zone, readAt }: { readonly zone: string; readonly readAt?: number },
): View {
  const summary = `${feedTroubleText(title, trouble, zone)} ${trouble.text}`;
  const rest =
    readAt === undefined
      ? 'It was never read before, so there are no papers of it.'
      : `Digests go on with what was read up to ${timeText(readAt, zone)}.`;
  return notice(summary, 'warning', `${rest} I keep trying, and say when it is over.`);
}

/** What they are told once it is over. */
export function feedRecoveryView(title: string, trouble: FeedTrouble, zone: string): View {
  const since = timeText(Date.parse(trouble.since), zone);
  return notice(`${title} can be read again. It was in trouble since ${since}.`, 'success');
}

/** `Hugging Face Papers has been unreadable since Tue 24 Nov 2026, 07:10 (Berlin).` */
export function feedTroubleText(title: string, { kind, since }: FeedTrouble, zone: string): string {
  return `${title} ${troubleWords[kind]} since ${timeText(Date.parse(since), zone)}.`;
}

/** What is wrong, to stand after the name of the feed and before a time. */
export const troubleWords: Readonly<Record<FeedTrouble['kind'], string>> = {
  failing: 'has been unreadable',
  misshapen: 'has not made sense',
  empty: 'has had no papers',
};

function notice(summary: string, tone: 'warning' | 'success', hint?: string): View {
  return {
    summary,
    blocks: [{ kind: 'notice', tone, text: [summary], ...(hint !== undefined && { hint }) }],
  };
}
