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
}

/** What people see of a digest, on every platform. */
export function digestView(digest: Digest, options: DigestViewOptions = {}): View {
  const { subscription, slot, chosen } = digest;
  const day = formatDay(wallText(localOf(slot.at, subscription.schedule.zone)).slice(0, 10));
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
      { kind: 'divider' },
      footer(digest, options),
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

/** `Tue 24 Nov` of a day. */
export function formatDay(day: FeedDay): string {
  return new Date(`${day}T00:00:00Z`)
    .toLocaleDateString('en-GB', {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    })
    .replace(',', '');
}

/** The id as people type it: without `arxiv:`. */
export function shortId(id: string): string {
  return id.replace(/^arxiv:/, '');
}
