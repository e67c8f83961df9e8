import { describe, expect, test } from 'vitest';
import { countTerms } from '../../../src/core/matching/count-terms.ts';
import { preparePaper } from '../../../src/core/query/prepared-paper.ts';
import { runAtOnce } from '../../../src/core/steps.ts';
import { paper } from '../query/papers.ts';

describe('the rarity of words', () => {
  const rarity = runAtOnce(
    countTerms(
      [
        paper({ title: 'Models', abstract: 'A model of models', categories: ['cs.CL'] }),
        paper({ title: 'Modes', categories: ['cs.LG'] }),
        paper({ authors: ['Ada Model'], categories: ['cs.CL'] }),
      ],
      preparePaper,
    ),
  );

  test.each([
    [['unheard'], false, 1],
    [['model'], false, 3],
    [['mod'], true, 4],
    [['mode', 'model'], false, 2],
    [['mode', 'm'], true, 2],
    [['cs'], false, 4],
    [['cs.cl'], false, 3],
  ])('of %j (begun: %j) is %i', (terms, begun, expected) => {
    expect(rarity({ terms, begun, places: 1 })).toBe(expected);
  });
});
