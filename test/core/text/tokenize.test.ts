import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldPrefix, foldTerm, tokenize } from '../../../src/core/text/tokenize.ts';

function terms(text: string): string[] {
  return tokenize(text).map(({ term, joined }) => (joined ? `${term}+` : term));
}

describe('tokenize', () => {
  test.each([
    ['', []],
    ['… — !?', []],
    ['Diffusion Models', ['diffusion', 'model']],
    ['pre-training', ['pre', 'training', 'pretraining+']],
    ['state-of-the-art', ['state', 'of', 'the', 'art', 'stateoftheart+']],
    ['non\u2011breaking', ['non', 'breaking', 'nonbreaking+']],
    ['a -- b - c -d', ['a', 'b', 'c', 'd']],
    ['naïve ﬁne-tuning', ['naive', 'fine', 'tuning', 'finetuning+']],
    ['cafe\u0301 CAFÉ', ['cafe', 'cafe']],
    ['Llama 3.1, v2.', ['llama', '3.1', 'v2']],
    ['𝐀 𝒳', ['a', 'x']],
    ['扩散模型 2', ['扩', '散', '模', '型', '2']],
    ['don’t', ['don', 't']],
  ])('%j', (text, expected) => {
    expect(terms(text)).toEqual(expected);
  });

  test('a joined compound stands at its first part and covers them all', () => {
    expect(tokenize('the pre-training set')).toEqual([
      { term: 'the', position: 0, start: 0, end: 3, joined: false },
      { term: 'pre', position: 1, start: 4, end: 7, joined: false },
      { term: 'training', position: 2, start: 8, end: 16, joined: false },
      { term: 'pretraining', position: 1, start: 4, end: 16, joined: true },
      { term: 'set', position: 3, start: 17, end: 20, joined: false },
    ]);
  });

  test('any text gives words in order, within the text, on whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let position = 0;
        let end = 0;
        for (const token of tokenize(text)) {
          expect(token.term).toBe(
            token.joined ? token.term : foldTerm(text.slice(token.start, token.end)),
          );
          expect(token.end).toBeGreaterThan(token.start);
          expect(text.slice(token.start, token.end).isWellFormed()).toBe(true);
          if (token.joined) continue;
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(token.position).toBe(position);
          position += 1;
          end = token.end;
        }
      }),
    );
  });

  test('has the words that one pattern finds, whatever scripts and marks meet', () => {
    const alone = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}]';
    const words = `${alone}\\p{M}*|(?:(?!${alone})[\\p{L}\\p{N}]\\p{M}*)+(?:\\.\\p{N}+)*`;
    const pieces = ['a', 'B', '7', '.', '-', '\u2011', 'é', '\u0301', '深', 'ไ', '𝔸', '😀', '٣'];
    const odd = [' ', '.٣', '3.5', 'ſs', 'ß', 'が', '\ud800', '\udc00'];
    const piece = fc.oneof(fc.constantFrom(...pieces, ...odd), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (parts) => {
        const text = parts.join('');
        const expected = [...text.matchAll(new RegExp(words, 'gu'))].map((found) => found[0]);
        const tokens = tokenize(text).filter(({ joined }) => !joined);
        expect(tokens.map(({ start, end }) => text.slice(start, end))).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('takes time in proportion to the text', () => {
    for (const piece of ['a-', '1.', 'a\u0301', '-', 'é']) {
      const started = performance.now();
      tokenize(piece.repeat(200_000));
      expect(performance.now() - started).toBeLessThan(3000);
    }
  });
});

describe('foldTerm', () => {
  test.each([
    ['agents', 'agent'],
    ['LLMs', 'LLM'],
    ['VAEs', 'VAE'],
    ['MoEs', 'MoE'],
    ['GPUs', 'GPU'],
    ['APIs', 'API'],
    ['queries', 'query'],
    ['movies', 'movie'],
    ['classes', 'class'],
    ['processes', 'process'],
    ['boxes', 'box'],
    ['benches', 'bench'],
    ['caches', 'cache'],
    ['biases', 'bias'],
    ['hypotheses', 'hypothesis'],
    ['analyses', 'analysis'],
    ['matrices', 'matrix'],
    ['indices', 'index'],
    ['heroes', 'hero'],
    ['shoes', 'shoe'],
  ])('%s is %s', (plural, singular) => {
    expect(foldTerm(plural)).toBe(foldTerm(singular));
  });

  test.each([
    ['new', 'news'],
    ['thi', 'this'],
    ['clas', 'class'],
    ['corpu', 'corpus'],
    ['ai', 'training'],
  ])('%s is not %s', (one, other) => {
    expect(foldTerm(one)).not.toBe(foldTerm(other));
  });

  test('is stable under case', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,12}$/), (word) => {
        expect(foldTerm(word.toUpperCase())).toBe(foldTerm(word));
      }),
    );
  });
});

test('foldPrefix keeps the ending', () => {
  expect(foldPrefix('Models')).toBe('models');
  expect(foldPrefix('Éco')).toBe('eco');
});
