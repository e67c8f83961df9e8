import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, nearest } from '../../../src/core/text/edit-distance.ts';

/** By its recursive definition. */
function plainDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [x, y] = [a.slice(0, -1), b.slice(0, -1)];
  const options = [
    plainDistance(x, b) + 1,
    plainDistance(a, y) + 1,
    plainDistance(x, y) + (a.at(-1) === b.at(-1) ? 0 : 1),
  ];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    options.push(plainDistance(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return Math.min(...options);
}

const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['titel', 'title', 1],
    ['cod', 'code', 1],
    ['ca', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('%j to %j is %d', (a, b, distance) => {
    expect(editDistance(a, b, 5)).toBe(distance);
  });

  test('agrees with its definition, up to the limit', () => {
    fc.assert(
      fc.property(short, short, fc.nat(4), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(plainDistance(a, b), limit + 1));
      }),
    );
  });
});

describe('nearest', () => {
  test.each([
    ['titel', ['abstract', 'title'], 'title'],
    ['tile', ['title', 'tilt'], 'title'],
    ['xyz', ['title'], undefined],
    ['ab', ['ac'], undefined],
    ['title', ['titles', 'title'], 'title'],
    ['', ['a'], undefined],
    ['x'.repeat(100_000), ['x'], undefined],
  ])('of %j', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  test('takes a bound', () => {
    expect(nearest('ab', ['ac'], 1)).toBe('ac');
    expect(nearest('titel', ['title'], 0)).toBeUndefined();
  });
});
