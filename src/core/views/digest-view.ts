import { boundedMemo } from '../bounded-memo.ts';
import { type Digest, leftOutText, matchedCount } from '../digest.ts';
import type { FeedDay, Paper } from '../paper.ts';
import { timeText } from '../schedule/time-text.ts';
import { localOf, wallText } from '../schedule/time-zone.ts';
import { isGoneForGood, isPausedByFault, type Subscription } from '../subscription.ts';
import { counted } from '../text/counted.ts';
import type { Action, Block, View } from '../view.ts';
import { resumeCommand } from './pause-outlook.ts';
import { pauseState } from './subscription-view.ts';

export interface DigestViewOptions {
  /** When the subscription posts next, epoch milliseconds; absent where it never will. */
  readonly nextAt?: number;
  /** Also list every paper left out, each with its reason. */
  readonly explain?: boolean;
  /** Shown to one person before anything is posted. */
  readonly preview?: boolean;
  /** It belongs to no subscription that could be changed: no footer and no buttons. */
  readonly oneOff?: boolean;
}

/**
 * What people see of a digest, on every platform. Digests that show the same papers in the same words have all blocks before
 * the rule in common: they are the same objects.
 */
export function digestView(digest: Digest, options: DigestViewOptions = {}): View {
  const { subscription, slot, chosen } = digest;
  const day = formatDay(
    wallText(localOf(slot.at, subscription.schedule.zone)).slice(0, 10),
    slot.at,
  );
  const title = `${titleText(digest)} · ${day}`;
  const { summary, blocks } = bodyOf({
    chosen,
    detail: subscription.layout === 'compact' ? 'line' : 'card',
    title,
    heading: options.preview ? `Preview: ${title}` : title,
    dateline: datelineText(digest),
    away: awayText(digest),
    overflow: overflowText(digest),
  });
  return {
    summary,
    blocks: [
      ...blocks,
      ...(options.explain ? leftOutBlocks(digest) : []),
      ...(options.oneOff ? [] : [rule, footer(digest, options)]),
      ...(options.preview || options.oneOff ? [] : [digestActions(digest)]),
    ],
  };
}

/** What of a digest is in its body: all but what tells whose it is. Texts that are not there are empty. */
interface DigestBody {
  readonly chosen: Digest['chosen'];
  readonly detail: 'line' | 'card';
  readonly title: string;
  readonly heading: string;
  readonly dateline: string;
  readonly away: string;
  readonly overflow: string;
}

const bodyOf = boundedMemo(2_000, makeBody, {
  nameOf: ({ dateline }) => dateline,
  isSame: (one, other) =>
    one.detail === other.detail &&
    one.heading === other.heading &&
    one.title === other.title &&
    one.away === other.away &&
    one.overflow === other.overflow &&
    areSame(one.chosen, other.chosen),
});

function areSame(some: Digest['chosen'], others: Digest['chosen']): boolean {
  if (some === others) return true;
  if (some.length !== others.length) return false;
  return some.every(({ paper, why, rose }, index) => {
    const other = others[index];
    return paper === other?.paper && why === other.why && rose === other.rose;
  });
}

function makeBody({ chosen, detail, title, heading, dateline, away, overflow }: DigestBody): View {
  return {
    summary: digestSummary(chosen, title),
    blocks: [
      { kind: 'heading', text: heading },
      { kind: 'text', text: [dateline] },
      ...(away === '' ? [] : [{ kind: 'notice', tone: 'info', text: [away] } as const]),
      ...paperBlocks(chosen, detail),
      ...(overflow === '' ? [] : [{ kind: 'text', text: [overflow] } as const]),
    ],
  };
}

function titleText({ subscription, chosen }: Digest): string {
  const isPersonal = subscription.scope === 'personal' && chosen.length > 0;
  return isPersonal ? `${counted(chosen.length, 'paper')} for you` : 'Trending papers';
}

function digestSummary(chosen: Digest['chosen'], title: string): string {
  const first = chosen[0]?.paper.title;
  if (first === undefined) return `${title}: nothing new matched.`;
  const rest = chosen.length === 1 ? '' : ` and ${chosen.length - 1} more`;
  return `${title}: ${first}${rest}.`;
}

function paperBlocks(chosen: Digest['chosen'], detail: 'line' | 'card'): Block[] {
  if (chosen.length === 0) {
    return [{ kind: 'notice', tone: 'info', text: ['Nothing new matched.'] }];
  }
  return chosen.flatMap(({ paper, why, rose }, index): Block[] => {
    const reasons = why?.reasons.map(({ text }) => text) ?? [];
    const block: Block = {
      kind: 'paper',
      paper,
      place: index + 1,
      detail,
      ...(reasons.length === 0 ? {} : { why: reasons.join('; ') }),
      actions: paperActions(paper),
    };
    const isFirstRisen = rose && !chosen[index - 1]?.rose;
    return isFirstRisen ? [{ kind: 'heading', text: 'Rose since' }, block] : [block];
  });
}

/** The same objects wherever a digest shows the paper. */
const paperActions = boundedMemo(2_000, (paper: Paper): readonly Action[] => [
  { label: 'Details', path: ['papers', 'show'], args: { paper: shortId(paper.id) } },
]);

function datelineText(digest: Digest): string {
  const { chosen, considered } = digest;
  const counts = `${chosen.length} of ${matchedCount(digest)} matching, ${considered} considered`;
  const asOf = asOfText(digest);
  return `${aboutText(digest.subscription)} · ${counts}${asOf === undefined ? '' : ` · ${asOf}`}`;
}

/** What its readers find at its top: `llm-agents · speech OR sound`, or `every paper`. */
export function aboutText({ queries }: Pick<Subscription, 'queries'>): string {
  return queries.map((query) => query.replace(/^topic:/, '')).join(' · ') || 'every paper';
}

