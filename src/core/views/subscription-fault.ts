import { type Delivery, openSince, slotInstant } from '../delivery.ts';
import { overdueSlot } from '../overdue-slot.ts';
import type { TopicTable } from '../query/ast.ts';
import type { Subscription } from '../subscription.ts';
import { subscriptionQuery } from '../subscription-query.ts';
import { firstSentence } from '../text/first-sentence.ts';
import type { RichText } from '../view.ts';
import { pauseOutlook, resumeCommand } from './pause-outlook.ts';

/** Something that needs attention, and what to do about it. */
export interface Fault {
  readonly text: RichText;
  readonly remedy: string;
  /** What may be pressed to mend it or to see more. */
  readonly helps?: 'edit' | 'resume' | 'check' | 'catch-up';
}

export interface FaultOptions {
  /** Its last delivery, where there is one. */
  readonly last: Delivery | undefined;
  readonly topics: TopicTable;
  /** The reader's: an IANA name. */
  readonly zone: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** What its platform finds of its place: faulty is told elsewhere. Absent where it cannot tell. */
  readonly place?: 'well' | 'faulty';
}

/** What is wrong with a subscription, if anything is: what must be mended first comes first. */
export function subscriptionFault(
  subscription: Subscription,
  { last, topics, zone, now, place }: FaultOptions,
): Fault | undefined {
  const { status, refused } = subscription;
  const name = nameOf(subscription);
  const query = subscriptionQuery(subscription, topics);
  if (!query.ok) {
    const text = [`${name}: its query cannot be read: ${query.problem.message}`];
    return { text, remedy: query.problem.remedy ?? 'Give it another query.', helps: 'edit' };
  }
  if (status.kind === 'paused') {
    if (status.reason.kind === 'by-user') return undefined;
    return pauseFault(subscription, status.reason.text, place);
  }
  const open = openFault(name, last, { zone, now });
  if (open !== undefined) return open;
  if (refused !== undefined) return refusalFault(subscription, refused.reason.text, place);
  return overdueFault(name, subscription, last, { zone, now }) ?? deliveryFault(name, last, zone);
}

/** Whether it was paused, or its last digest refused, for what the check of its place sees. */
export function isStoppedByPlace({ status, refused }: Subscription): boolean {
  const reason = status.kind === 'paused' ? status.reason : refused?.reason;
  return reason?.kind === 'not-permitted' || reason?.kind === 'destination-gone';
}

/** Whether what stopped a digest is told with its place, is mended by now, or stands, as far as is known. */
function causeOf(
  subscription: Subscription,
  place: FaultOptions['place'],
): 'told' | 'mended' | 'stands' {
  if (place === undefined || !isStoppedByPlace(subscription)) return 'stands';
  return place === 'faulty' ? 'told' : 'mended';
}

function pauseFault(
  subscription: Subscription,
  reason: string,
  place: FaultOptions['place'],
): Fault | undefined {
  const cause = causeOf(subscription, place);
  if (cause === 'told') return undefined;
  const name = `${nameOf(subscription)} is paused`;
  return cause === 'mended'
    ? {
        text: [`${name}: ${mendedText(reason)}`],
        remedy: `It only needs ${resumeCommand(subscription)}: what it missed comes then.`,
        helps: 'resume',
      }
    : { text: [`${name}: ${reason}.`], remedy: pauseOutlook(subscription), helps: 'resume' };
}

function refusalFault(
  subscription: Subscription,
  reason: string,
  place: FaultOptions['place'],
): Fault | undefined {
  const cause = causeOf(subscription, place);
  if (cause === 'told') return undefined;
  const name = `${nameOf(subscription)}: its last digest was refused`;
  return cause === 'mended'
    ? {
        text: [`${name}: ${mendedText(reason)}`],
        remedy: 'There is nothing to do: its papers come with the next digest.',
        helps: 'check',
      }
    : {
        text: [`${name}: ${reason}.`],
        remedy:
          'Its papers come with the next digest. If the place goes on refusing them, it is paused.',
        helps: 'check',
      };
}

function mendedText(reason: string): string {
  return `${firstSentence(reason)}. That is mended by now, as far as I can tell.`;
}

function nameOf({ id, scope }: Subscription): string {
  return scope === 'personal' ? 'Your digest' : id;
}

function overdueFault(
  name: string,
  subscription: Subscription,
  last: Delivery | undefined,
  { zone, now }: Pick<FaultOptions, 'zone' | 'now'>,
): Fault | undefined {
  const overdue = overdueSlot(subscription, now);
  if (overdue === undefined || isOpen(last)) return undefined;
  return {
    text: [
      `${name} was due `,
      { kind: 'time', at: overdue.at, zone },
      ', and nothing came of it yet.',
    ],
    remedy:
      'What it missed comes with the next digest. Whoever runs this bot finds more in its log.',
  };
}

/** A message that is not through by then is more than slow. */
const openMs = 5 * 60_000;

/** A digest that has been on its way for too long: it is tried again by itself. */
function openFault(
  name: string,
  last: Delivery | undefined,
  { zone, now }: Pick<FaultOptions, 'zone' | 'now'>,
): Fault | undefined {
  if (last === undefined) return undefined;
  const since = openSince(last);
  if (since === undefined || now - since < openMs) return undefined;
  const time = (at: number) => ({ kind: 'time' as const, at, zone });
  const again = 'notBefore' in last ? Date.parse(last.notBefore ?? '') : Number.NaN;
  const reason = 'detail' in last ? `: ${last.detail.replace(/\.$/, '')}` : '';
  const verb = last.status === 'uncertain' ? 'perhaps not posted' : 'not posted';
  return {
    text: [
      `${name}: its digest of `,
      time(slotInstant(last)),
      ` is ${verb} yet, and has been tried since `,
      time(since),
      `${reason}.`,
      ...(again > now ? [' Next try: ', time(again), '.'] : []),
    ],
    remedy: 'There is nothing to do here: I keep trying.',
  };
}

function isOpen(delivery: Delivery | undefined): boolean {
  return delivery !== undefined && !['sent', 'skipped', 'failed'].includes(delivery.status);
}

function deliveryFault(name: string, last: Delivery | undefined, zone: string): Fault | undefined {
  if (last === undefined) return undefined;
  const of = { kind: 'time' as const, at: slotInstant(last), zone };
  if (last.status === 'failed') {
    const text = [`${name}: its digest of `, of, ` could not be posted: ${last.detail}`];
    return { text, remedy: 'Its papers come with the next digest.', helps: 'check' };
  }
  if (last.status !== 'uncertain' || last.held === undefined) return undefined;
  return {
    text: [`${name}: nobody can tell whether its digest of `, of, ' arrived.'],
    remedy: 'It is not sent again. If it is not there, a catch-up shows what it had.',
    helps: 'catch-up',
  };
}
