import { expect, test } from 'vitest';
import { listed } from '../../../src/core/text/listed.ts';

test.each([
  [[], ''],
  [['d1'], 'd1'],
  [['d1', 'd2'], 'd1 and d2'],
  [['d1', 'd2', 'd3'], 'd1, d2 and d3'],
])('%j as words', (names, expected) => {
  expect(listed(names)).toBe(expected);
});
