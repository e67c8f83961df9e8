import fc from 'fast-check';
import type { Paper } from '../../src/core/paper.ts';
import type { Action, Block, Inline, View } from '../../src/core/view.ts';
import { digestView } from '../../src/core/views/digest-view.ts';
import { digest } from '../fakes/digest.ts';
import { subscription } from '../fakes/papers.ts';
import {
  hostileText as discordText,
  hostilePaper as hostileToDiscord,
} from '../platforms/discord/hostile-papers.ts';
import {
  hostilePieces,
  hostilePaper as hostileToSlack,
  hostileText as slackText,
} from '../platforms/slack/hostile.ts';
import { breakingPieces } from './mutations.ts';

/** One piece over and over, up to ten thousand characters. */
const repeated = fc
  .tuple(fc.constantFrom(...hostilePieces, 'word ', 'a', '語', '𝔸', '<', '*', '\\'), fc.nat(10_000))
  .map(([piece, length]) => piece.repeat(Math.ceil(length / piece.length)));

/** Text that tries what any platform, format or terminal would act on. */
export const hostileText = fc.oneof(
  { weight: 4, arbitrary: discordText(12) },
  { weight: 4, arbitrary: slackText },
  { weight: 2, arbitrary: fc.constantFrom(...breakingPieces.map((piece) => piece.slice(0, 500))) },
  { weight: 2, arbitrary: fc.lorem({ maxCount: 8 }) },
  { weight: 1, arbitrary: repeated },
);

/** Of one line or so. */
export const shortText = fc.oneof(discordText(3), fc.constantFrom(...hostilePieces), fc.lorem());

const extremePaper: fc.Arbitrary<Paper> = fc
  .tuple(hostileToSlack, repeated, repeated, fc.double(), fc.double())
  .map(([paper, title, abstract, upvotes, stars]) => ({
    ...paper,
    title,
    abstract,
    upvotes,
    stars,
    authors: Array.from({ length: 500 }, () => title.slice(0, 60)),
    keywords: Array.from({ length: 100 }, () => abstract.slice(0, 60)),
  }));

/** A paper in which everything is as bad as its type allows, worse than what passes the feeds. */
export const hostilePaper = fc.oneof(
  { weight: 4, arbitrary: hostileToDiscord },
  { weight: 4, arbitrary: hostileToSlack },
  { weight: 1, arbitrary: extremePaper },
);

/** A few papers, seldom as many as a digest can have. */
export const hostilePapers = fc.oneof(
  { weight: 6, arbitrary: fc.array(hostilePaper, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(hostilePaper, { maxLength: 25 }) },
);

const inline = fc.oneof(
  shortText,
  fc.record({ kind: fc.constantFrom('strong', 'code', 'mark'), text: shortText }),
  fc.record({ kind: fc.constant('link'), text: shortText, url: fc.oneof(fc.webUrl(), shortText) }),
  fc.record({
    kind: fc.constant('time'),
    at: fc.oneof(fc.double(), fc.integer({ min: 0, max: 2 ** 41 })),
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Mars/Base'),
  }),
  fc.record({
    kind: fc.constant('place'),
    address: fc.oneof(fc.constantFrom('discord:1/2', 'slack:T1/C1', 'terminal:-'), shortText),
  }),
) as fc.Arbitrary<Inline>;
const richText = fc.array(inline, { maxLength: 5 });

const action: fc.Arbitrary<Action> = fc.record({
  label: shortText,
  path: fc.constantFrom(['papers', 'show'], ['papers', 'my', 'list'], ['digest', 'resume']),
  args: fc.oneof(
    fc.constant({}),
    fc.record({ paper: shortText }),
    fc.record({ topic: hostileText }),
  ),
});
const actions = fc.array(action, { maxLength: 8 });

const block = fc.oneof(
  fc.record({ kind: fc.constant('heading'), text: hostileText }),
  fc.record({ kind: fc.constant('text'), text: richText }),
  fc.record(
    {
      kind: fc.constant('paper'),
      paper: hostilePaper,
      detail: fc.constantFrom('line', 'card', 'full'),
      place: fc.nat(2_000),
      why: hostileText,
      snippet: richText,
      actions,
    },
    { requiredKeys: ['kind', 'paper', 'detail'] },
  ),
  fc.record({
    kind: fc.constant('facts'),
    facts: fc.array(fc.record({ name: shortText, value: richText }), { maxLength: 12 }),
  }),
  fc.record({ kind: fc.constant('list'), items: fc.array(richText, { maxLength: 30 }) }),
  fc.record(
    {
      kind: fc.constant('notice'),
      tone: fc.constantFrom('info', 'success', 'warning', 'error'),
      text: richText,
      hint: hostileText,
    },
    { requiredKeys: ['kind', 'tone', 'text'] },
  ),
  fc.record({ kind: fc.constant('code'), text: hostileText }),
  fc.record({ kind: fc.constant('actions'), actions: fc.array(action, { maxLength: 30 }) }),
  fc.constant({ kind: 'divider' }),
) as fc.Arbitrary<Block>;

/** Any document that a command could answer with. */
export const hostileView: fc.Arbitrary<View> = fc.record({
  summary: hostileText,
  blocks: fc.oneof(
    { weight: 4, arbitrary: fc.array(block, { maxLength: 5 }) },
    { weight: 1, arbitrary: fc.array(block, { maxLength: 30 }) },
  ),
});

/** A digest of whatever papers, as people see it; `link` is the only one that they have. */
export function digestOf(papers: readonly Paper[], layout: 'full' | 'compact', link: string): View {
  const chosen = papers.map((paper) => ({
    paper: { ...paper, links: { abs: link } },
    rose: false,
  }));
  const shown = digest({
    subscription: subscription({ queries: ['topic:agents'], limit: 25, layout }),
    chosen,
    leftOut: papers.map((paper, index) => ({
      paper,
      reason: { kind: 'over-limit' as const, place: index + 26 },
    })),
  });
  return digestView(shown, { nextAt: Date.UTC(2026, 2, 3, 9) });
}
