import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Paper } from '../../src/core/paper.ts';
import { digestView } from '../../src/core/views/digest-view.ts';
import { renderDigest as renderForDiscord } from '../../src/platforms/discord/render/render.ts';
import { renderDigest as renderForSlack } from '../../src/platforms/slack/render/render.ts';
import { digest } from '../fakes/digest.ts';
import { paper, subscription } from '../fakes/papers.ts';
import { hostileText as anyText, hostilePaper as onDiscord } from './discord/hostile-papers.ts';
import { hostilePaper as onSlack } from './slack/hostile.ts';

const papers: fc.Arbitrary<Paper[]> = fc
  .uniqueArray(fc.integer({ min: 10_000, max: 99_999 }), { maxLength: 25 })
  .chain((numbers) =>
    fc.tuple(
      ...numbers.map((number) =>
        fc.lorem({ maxCount: 60 }).map((abstract) =>
          paper(`2401.${number}`, {
            abstract,
            links: { abs: `https://arxiv.org/abs/2401.${number}` },
          }),
        ),
      ),
    ),
  );

/** The papers that a message names, in the order of their first mention. */
function named(messages: unknown): string[] {
  return [...new Set(JSON.stringify(messages).match(/arxiv\.org\/abs\/2401\.\d{5}/g))];
}

test.each(['channel', 'personal'] as const)(
  'a %s digest has the same papers in the same order on Discord and Slack',
  (scope) => {
    fc.assert(
      fc.property(papers, (some) => {
        const chosen = some.map((each) => ({ paper: each, rose: false }));
        const view = digestView(digest({ subscription: subscription({ scope }), chosen }));
        const occasion = { address: 'any:place', scope };
        const expected = some.map(({ links }) => links.abs?.replace('https://', ''));
        const onSlack = renderForSlack(view, occasion);
        expect(named(onSlack.map((each) => each.payload.arguments.blocks))).toEqual(expected);
        expect(named(onSlack.map((each) => each.payload.fallback))).toEqual(expected);
        expect(named(renderForDiscord(view, occasion).map(({ payload }) => payload.body))).toEqual(
          expected,
        );
      }),
      { numRuns: 50 },
    );
  },
);

const hostileView = fc
  .tuple(fc.array(fc.oneof(onDiscord, onSlack), { maxLength: 12 }), fc.boolean(), anyText())
  .map(([some, isCompact, why]) => ({
    summary: 'Papers',
    blocks: some.map((each, index) => ({
      kind: 'paper' as const,
      paper: each,
      place: index + 1,
      detail: isCompact ? ('line' as const) : ('card' as const),
      why,
    })),
  }));

test('a paper looks the same however often it was shown before', () => {
  const occasion = { address: 'any:place', scope: 'channel' } as const;
  fc.assert(
    fc.property(hostileView, (view) => {
      for (const render of [renderForDiscord, renderForSlack]) {
        const first = render(view, occasion);
        expect(render(view, occasion)).toEqual(first);
        const others = { ...view, blocks: view.blocks.toReversed() };
        render(others, occasion);
        expect(render(structuredClone(view), occasion)).toEqual(first);
      }
    }),
    { numRuns: 100 },
  );
});
