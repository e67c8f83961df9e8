import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextLink } from '../../../src/feeds/hugging-face/next-link.ts';

const current = 'https://hub.example/api/daily_papers?date=2026-08-21&limit=100';
const second = 'https://hub.example/api/daily_papers?p=1';

test.each([
  ['</api/daily_papers?p=1>; rel="next"', second],
  ['<?p=1>; rel="next"', second],
  [`<${second}>; rel="next"`, second],
  [`<${second}>;rel=next`, second],
  [`<${second}>; rel="last NEXT"`, second],
  [`<${second}>; title="a"; rel="next"`, second],
  [`</first>; rel="first", <${second}>; rel="next"`, second],
  ['</a,b>; rel="next"', 'https://hub.example/a,b'],
  ['<https://evil.example/api>; rel="next"', undefined],
  ['<http://hub.example/api>; rel="next"', undefined],
  ['<//evil.example/api>; rel="next"', undefined],
  ['<javascript:alert(1)>; rel="next"', undefined],
  ['<http://[>; rel="next"', undefined],
  [`<${second}>; rel="prev"`, undefined],
  [`<${second}>; rel="nextish"`, undefined],
  [`<${second}>`, undefined],
  ['rel="next"', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j leads to %j', (header, expected) => {
  expect(nextLink(header, current)).toBe(expected);
});

test('no header leads to another origin, or fails', () => {
  const pieces = fc.constantFrom('<', '>', ';', 'rel=', '"', 'next', ',', ' ', '//', 'x.example');
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string())), (header) => {
      const next = nextLink(header.join(''), current);
      expect(next === undefined || next.startsWith('https://hub.example/')).toBe(true);
    }),
  );
});
