import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTitleId, normalizedTitle, titleId } from '../../src/core/paper.ts';

test('a title id is a slug and a hash', () => {
  expect(titleId('The Edge of Orthogonality: A Simple View')).toMatch(
    /^title:the-edge-of-orthogonality-a-simple-view-[0-9a-z]{13}$/,
  );
  expect(titleId('世界模型')).toMatch(/^title:untitled-[0-9a-z]{13}$/);
  expect(titleId('世界模型')).not.toBe(titleId('扩散模型'));
  expect(titleId('???')).not.toBe(titleId('!!!'));
});

test.each([
  ['Rényi  Bounds', 'renyi bounds'],
  ['T-REGS: Minimum Trees', 't regs minimum trees'],
  ['ＧＰＴ', 'gpt'],
])('%s is compared as %s', (title, expected) => {
  expect(normalizedTitle(title)).toBe(expected);
  expect(titleId(title)).toBe(titleId(expected));
});

test('title ids are short, safe and stable under case', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (title) => {
      const id = titleId(title);
      expect(id).toMatch(/^title:[a-z0-9-]{1,40}-[0-9a-z]{13}$/);
      expect(isTitleId(id)).toBe(true);
      expect(titleId(normalizedTitle(title))).toBe(id);
    }),
  );
});

test('titles in ASCII are compared as all others are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (title) => {
      const ascii = `x ${title}`;
      expect(normalizedTitle(`${ascii} é`)).toBe(`${normalizedTitle(ascii)} e`);
    }),
  );
});
