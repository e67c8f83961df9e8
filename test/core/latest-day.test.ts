import fc from 'fast-check';
import { expect, test } from 'vitest';
import { papersOfLatestDay } from '../../src/core/latest-day.ts';
import { paperDay } from '../../src/core/paper.ts';
import { paper } from '../fakes/papers.ts';

const day = fc.integer({ min: 1, max: 4 }).map((number) => `2026-03-0${number}`);
const papers = fc
  .array(fc.record({ featuredOn: fc.option(day), publishedOn: fc.option(day) }), { maxLength: 8 })
  .map((days) =>
    days.map(({ featuredOn, publishedOn }, index) => {
      const { publishedAt: _, ...bare } = paper(`2603.0000${index}`);
      return {
        ...bare,
        ...(featuredOn !== null && { featuredOn }),
        ...(publishedOn !== null && { publishedAt: `${publishedOn}T10:00:00.000Z` }),
      };
    }),
  );

test('the papers of the latest day are those that have it, featured ones before all others', () => {
  fc.assert(
    fc.property(papers, (all) => {
      const featured = all.filter(({ featuredOn }) => featuredOn !== undefined);
      const among = featured.length > 0 ? featured : all;
      const latest = among
        .map((each) => paperDay(each) ?? '')
        .sort()
        .at(-1);
      const expected = among.filter((each) => paperDay(each) === latest);
      expect(papersOfLatestDay(all)).toEqual(expected);
    }),
  );
});
