import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { View } from '../../../../src/core/view.ts';
import { digestView } from '../../../../src/core/views/digest-view.ts';
import {
  containerLayout,
  digestContainer,
} from '../../../../src/platforms/discord/render/container-layout.ts';
import { digest } from '../../../fakes/digest.ts';
import { paper, subscription } from '../../../fakes/papers.ts';
import { hostilePaper, hostileText } from '../hostile-papers.ts';

test('property: what is remembered of a digest is what would be made anew', () => {
  const papers = fc.array(hostilePaper, { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(papers, hostileText(20), fc.array(hostileText(3)), (some, query, ids) => {
      const chosen = some.map((each) => ({ paper: each, rose: false }));
      for (const id of ids) {
        const view = digestView(
          digest({ subscription: subscription({ id, queries: [query] }), chosen }),
        );
        expect(digestContainer(view)).toEqual(containerLayout(view));
      }
    }),
    { numRuns: 60 },
  );
});

test('however much room there is for it', () => {
  const chosen = Array.from({ length: 9 }, (_, index) => ({
    paper: paper(`2401.0000${index}`, { abstract: '*w* '.repeat(50) }),
    rose: false,
  }));
  const shown: View[] = [];
  for (let length = 1; length < 900; length += 1) {
    const view = digestView(
      digest({ subscription: subscription({ id: 'd'.repeat(length) }), chosen }),
    );
    expect(digestContainer(view)).toEqual(containerLayout(view));
    shown.push(view);
  }
  const cut = shown.map((view) => JSON.stringify(containerLayout(view)).includes('…'));
  expect([cut[0], cut.at(-1)]).toEqual([false, true]);
});
