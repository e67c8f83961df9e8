import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  leastPaper,
  type PaperBlock,
  paperText,
} from '../../../../src/platforms/discord/render/paper-text.ts';
import { hostilePaper, hostileText } from '../hostile-papers.ts';

const card: fc.Arbitrary<PaperBlock> = fc.record(
  {
    kind: fc.constant('paper'),
    paper: hostilePaper,
    place: fc.integer({ min: 1, max: 25 }),
    detail: fc.constantFrom('line', 'card'),
    why: hostileText(),
  },
  { requiredKeys: ['kind', 'paper', 'detail'] },
);

test('a card that has more room than it needs is whole, and one that has less is within its room', () => {
  fc.assert(
    fc.property(card, fc.integer({ min: leastPaper, max: 1_500 }), (block, room) => {
      const whole = paperText(block, Number.POSITIVE_INFINITY);
      const shown = paperText(block, room);
      expect(shown.length).toBeLessThanOrEqual(room);
      if (whole.length < room) expect(shown).toBe(whole);
    }),
  );
});

test('a card with authors is the same where it has just the room that it needs', () => {
  fc.assert(
    fc.property(card, (block) => {
      const signed = { ...block, paper: { ...block.paper, authors: ['Ana Rivera'] } };
      const whole = paperText(signed, Number.POSITIVE_INFINITY);
      fc.pre(whole.length >= leastPaper);
      expect(paperText(signed, whole.length)).toBe(whole);
    }),
    { numRuns: 500 },
  );
});
