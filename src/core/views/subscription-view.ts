import type { TopicTable } from '../query/ast.ts';
import { describeSchedule, formatLocal, untilText } from '../schedule/describe-schedule.ts';
import { nextSlots } from '../schedule/due-slot.ts';
import type { Subscription } from '../subscription.ts';
import { capitalized } from '../text/capitalized.ts';
import type { RichText } from '../view.ts';

/** One plain sentence: when, where and what. `Weekdays at 09:00 Berlin time I will post up to 5 papers here that match “diffusion”.` */
export function subscriptionSentence(subscription: Subscription, topics: TopicTable): string {
  const when = capitalized(describeSchedule(subscription.schedule));
  const verb = subscription.scope === 'personal' ? 'send you' : 'post';
  const where = subscription.scope === 'personal' ? '' : ' here';
  const papers = subscription.limit === 1 ? 'the top paper' : `up to ${subscription.limit} papers`;
  const published = subscription.publish === true ? ', published to followers' : '';
  return `${when} I will ${verb} ${papers}${where}${subscribedTo(subscription, topics)}${published}.`;
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

/** When it posts next, or why it does not: `Next: Tue 24 Nov 2026, 09:00 (in 14 h).` */
export function nextRunText(subscription: Subscription, now: number): string {
  const { status, schedule } = subscription;
  if (status.kind === 'paused') return `${pauseText(subscription)}.`;
  const at = nextRunAt(subscription, now);
  if (at === undefined) return 'Its schedule never falls due again.';
  return `Next: ${formatLocal(at, schedule.zone)} (${untilText(now, at)}).`;
}

/** Epoch milliseconds of the next slot after now, of an active subscription. */
export function nextRunAt(subscription: Subscription, now: number): number | undefined {
  if (subscription.status.kind === 'paused') return undefined;
  return nextSlots(subscription.schedule, now, 1)[0]?.at;
}

export function pauseText({ status, schedule }: Subscription): string {
  if (status.kind === 'active') return 'Active';
  const { reason } = status;
  if (reason.kind !== 'by-user') return `Paused: ${reason.text}`;
  if (reason.until === undefined) return 'Paused until you resume it';
  return `Paused until ${formatLocal(Date.parse(reason.until), schedule.zone)}`;
}

/** Two lines for a list: what it is, and when it posts next. */
export function subscriptionLines(
  subscription: Subscription,
  topics: TopicTable,
  now: number,
): RichText {
  return [
    { kind: 'strong', text: subscription.id },
    ` · ${subscriptionSentence(subscription, topics)} ${nextRunText(subscription, now)}`,
  ];
}
