import { consideredCount, type Digest, leftOutText, matchedCount, overLimit } from '../digest.ts';
import type { FeedDay } from '../paper.ts';
import { localOf, wallText } from '../schedule/time-zone.ts';
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
  const title = `Trending papers · ${day}`;
  const topics = subscription.queries.join(' · ') || 'every paper';
  const counts = `${chosen.length} of ${matchedCount(digest)} matching, ${consideredCount(digest)} considered`;
  return {
    summary: digestSummary(digest, title),
    blocks: [
      { kind: 'heading', text: options.preview ? `Preview: ${title}` : title },
      { kind: 'text', text: [`${topics} · ${counts}`] },
      ...paperBlocks(digest),
      ...overflowBlocks(digest),
      ...(options.explain ? leftOutBlocks(digest) : []),
      ...(options.oneOff ? [] : [{ kind: 'divider' } as const, footer(digest, options)]),
      ...(options.preview || options.oneOff ? [] : [digestActions(digest)]),
    ],
  };
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
  return chosen.map(({ paper, why, rose }, index) => {
    const reasons = why?.reasons.map(({ text }) => text) ?? [];
    if (rose) reasons.unshift('rose since an earlier digest');
    return {
      kind: 'paper',
      paper,
      place: index + 1,
      detail: subscription.layout === 'compact' ? 'line' : 'card',
      ...(reasons.length === 0 ? {} : { why: reasons.join('; ') }),
      actions: [{ label: 'Details', path: ['papers', 'show'], args: { paper: shortId(paper.id) } }],
    };
  });
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
      items: leftOut.map(({ paper, reason }) => [
        { kind: 'strong', text: paper.title },
        `: ${leftOutText(reason)}`,
      ]),
    },
  ];
}

function footer({ subscription, slot }: Digest, { nextAt, preview }: DigestViewOptions): Block {
  const change = subscription.scope === 'personal' ? '/papers my digest' : '/digest edit';
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

/** `Tue 24 Nov`, with the year where it is not that of now. */
export function formatDay(day: FeedDay, now: number): string {
  const isThisYear = new Date(now).getUTCFullYear() === Number(day.slice(0, 4));
  return new Date(`${day}T00:00:00Z`)
    .toLocaleDateString('en-GB', {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      ...(!isThisYear && { year: 'numeric' }),
      timeZone: 'UTC',
    })
    .replace(',', '');
}

/** The id as people type it: without `arxiv:`. */
export function shortId(id: string): string {
  return id.replace(/^arxiv:/, '');
}
