import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChosenPaper } from '../../src/core/digest.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import type { View } from '../../src/core/view.ts';
import { digestView } from '../../src/core/views/digest-view.ts';
import { renderDigest as renderForDiscord } from '../../src/platforms/discord/render/render.ts';
import type { Message, Occasion } from '../../src/platforms/platform.ts';
import { renderDigest as renderForSlack } from '../../src/platforms/slack/render/render.ts';
import { digest } from '../fakes/digest.ts';
import { paper, subscription } from '../fakes/papers.ts';
import { hostileText, hostilePaper as onDiscord } from './discord/hostile-papers.ts';
import { hostilePaper as onSlack } from './slack/hostile.ts';

type Render = (view: View, occasion: Occasion) => readonly Message[];

const renderers: readonly (readonly [string, Render])[] = [
  ['Discord', renderForDiscord],
  ['Slack', renderForSlack],
];

function viewOf(chosen: readonly ChosenPaper[], given: Partial<Subscription>): View {
  const nextAt = Date.UTC(2026, 2, 3, 9);
  return digestView(digest({ subscription: subscription(given), chosen }), { nextAt });
}

/** As it is rendered where nothing of it was ever seen: memos go by the objects. */
function renderedAfresh(render: Render, view: View, occasion: Occasion): readonly Message[] {
  return render(structuredClone(view), occasion);
}

describe.each(renderers)('on %s', (_, render) => {
  const place = { address: 'any:place' };
  const why = (text: string) => ({
    matched: true,
    reasons: [{ clause: 'x', span: { start: 0, end: 1 }, text }],
    distance: 0,
  });
  const chosenPapers = fc.array(
    fc.record({
      paper: fc.oneof(onDiscord, onSlack),
      rose: fc.boolean(),
      why: hostileText(4).map(why),
    }),
    { minLength: 1, maxLength: 25 },
  );
  const subscriptions = fc.record({
    id: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 90 }),
    scope: fc.constantFrom('channel', 'personal'),
    layout: fc.constantFrom('full', 'compact'),
    queries: fc.constantFrom([], ['agent*'], ['"diffusion model" OR '.repeat(12)]),
  }) satisfies fc.Arbitrary<Partial<Subscription>>;
  const mentions = fc.constantFrom({}, { mention: '<@&77>' }, { mention: '<!subteam^S77>' });

  test('property: a digest is the same message, whatever equal ones were rendered before', () => {
    fc.assert(
      fc.property(
        chosenPapers,
        fc.array(subscriptions, { minLength: 2, maxLength: 4 }),
        mentions,
        (chosen, some, mention) => {
          for (const given of some) {
            const view = viewOf(chosen, given);
            const occasion = { ...place, scope: given.scope, ...mention };
            expect(render(view, occasion)).toEqual(renderedAfresh(render, view, occasion));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('however little room its own words leave to what others have in common with it', () => {
    for (let words = 30; words < 90; words += 1) {
      const chosen = Array.from({ length: 9 }, (_, index) => ({
        paper: paper(`2401.0000${index}`, { abstract: 'w* '.repeat(words) }),
        rose: false,
      }));
      for (const length of [1, 5, 20, 60]) {
        const view = viewOf(chosen, { id: 'd'.repeat(length) });
        const occasion = { ...place, scope: 'channel' } as const;
        expect(render(view, occasion)).toEqual(renderedAfresh(render, view, occasion));
      }
    }
  });
});
