import { type Delivery, isByHand, openSince, slotInstant } from '../delivery.ts';
import { overdueSlot } from '../overdue-slot.ts';
import type { TopicTable } from '../query/ast.ts';
import { isGoneForGood, type Subscription } from '../subscription.ts';
import { subscriptionQuery } from '../subscription-query.ts';
import { capitalized } from '../text/capitalized.ts';
import { firstSentence } from '../text/first-sentence.ts';
import type { RichText } from '../view.ts';
import { digestName } from './digest-name.ts';
import { pauseOutlook, resumeCommand } from './pause-outlook.ts';
import { refusalOutlook } from './refusal-outlook.ts';

/** Something that needs attention, and what to do about it. */
export interface Fault {
  readonly text: RichText;
  readonly remedy: string;
  /** It is mended, or comes right with the next digest: nobody has to see to it. */
  readonly needsNothing?: true;
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
  const name = digestName(subscription, 'first');
  const query = subscriptionQuery(subscription, topics);
  if (!query.ok) {
    const text = [`${name}: its query cannot be read: ${query.problem.message}`];
    return { text, remedy: query.problem.remedy ?? 'Give it another query.', helps: 'edit' };
  }
  if (status.kind === 'paused') {
    if (status.reason.kind === 'by-user') return undefined;
    return pauseFault(subscription, status.reason.text, place);
  }
  const isLookedUp = isOnlyLookedUp(subscription, last);
  if (refused === undefined || !isLookedUp) {
    const open = openFault(name, last, { zone, now, isLookedUp });
    if (open !== undefined) return open;
  }
  if (refused !== undefined) {
    return refusalFault(subscription, refused.reason.text, { place, isLookedUp, last });
  }
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
  const name = `${digestName(subscription, 'first')} is paused`;
  return cause === 'mended'
    ? {
        text: [`${name}: ${mendedText(reason)}`],
        remedy: `It only needs ${resumeCommand(subscription)}: what it missed comes then.`,
        helps: 'resume',
      }
    : {
        text: [`${name}: ${reason}.`],
        remedy: pauseOutlook(subscription),
        ...(!isGoneForGood(subscription) && { helps: 'resume' }),
      };
}

function refusalFault(
  subscription: Subscription,
  reason: string,
  {
    place,
    isLookedUp,
    last,
  }: Pick<FaultOptions, 'last'> & {
    readonly place: FaultOptions['place'];
    readonly isLookedUp: boolean;
  },
): Fault | undefined {
  const cause = causeOf(subscription, place);
  if (cause === 'told') return undefined;
  const name = `${digestName(subscription, 'first')}: its last digest was refused`;
  const { doubt, outlook } = refusalOutlook({
    ...{ isLookedUp, isOne: true },
    isByHand: last !== undefined && isByHand(last),
  });
  const inDoubt = doubt === '' ? '' : ` ${doubt}`;
  return cause === 'mended'
    ? {
        text: [`${name}: ${mendedText(reason)}${inDoubt}`],
        remedy: `There is nothing to do: ${outlook}.`,
        needsNothing: true,
        helps: 'check',
      }
    : {
        text: [`${name}: ${reason}.${inDoubt}`],
        remedy: `${capitalized(outlook)}. If the place goes on refusing them, it is paused.`,
        helps: 'check',
      };
}

function mendedText(reason: string): string {
  return `${firstSentence(reason)}. That is mended by now, as far as I can tell.`;
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

/** Whether it may have arrived, and is not tried any more: its slot is settled. */
export function isOnlyLookedUp(
  { settledUntil }: Subscription,
  last: Delivery | undefined,
): boolean {
  if (last?.status !== 'uncertain' || last.held === true) return false;
  return slotInstant(last) <= Date.parse(settledUntil);
}

/** A digest that has been on its way for too long: it is tried again by itself, or looked up. */
function openFault(
  name: string,
  last: Delivery | undefined,
  { zone, now, isLookedUp }: Pick<FaultOptions, 'zone' | 'now'> & { readonly isLookedUp: boolean },
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
      ...(again > now ? [` Next ${isLookedUp ? 'look' : 'try'}: `, time(again), '.'] : []),
    ],
    remedy: `There is nothing to do here: I ${isLookedUp ? 'am looking up whether it arrived' : 'keep trying'}.`,
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
    const { outlook } = refusalOutlook({
      isLookedUp: false,
      isOne: true,
      isByHand: isByHand(last),
    });
    const remedy = `${capitalized(outlook)}.`;
    return { text, remedy, needsNothing: true, helps: 'check' };
  }
  if (last.status !== 'uncertain' || last.held === undefined) return undefined;
  return {
    text: [`${name}: nobody can tell whether its digest of `, of, ' arrived.'],
    remedy: 'It is not sent again. If it is not there, a catch-up shows what it had.',
    helps: 'catch-up',
  };
}
