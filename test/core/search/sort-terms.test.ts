import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortTerms } from '../../../src/core/search/sort-terms.ts';
import { runAtOnce } from '../../../src/core/steps.ts';

const terms = fc.array(fc.string({ maxLength: 3 }), { maxLength: 50 });

test('sorts by UTF-16 code unit, however many there are', () => {
  fc.assert(
    fc.property(terms, fc.integer({ min: 1, max: 400 }), (some, times) => {
      const list = Array.from({ length: times }, (_, index) =>
        some.map((term) => `${term}${index % 7}`),
      ).flat();
      expect(runAtOnce(sortTerms(list))).toEqual([...list].sort());
    }),
    { numRuns: 50 },
  );
});
