import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { caret } from '../../../src/core/query/caret.ts';

describe('caret', () => {
  test.each([
    ['titel:agent', 0, 6, 'titel:agent\n^^^^^^'],
    ['a OR', 2, 4, 'a OR\n  ^^'],
    ['a\tOR', 2, 4, 'a OR\n  ^^'],
    ['扩散 OR', 3, 5, '扩散 OR\n     ^^'],
    ['a', 1, 1, 'a\n ^'],
    ['', 0, 0, '\n^'],
    ['a\u202eb', 1, 2, 'a?b\n ^'],
    ['a', 5, 9, 'a\n ^'],
  ])('%j from %d to %d', (text, start, end, expected) => {
    expect(caret(text, { start, end })).toBe(expected);
  });

  test('shows the part of a long text around the place', () => {
    const text = `${'a '.repeat(100)}OR${' b'.repeat(100)}`;
    const [line = '', carets = ''] = caret(text, { start: 200, end: 202 }).split('\n');
    expect(line).toMatch(/^….*…$/);
    expect(line.length).toBeLessThanOrEqual(72);
    expect(line.slice(carets.indexOf('^'), carets.length)).toBe('OR');
  });

  test('is two lines of at most 72 columns, whatever the text and the place', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.nat(),
        fc.nat(),
        (text, a, b) => {
          const lines = caret(text, { start: a % 210, end: b % 210 }).split('\n');
          expect(lines).toHaveLength(2);
          for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(73);
        },
      ),
    );
  });
});
