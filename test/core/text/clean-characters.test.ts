import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanCharacters } from '../../../src/core/text/clean-characters.ts';
import { clip } from '../../../src/core/text/clip.ts';

const basicPlane = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
/** Goes, and has a text looked at letter by letter. */
const invisible = '\u200b';

test('a text that is taken as clean at once is what it would be letter by letter', () => {
  const changed = basicPlane.filter((letter) =>
    [`a${letter}b`, `${letter}${letter}`, `e${letter} ${letter}1`].some(
      (text) => cleanCharacters(text) !== cleanCharacters(`${text}${invisible}`),
    ),
  );
  expect(changed).toEqual([]);
  const letters = fc.constantFrom(...'aE 1-é ßſŒ…—▲★·\u0301\u200d\ufe0f❤\u00a0\u00ad');
  fc.assert(
    fc.property(fc.string({ unit: letters, maxLength: 30 }), (text) => {
      expect(cleanCharacters(text)).toBe(cleanCharacters(`${invisible}${text}`));
    }),
    { numRuns: 2_000 },
  );
});

test('a text is clipped where it is clipped with a grapheme of several letters far behind', () => {
  const letter = fc.constantFrom(...'ab,.é ¡…—ž');
  const cutAt = 40;
  fc.assert(
    fc.property(fc.string({ unit: letter, minLength: 60, maxLength: 80 }), (text) => {
      expect(clip(`${text}e\u0301`, cutAt)).toBe(clip(`${text}${'x'.repeat(200)}`, cutAt));
    }),
  );
});
