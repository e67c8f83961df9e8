import { type Delivery, slotInstant } from '../delivery.ts';
import { type Digest, leftOutText } from '../digest.ts';
import type { PaperId } from '../paper.ts';
import type { PaperTrail, TrailStep, Verdict } from '../paper-trail.ts';
import { caret } from '../query/caret.ts';
import type { Answer } from '../query/explain-queries.ts';
import type { Subscription } from '../subscription.ts';
import type { Block, Inline, RichText } from '../view.ts';
import { digestName } from './digest-name.ts';
import { pauseState } from './subscription-view.ts';

export interface TrailViewInput extends PaperTrail {
  readonly subscription: Subscription;
  readonly paper: PaperId;
  /** Undefined where every paper is wanted. */
  readonly answer: Answer | undefined;
  /** The next digest as things stand, where it decides. */
  readonly upcoming?: Digest;
  /** Where people find a message. */
  readonly linkOf: (delivery: Delivery) => string | undefined;
  /** The reader's: an IANA name. */
  readonly zone: string;
}

/** What one subscription made of a paper: the verdict, how it came to it, and the part of the query that decides. */
export function trailBlocks(input: TrailViewInput): Block[] {
  const { subscription, steps, verdict, answer, zone } = input;
  const name = digestName(subscription, 'first');
  const isMiss = verdict.kind === 'no-match';
  const items = [
    ...steps.map((step) => stepText(step, zone)),
    ...(isMiss ? [] : matchText(answer)),
  ];
  return [
    { kind: 'text', text: [{ kind: 'strong', text: name }, ': ', ...verdictText(input)] },
    ...(items.length === 0 ? [] : [{ kind: 'list' as const, items }]),
    ...(isMiss ? caretBlocks(answer) : []),
  ];
}

function stepText(step: TrailStep, zone: string): RichText {
  const at = { kind: 'time' as const, at: step.at, zone };
  return step.kind === 'missed'
    ? [at, `: ${step.text}`]
    : [at, `: could not be posted: ${step.detail}`];
}

function matchText(answer: Answer | undefined): RichText[] {
  if (answer === undefined || answer.reasons.length === 0) return [];
  return [[`${answer.matched ? 'matches' : 'would not match any more'}: ${reasonsText(answer)}`]];
}

function reasonsText({ reasons }: Answer): string {
  return reasons.map(({ text }) => text).join('; ');
}

/** Where the query is more than the part that decides. */
function caretBlocks(answer: Answer | undefined): Block[] {
  const span = answer?.reasons[0]?.span;
  if (answer === undefined || span === undefined) return [];
  const { text } = answer.query;
  if (span.end - span.start >= text.trim().length) return [];
  return [{ kind: 'code', text: caret(text, span) }];
}

function verdictText(input: TrailViewInput): RichText {
  const { verdict, subscription, answer, zone } = input;
  switch (verdict.kind) {
    case 'posted': {
      const { delivery } = verdict;
      const text = postingText(delivery, input);
      if (delivery.subscription === subscription.id) return text;
      const other: Inline = { kind: 'strong', text: delivery.subscription };
      return [
        'not posted: a paper comes once to a place, and digest ',
        other,
        ' has it: ',
        ...text,
      ];
    }
    case 'posted-long-ago':
      return ['not posted: it was posted here before, too long ago to tell when'];
    case 'passed-over': {
      const of = { kind: 'time' as const, at: slotInstant(verdict.delivery), zone };
      return [
        `not posted: it was number ${verdict.place} of the digest of `,
        of,
        ', past its limit',
      ];
    }
    case 'unrendered': {
      const of = { kind: 'time' as const, at: slotInstant(verdict.delivery), zone };
      return [
        'not posted: no message could be made of it, through a fault of mine, for the digest of ',
        of,
      ];
    }
    case 'no-match':
      return [`not posted: it does not match${answer ? ` (${reasonsText(answer)})` : ''}`];
    case 'history':
      return [
        `not posted: it came before this digest ${verdict.changed ? 'got its query' : 'was set up'}`,
      ];
    case 'too-late':
      return ['not posted: it passed only when it was more than a week old'];
    case 'expired':
      return ['not posted: it came more than two weeks before anything could be posted'];
    case 'paused':
      return ['waits for the next digest (', ...pauseState(subscription), ')'];
    case 'never-due':
      return ['not posted: the schedule never falls due again'];
    case 'unsettled':
    case 'in-question':
      return outlookText(verdict, input);
  }
}

/** How a message with the paper fared. */
function postingText(delivery: Delivery, { linkOf, zone }: TrailViewInput): RichText {
  const time = (instant: string): Inline => ({ kind: 'time', at: Date.parse(instant), zone });
  switch (delivery.status) {
    case 'sent': {
      const url = linkOf(delivery);
      return [
        'posted ',
        time(delivery.updatedAt),
        ...(delivery.mayBeTwice ? [', perhaps twice'] : []),
        ...(url === undefined ? [] : [' (', { kind: 'link', text: 'see it', url } as const, ')']),
      ];
    }
    case 'uncertain':
      return [
        'perhaps posted ',
        time(delivery.firstSentAt),
        delivery.held ? ', and not sent again: ' : ', being looked for: ',
        delivery.detail,
      ];
    case 'retry':
      return [
        'could not be posted yet: ',
        delivery.detail,
        '; tried again ',
        time(delivery.notBefore),
      ];
    default:
      return ['being posted now'];
  }
}

function outlookText(
  verdict: Extract<Verdict, { kind: 'unsettled' | 'in-question' }>,
  { upcoming, paper, zone }: TrailViewInput,
): RichText {
  const at: Inline = { kind: 'time', at: verdict.slot.at, zone };
  if (verdict.kind === 'unsettled') {
    return ['waits until the list of its day is complete, and then for the digest of ', at];
  }
  const leftOut = upcoming?.leftOut.find((each) => each.paper.id === paper);
  if (leftOut !== undefined) {
    return ['not in the next digest, ', at, `, as things stand: ${leftOutText(leftOut)}`];
  }
  const isChosen = upcoming?.chosen.some((each) => each.paper.id === paper) ?? false;
  return isChosen
    ? ['comes with the next digest, ', at, ', as things stand']
    : ['the next digest decides, ', at];
}
