import { boundedMemo } from '../bounded-memo.ts';
import type { TopicTable } from '../query/ast.ts';
import { describeSchedule, formatSchedule, untilText } from '../schedule/describe-schedule.ts';
import { nextSlots } from '../schedule/due-slot.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { minuteLength } from '../schedule/time-zone.ts';
import { type DigestSort, obstacleOf, type Subscription } from '../subscription.ts';
import { capitalized } from '../text/capitalized.ts';
import { firstSentence } from '../text/first-sentence.ts';
import type { RichText } from '../view.ts';
import { richTextWords } from './rich-text-words.ts';

/** One plain sentence: when, what and how. `Weekdays at 09:00 Berlin time I will post up to 5 papers about “diffusion”, newest first.` */
export function subscriptionSentence(subscription: Subscription, topics: TopicTable): string {
  const when = capitalized(describeSchedule(subscription.schedule));
  const verb = subscription.scope === 'personal' ? 'send you' : 'post';
  const papers = subscription.limit === 1 ? 'the top paper' : `up to ${subscription.limit} papers`;
  const about = subscribedTo(subscription, topics);
  return `${when} I will ${verb} ${papers}${about}${choicesText(subscription)}.`;
}

const orders = {
  best: '',
  upvotes: ', most upvoted first',
  trending: ', fastest rising first',
  newest: ', newest first',
} satisfies Record<DigestSort, string>;

/** What was chosen instead of what goes without saying. */
function choicesText({ sort, layout, mention, publish, quiet }: Subscription): string {
  return [
    orders[sort],
    layout === 'compact' ? ', one line each' : '',
    mention === undefined ? '' : ', with a mention',
    publish === true ? ', published to followers' : '',
    quiet === 'note' ? ', or say that nothing matched' : '',
  ].join('');
}

function subscribedTo({ queries }: Subscription, topics: TopicTable): string {
  const names = queries.map((query) => queryTitle(query, topics));
  if (names.length === 0) return ', whatever they are about';
  if (names.length === 1) return ` about ${names[0]}`;
  return ` about ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** A topic's title, or the query, in quotes where it has none of its own. */
export function queryTitle(query: string, topics: TopicTable): string {
  const topic = query.startsWith('topic:') ? topics.get(query.slice('topic:'.length)) : undefined;
  return topic?.topic.title ?? (query.startsWith('"') ? query : `“${query}”`);
}

/** When it posts next, or why it does not: `Next: Tue 24 Nov 2026, 09:00 (Berlin), in 14 h.` */
export function nextRun(subscription: Subscription, now: number): RichText {
  const { status, schedule } = subscription;
  if (status.kind === 'paused') return [...pauseState(subscription), '.'];
  const at = nextRunAt(subscription, now);
  if (at === undefined) return ['Its schedule never falls due again.'];
  return ['Next: ', { kind: 'time', at, zone: schedule.zone }, `, ${untilText(now, at)}.`];
}

/** The same as plain text. */
export function nextRunText(subscription: Subscription, now: number): string {
  return richTextWords(nextRun(subscription, now));
}

/** Epoch milliseconds of the next slot after now, of an active subscription. */
export function nextRunAt(subscription: Subscription, now: number): number | undefined {
  const { status, schedule } = subscription;
  if (status.kind === 'paused') return undefined;
  const { at } = nextAfterMinute({ schedule, minute: Math.floor(now / minuteLength) });
  // Clocks of old differed by seconds too: such a slot may lie between the minute and now.
  if (at !== undefined && at <= now) return nextSlots(schedule, now, 1)[0]?.at;
  return at;
}

/** The next slot after the beginning of a minute, counted from 1970: many subscriptions have the same schedule. */
const nextAfterMinute = boundedMemo(
  1_000,
  ({ schedule, minute }: { readonly schedule: Schedule; readonly minute: number }) => ({
    at: nextSlots(schedule, minute * minuteLength, 1)[0]?.at,
  }),
  { nameOf: ({ schedule, minute }) => `${minute} ${formatSchedule(schedule)}` },
);

/** Whether it is paused, and why or for how long: `Paused until Mon 9 Mar 2026, 13:00 (Berlin)`. `name`: what, where it is to be said. */
export function pauseState({ status, schedule }: Subscription, name?: string): RichText {
  if (status.kind === 'active') return ['Active'];
  const { reason } = status;
  const what = name === undefined ? 'Paused' : `Paused ${name}`;
  if (reason.kind !== 'by-user') return [`${what}: ${reason.text}`];
  if (reason.until === undefined) return [`${what} until you resume it`];
  return [`${what} until `, { kind: 'time', at: Date.parse(reason.until), zone: schedule.zone }];
}

/** The same as plain text. */
export function pauseText(subscription: Subscription): string {
  return richTextWords(pauseState(subscription));
}

/** For a list: what it is and when it posts next, or why it does not. */
export function subscriptionLine(
  subscription: Subscription,
  topics: TopicTable,
  now: number,
): RichText {
  const obstacle = obstacleOf(subscription);
  return [
    { kind: 'strong', text: subscription.id },
    ` · ${subscriptionSentence(subscription, topics)} `,
    ...(obstacle ? [`Paused: ${firstSentence(obstacle.text)}.`] : nextRun(subscription, now)),
  ];
}
