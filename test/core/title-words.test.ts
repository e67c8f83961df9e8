import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answersTo } from '../../src/core/answers.ts';
import { preparePaper } from '../../src/core/query/prepared-paper.ts';
import { runAtOnce } from '../../src/core/steps.ts';
import { indexTitles } from '../../src/core/title-words.ts';
import { queryNode } from './query/arbitraries.ts';
import { anyPaper } from './query/papers.ts';

const now = Date.parse('2026-03-02T09:00:00Z');

test('what is found in titles by their words is what a look at each tells', () => {
  fc.assert(
    fc.property(queryNode, fc.array(anyPaper, { maxLength: 8 }), (node, drafts) => {
      const papers = drafts.map((draft) => ({ ...draft, arrivedAt: new Date(now).toISOString() }));
      const arrived = papers.map((paper) => ({ paper, at: now }));
      const titles = runAtOnce(indexTitles(papers, preparePaper));
      const known = answersTo(node, arrived, { prepare: preparePaper, now, titles });
      const looked = answersTo(node, arrived, { prepare: preparePaper, now });
      for (const { paper } of looked.matching) {
        expect(known.isInTitle(paper)).toBe(looked.isInTitle(paper));
      }
    }),
    { numRuns: 1000 },
  );
});
