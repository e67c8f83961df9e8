import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDictionary, prefixRange, termAt } from '../../../src/core/search/dictionary.ts';
import { lettersOfTerms, nearTerms } from '../../../src/core/search/near-terms.ts';
import { runAtOnce } from '../../../src/core/steps.ts';

const dictionaryOf = (terms: readonly string[]) => runAtOnce(createDictionary(terms));

function spellingsOf(terms: readonly string[]) {
  const dictionary = dictionaryOf(terms);
  return { dictionary, letters: runAtOnce(lettersOfTerms(dictionary)) };
}

/** Optimal string alignment distance, by its definition. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(
        rows[i - 1]![j]! + 1,
        rows[i]![j - 1]! + 1,
        rows[i - 1]![j - 1]! + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      }
      rows[i]![j] = best;
    }
  }
  return rows[a.length]![b.length]!;
}

const term = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'é', '学'),
  minLength: 1,
  maxLength: 9,
});
const terms = fc.uniqueArray(term, { maxLength: 60 }).map((list) => list.sort());

describe('nearTerms', () => {
  test('finds what a comparison with every term finds', () => {
    fc.assert(
      fc.property(terms, term, fc.integer({ min: 0, max: 3 }), (list, word, max) => {
        const spellings = spellingsOf(list);
        const { dictionary } = spellings;
        const range = { from: 0, to: dictionary.size };
        const near = nearTerms(spellings, range, word, max);
        const expected = list
          .map((each) => [each, distance(each, word)] as const)
          .filter(([, edits]) => edits <= max);
        expect(near.map((each) => [termAt(dictionary, each.term), each.distance])).toEqual(
          expected,
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('looks only in its range', () => {
    const spellings = spellingsOf(['!lecun', '!lecunn', '!yann', 'lecum']);
    const { dictionary } = spellings;
    const near = nearTerms(spellings, prefixRange(dictionary, '!'), '!lecum', 1);
    expect(near.map(({ term: number }) => termAt(dictionary, number))).toEqual(['!lecun']);
  });

  test('is not slowed by a very long term', () => {
    const spellings = spellingsOf(['a'.repeat(1_000_000), 'b']);
    expect(nearTerms(spellings, { from: 0, to: 2 }, 'abc', 2)).toEqual([{ term: 1, distance: 2 }]);
  });
});

describe('prefixRange', () => {
  test('holds exactly the terms that begin so', () => {
    fc.assert(
      fc.property(terms, term, (list, beginning) => {
        const dictionary = dictionaryOf(list);
        const { from, to } = prefixRange(dictionary, beginning);
        expect(list.slice(from, to)).toEqual(list.filter((each) => each.startsWith(beginning)));
      }),
    );
  });
});
