import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeValue,
  encodeAction,
  encodeShare,
} from '../../../../src/platforms/slack/render/action-value.ts';

const path = fc.array(fc.stringMatching(/^[a-z-]{1,12}$/), { minLength: 1, maxLength: 3 });
const args = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,12}$/),
  fc.string({ unit: 'binary', maxLength: 400 }),
  {
    maxKeys: 4,
    noNullPrototype: true,
  },
);

describe('a button', () => {
  test('brings back the command that it was made for, where that fits', () => {
    fc.assert(
      fc.property(path, args, (words, given) => {
        const target = { path: words, args: given };
        for (const [kind, value] of [
          ['action', encodeAction(target)],
          ['share', encodeShare(target)],
        ] as const) {
          if (value === undefined) continue;
          expect(value.length).toBeLessThanOrEqual(2_000);
          expect(decodeValue(value)).toEqual({ kind, ...target });
        }
      }),
    );
  });

  test('is compact', () => {
    expect(encodeAction({ path: ['papers', 'show'], args: { paper: '2401.00001' } })).toBe(
      'p1a:["papers show",{"paper":"2401.00001"}]',
    );
  });

  test('is left out where its arguments are too long', () => {
    expect(encodeAction({ path: ['papers'], args: { query: 'x'.repeat(2_000) } })).toBeUndefined();
  });

  test.each([
    'p0a:["papers show",{}]',
    'p2a:["papers show",{}]',
    'p2!',
    'p1x:["a",{}]',
    'p1a:[]',
    'p1a:{',
    'p1a:["a",{"b":1}]',
  ])('of another version is known for one: %s', (value) => {
    expect(decodeValue(value)).toEqual({ kind: 'outdated' });
  });

  test.each(['', 'x', 'p', 'p1', 'pa', '["papers show",{}]'])(
    'of somebody else is none: %j',
    (value) => {
      expect(decodeValue(value)).toBeUndefined();
    },
  );

  test('may say anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        decodeValue(text);
        decodeValue(`p1a:${text}`);
      }),
    );
  });
});