/** When its papers were read: `as of 14:05 (Berlin)`, with the day where that is not the digest's. */
function asOfText({ asOf, slot, subscription }: Digest): string | undefined {
  if (asOf === undefined) return undefined;
  return `as of ${timeText(asOf, subscription.schedule.zone, slot.at)}`;
}

/** What it makes up for: `While away since Mon 2 Mar: the top 5 of 63.` */
function awayText(digest: Digest): string {
  const { chosen } = digest;
  const since = awaySinceText(digest);
  if (since === undefined) return '';
  const expired = digest.leftOut.filter(({ reason }) => reason.kind === 'expired').length;
  const old = expired === 0 ? '' : ` ${counted(expired, 'paper')} too old by now.`;
  return `While away since ${since}: ${shownText(chosen.length, matchedCount(digest))}.${old}`;
}

function shownText(shown: number, matched: number): string {
  if (matched === 0) return 'nothing matched';
  if (shown === matched) return counted(matched, 'paper');
  return shown === 1 ? `the top paper of ${matched}` : `the top ${shown} of ${matched}`;
}

/** Since when the digests before it were missed, if they were: `Mon 2 Mar`, or of the same day `09:00 (Berlin)`. */
export function awaySinceText({ awaySince, slot, subscription }: Digest): string | undefined {
  if (awaySince === undefined) return undefined;
  const { zone } = subscription.schedule;
  const from = Date.parse(awaySince);
  const day = wallText(localOf(from, zone)).slice(0, 10);
  const isSameDay = day === wallText(localOf(slot.at, zone)).slice(0, 10);
  return isSameDay ? timeText(from, zone, slot.at) : formatDay(day, slot.at);
}

function overflowText({ overLimit: rest }: Digest): string {
  if (rest.length === 0) return '';
  const named = rest.slice(0, 3).map((paper) => paper.title);
  const more = rest.length > named.length ? ` and ${rest.length - named.length} more` : '';
  return `${counted(rest.length, 'paper')} also matched: ${named.join(' · ')}${more}.`;
}

function leftOutBlocks({ leftOut }: Digest): Block[] {
  if (leftOut.length === 0) return [];
  return [
    { kind: 'heading', text: 'Left out' },
    {
      kind: 'list',
      items: leftOut.map((each) => [
        { kind: 'strong', text: each.paper.title },
        `: ${leftOutText(each)}`,
      ]),
    },
  ];
}

const rule: Block = { kind: 'divider' };

function footer({ subscription, slot }: Digest, { nextAt, preview }: DigestViewOptions): Block {
  const { id, scope, schedule, status } = subscription;
  if (status.kind === 'paused') return pausedFooter(subscription, preview === true);
  const change = scope === 'personal' ? '/papers my digest' : `/digest edit ${id}`;
  const time = (at: number) => ({ kind: 'time' as const, at, zone: schedule.zone });
  const due = preview ? ['Due: ', time(slot.at), ' · '] : [];
  const next = nextAt === undefined ? [] : ['Next: ', time(nextAt), ' · '];
  const lead = [...due, ...next];
  const verb = lead.length === 0 ? 'Change' : 'change';
  return { kind: 'text', text: [...lead, `${verb} it with ${change}`] };
}

/** No further digest comes. Why a fault has paused it is for those who look after it. */
function pausedFooter(subscription: Subscription, preview: boolean): Block {
  const isToldWhy = preview || !isPausedByFault(subscription);
  const state = isToldWhy ? pauseState(subscription) : ['Paused'];
  const hint = isGoneForGood(subscription) ? [] : [` · go on with ${resumeCommand(subscription)}`];
  return { kind: 'text', text: [...state, ...hint] };
}

/** What readers of a digest want next: of their own one to stop it, of a shared one to have it for themselves. */
function digestActions({ subscription }: Digest): Block {
  const { id, queries, scope } = subscription;
  if (scope === 'personal') return personalActions;
  const about = { label: 'About this digest', path: ['digest', 'check'], args: { digest: id } };
  return { kind: 'actions', actions: [...topicActions(queries.join(' OR ')), about] };
}

const personalActions: Block = {
  kind: 'actions',
  actions: [
    { label: 'My topics', path: ['papers', 'my', 'list'], args: {} },
    { label: 'Pause 1 week', path: ['papers', 'my', 'pause'], args: { for: '1w' } },
    { label: 'Stop', path: ['papers', 'my', 'pause'], args: {} },
  ],
};

const topicActions = boundedMemo(5_000, (topic: string): readonly Action[] => {
  const more = { label: 'More papers', path: ['papers', 'trending'] };
  if (topic === '') return [{ ...more, args: {} }];
  return [
    { ...more, args: { topic } },
    { label: 'Get this privately', path: ['papers', 'my', 'follow'], args: { topic } },
  ];
});

const shortDay = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
const dayInYear = daysAs(new Intl.DateTimeFormat('en-GB', shortDay));
const dayOfYear = daysAs(new Intl.DateTimeFormat('en-GB', { ...shortDay, year: 'numeric' }));

/** `Tue 24 Nov`, with the year where it is not that of now. */
export function formatDay(day: FeedDay, now: number): string {
  const isThisYear = new Date(now).getUTCFullYear() === Number(day.slice(0, 4));
  return (isThisYear ? dayInYear : dayOfYear)(day).text;
}

function daysAs(format: Intl.DateTimeFormat) {
  return boundedMemo(500, (day: FeedDay) => ({
    text: format.format(Date.parse(`${day}T00:00:00Z`)).replace(',', ''),
  }));
}

/** The id as people type it: without `arxiv:`. */
export function shortId(id: string): string {
  return id.replace(/^arxiv:/, '');
}
