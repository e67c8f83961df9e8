import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeCustomId,
  distinctId,
  encodeAction,
  encodeForm,
  encodeShare,
} from '../../../../src/platforms/discord/render/custom-id.ts';

const targets = fc.record({
  path: fc.array(fc.string({ minLength: 1, maxLength: 10, unit: 'binary' }), {
    minLength: 1,
    maxLength: 3,
  }),
  args: fc.dictionary(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('', ' a ', '\ud800')),
    { maxKeys: 3 },
  ),
});

describe('ids of components', () => {
  test.each([
    [['papers', 'show'], { paper: '2401.00001' }, 'p1a:papers.show?paper=2401.00001'],
    [['papers', 'my', 'list'], {}, 'p1a:papers.my.list'],
    [
      ['papers', 'search'],
      { query: 'a+b "c d" & e=50%', page: '2' },
      'p1a:papers.search?query=a%2bb+"c+d"+%26+e%3d50%25&page=2',
    ],
  ])('%j %j is %s', (path, args, id) => {
    expect(encodeAction({ path, args })).toBe(id);
    expect(decodeCustomId(id)).toEqual({ kind: 'action', path, args, kept: {} });
  });

  test('property: whatever fits is read back exactly, and nothing longer is made', () => {
    const encoders = {
      action: encodeAction,
      share: encodeShare,
      form: encodeForm,
    } as const;
    fc.assert(
      fc.property(targets, fc.constantFrom('action', 'share', 'form'), (target, kind) => {
        const id = encoders[kind](target);
        if (id === undefined) return;
        expect(id.length).toBeLessThanOrEqual(100);
        expect(id.isWellFormed()).toBe(true);
        expect(id.trim()).toBe(id);
        expect(decodeCustomId(id)).toEqual({ kind, ...target, kept: {} });
      }),
      { numRuns: 2_000 },
    );
  });

  test('what does not fit into 100 characters has no id', () => {
    const args = { query: 'x'.repeat(72) };
    expect(encodeAction({ path: ['papers', 'search'], args })).toHaveLength(96);
    expect(
      encodeAction({ path: ['papers', 'search'], args: { query: 'x'.repeat(90) } }),
    ).toBeUndefined();
    expect(distinctId('x'.repeat(99), 2)).toBeUndefined();
  });

  test('a mark that makes an id distinct changes nothing in it', () => {
    const target = { path: ['papers', 'show'], args: { paper: '2401.00001' } };
    const id = distinctId(encodeAction(target) ?? '', 7) ?? '';
    expect(id).not.toBe(encodeAction(target));
    expect(decodeCustomId(id)).toEqual({ kind: 'action', ...target, kept: {} });
  });

  test.each(['p0a:papers.show', 'p2a:papers.show', 'p12z', 'p1z:papers.show', 'p1-choice', 'p1a:'])(
    '%s is of another version',
    (id) => expect(decodeCustomId(id)).toEqual({ kind: 'outdated' }),
  );

  test.each(['', 'confirm', 'p', 'p1', 'price:1', 'P1a:papers.show', 'p99999a:x'])(
    '%j was never ours',
    (id) => expect(decodeCustomId(id)).toBeUndefined(),
  );

  test('property: any text is read at once, or not at all', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', 'p1a:', 'p1a:x?'),
        (text, start) => {
          decodeCustomId(start + text);
        },
      ),
    );
  });
});
