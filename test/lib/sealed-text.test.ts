import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSealer } from '../../src/lib/sealed-text.ts';

const sealer = createSealer(['a long enough secret']);

test('what was sealed opens, for what it belongs to and nothing else', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, about) => {
      const sealed = sealer.seal(text, about);
      expect(sealer.open(sealed, about)).toBe(text);
      expect(sealer.open(sealed, `${about}.`)).toBeUndefined();
      expect(sealer.isOutdated(sealed)).toBe(false);
    }),
  );
});

test('it hides the text, and no two are alike', () => {
  const sealed = sealer.seal('xoxb-secret', 'a');
  expect(Buffer.from(sealed.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain(
    'xoxb',
  );
  expect(sealer.seal('xoxb-secret', 'a')).not.toBe(sealed);
});

test('after a change of keys the old one still opens, and is to be replaced', () => {
  const sealed = sealer.seal('token', 'a');
  const rotated = createSealer(['another secret', 'a long enough secret']);
  expect(rotated.open(sealed, 'a')).toBe('token');
  expect(rotated.isOutdated(sealed)).toBe(true);
  expect(createSealer(['another secret']).open(sealed, 'a')).toBeUndefined();
});

test.each(['', 'v1', 'v1..', 'v2.x.y', 'not sealed at all', 'v1.00000000.AAAA'])(
  'what is none of ours does not open: %j',
  (text) => expect(sealer.open(text, 'a')).toBeUndefined(),
);

test('a changed one does not open', () => {
  const sealed = sealer.seal('token', 'a');
  fc.assert(
    fc.property(
      fc.nat({ max: sealed.length - 1 }),
      fc.constantFrom('A', 'B', '0'),
      (at, letter) => {
        const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
        const opened = sealer.open(changed, 'a');
        expect(opened === undefined || changed === sealed || opened === 'token').toBe(true);
      },
    ),
  );
});
