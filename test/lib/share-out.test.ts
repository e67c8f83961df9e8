import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareOut } from '../../src/lib/share-out.ts';

describe('sharing room', () => {
  test.each([
    [[], 10, []],
    [[3, 4], 10, [3, 4]],
    [[100, 2, 100], 12, [5, 2, 5]],
    [[5, 5], 0, [0, 0]],
    [[5, 5], -3, [0, 0]],
  ])('%j of %i is %j', (wants, room, shares) => expect(shareOut(wants, room)).toEqual(shares));

  test('property: nobody gets more than wanted, and less only where no equal share is larger', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { maxLength: 30 }), fc.nat(5_000), (wants, room) => {
        const shares = shareOut(wants, room);
        const sum = shares.reduce((all, share) => all + share, 0);
        const short = shares.filter((share, index) => share < (wants[index] ?? 0));
        expect(sum).toBeLessThanOrEqual(room);
        expect(shares.every((share, index) => share <= (wants[index] ?? 0))).toBe(true);
        expect(room - sum).toBeLessThan(
          short.length === 0 ? Number.POSITIVE_INFINITY : wants.length,
        );
        for (const share of short) expect(Math.max(...shares) - share).toBeLessThanOrEqual(1);
      }),
    );
  });
});
