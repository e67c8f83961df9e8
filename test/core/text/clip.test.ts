import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clip } from '../../../src/core/text/clip.ts';

test.each([
  ['short enough', 20, 'short enough'],
  ['a title of several words', 14, 'a title of…'],
  ['a title of several words', 11, 'a title of…'],
  ['one, two', 6, 'one…'],
  ['Donaudampfschifffahrt', 10, 'Donaudamp…'],
  ['ab 👩‍🚀👩‍🚀', 9, 'ab 👩‍🚀…'],
  ['ab 👩‍🚀👩‍🚀', 7, 'ab…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
])('%j in %d is %j', (text, max, expected) => {
  expect(clip(text, max)).toBe(expected);
});

test('fits, keeps graphemes whole, and leaves a text that fits alone', () => {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  const graphemes = (text: string) => [...segmenter.segment(text)].map(({ segment }) => segment);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(70), (text, max) => {
      const clipped = clip(text, max);
      expect(clipped.length).toBeLessThanOrEqual(max);
      expect(clip(clipped, max)).toBe(clipped);
      if (text.length <= max) expect(clipped).toBe(text);
      else if (max > 0) {
        const kept = graphemes(clipped.slice(0, -1));
        expect(graphemes(text).slice(0, kept.length)).toEqual(kept);
      }
    }),
  );
});

test('a letter under ten thousand marks is clipped at once', () => {
  expect(clip(`a${'\u0301'.repeat(10_000)}`, 500).length).toBeLessThanOrEqual(500);
});
