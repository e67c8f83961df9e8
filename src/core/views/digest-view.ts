import { consideredCount, type Digest, leftOutText, matchedCount, overLimit } from '../digest.ts';
import type { FeedDay } from '../paper.ts';
import { timeText } from '../schedule/time-text.ts';
import { localOf, wallText } from '../schedule/time-zone.ts';
import type { Subscription } from '../subscription.ts';
import { counted } from '../text/counted.ts';
import type { Block, View } from '../view.ts';

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

/** What people see of a digest, on every platform. */
export function digestView(digest: Digest, options: DigestViewOptions = {}): View {
  const { subscription, slot, chosen } = digest;
  const day = formatDay(
    wallText(localOf(slot.at, subscription.schedule.zone)).slice(0, 10),
    slot.at,
  );
  const title = `${titleText(digest)} · ${day}`;
  const topics = aboutText(subscription);
  const counts = `${chosen.length} of ${matchedCount(digest)} matching, ${consideredCount(digest)} considered`;
  const asOf = asOfText(digest);
  return {
    summary: digestSummary(digest, title),
    blocks: [
      { kind: 'heading', text: options.preview ? `Preview: ${title}` : title },
      { kind: 'text', text: [`${topics} · ${counts}${asOf === undefined ? '' : ` · ${asOf}`}`] },
      ...awayBlocks(digest),
      ...paperBlocks(digest),
      ...overflowBlocks(digest),
      ...(options.explain ? leftOutBlocks(digest) : []),
      ...(options.oneOff ? [] : [{ kind: 'divider' } as const, footer(digest, options)]),
      ...(options.preview || options.oneOff ? [] : [digestActions(digest)]),
    ],
  };
}

function titleText({ subscription, chosen }: Digest): string {
  const isPersonal = subscription.scope === 'personal' && chosen.length > 0;
  return isPersonal ? `${counted(chosen.length, 'paper')} for you` : 'Trending papers';
}

function digestSummary({ chosen }: Digest, title: string): string {
  const first = chosen[0]?.paper.title;
  if (first === undefined) return `${title}: nothing new matched.`;
  const rest = chosen.length === 1 ? '' : ` and ${chosen.length - 1} more`;
  return `${title}: ${first}${rest}.`;
}

function paperBlocks({ subscription, chosen }: Digest): Block[] {
  if (chosen.length === 0) {
    return [{ kind: 'notice', tone: 'info', text: ['Nothing new matched.'] }];
  }
  const detail = subscription.layout === 'compact' ? 'line' : 'card';
  return chosen.flatMap(({ paper, why, rose }, index): Block[] => {
    const reasons = why?.reasons.map(({ text }) => text) ?? [];
    const block: Block = {
      kind: 'paper',
      paper,
      place: index + 1,
      detail,
      ...(reasons.length === 0 ? {} : { why: reasons.join('; ') }),
      actions: [{ label: 'Details', path: ['papers', 'show'], args: { paper: shortId(paper.id) } }],
    };
    const isFirstRisen = rose && !chosen[index - 1]?.rose;
    return isFirstRisen ? [{ kind: 'heading', text: 'Rose since' }, block] : [block];
  });
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
function awayBlocks(digest: Digest): Block[] {
  const { awaySince, chosen, leftOut, slot, subscription } = digest;
  if (awaySince === undefined) return [];
  const wall = wallText(localOf(Date.parse(awaySince), subscription.schedule.zone));
  const matched = matchedCount(digest);
  const some =
    matched > chosen.length ? `the top ${chosen.length} of ${matched}` : `all ${matched}`;
  const expired = leftOut.filter(({ reason }) => reason.kind === 'expired').length;
  const old = expired === 0 ? '' : ` ${counted(expired, 'paper')} too old by now.`;
  const text = `While away since ${formatDay(wall.slice(0, 10), slot.at)}: ${some}.${old}`;
  return [{ kind: 'notice', tone: 'info', text: [text] }];
}

function overflowBlocks(digest: Digest): Block[] {
  const rest = overLimit(digest);
  if (rest.length === 0) return [];
  const named = rest.slice(0, 3).map((paper) => paper.title);
  const more = rest.length > named.length ? ` and ${rest.length - named.length} more` : '';
  return [
    {
      kind: 'text',
      text: [`${counted(rest.length, 'paper')} also matched: ${named.join(' · ')}${more}.`],
    },
  ];
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

function footer({ subscription, slot }: Digest, { nextAt, preview }: DigestViewOptions): Block {
  const change =
    subscription.scope === 'personal' ? '/papers my digest' : `/digest edit ${subscription.id}`;
  const next =
    nextAt === undefined
      ? []
      : ['Next: ', { kind: 'time' as const, at: nextAt, zone: subscription.schedule.zone }, ' · '];
  const due = preview
    ? ['Due: ', { kind: 'time' as const, at: slot.at, zone: subscription.schedule.zone }, ' · ']
    : [];
  return { kind: 'text', text: [...due, ...next, `change it with ${change}`] };
}

/** What readers of a digest want next: of their own one to stop it, of a shared one to have it for themselves. */
function digestActions({ subscription }: Digest): Block {
  const { id, queries, scope } = subscription;
  const topic = queries.join(' OR ');
  if (scope === 'personal') {
    return {
      kind: 'actions',
      actions: [
        { label: 'My topics', path: ['papers', 'my', 'list'], args: {} },
        { label: 'Pause 1 week', path: ['papers', 'my', 'pause'], args: { for: '1w' } },
        { label: 'Stop', path: ['papers', 'my', 'pause'], args: {} },
      ],
    };
  }
  const follow = { label: 'Get this privately', path: ['papers', 'my', 'follow'], args: { topic } };
  return {
    kind: 'actions',
    actions: [
      { label: 'More papers', path: ['papers', 'trending'], args: topic === '' ? {} : { topic } },
      ...(topic === '' ? [] : [follow]),
      { label: 'About this digest', path: ['digest', 'check'], args: { digest: id } },
    ],
  };
}

const shortDay = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
const dayFormat = new Intl.DateTimeFormat('en-GB', shortDay);
const yearFormat = new Intl.DateTimeFormat('en-GB', { ...shortDay, year: 'numeric' });

/** `Tue 24 Nov`, with the year where it is not that of now. */
export function formatDay(day: FeedDay, now: number): string {
  const isThisYear = new Date(now).getUTCFullYear() === Number(day.slice(0, 4));
  const format = isThisYear ? dayFormat : yearFormat;
  return format.format(Date.parse(`${day}T00:00:00Z`)).replace(',', '');
}

/** The id as people type it: without `arxiv:`. */
export function shortId(id: string): string {
  return id.replace(/^arxiv:/, '');
}
