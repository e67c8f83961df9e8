import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonElements } from '../../src/lib/json-elements.ts';

test.each([
  ['[]', [], true],
  ['[1, {"a": [2, "]"]}]', ['1', '{"a": [2, "]"]}'], true],
  ['{"papers": [{"a": 1}, {"b": 2}]}', ['{"a": 1}', '{"b": 2}'], true],
  ['[{"a": 1}, {"b": ', ['{"a": 1}'], false],
  ['[{"a": "x\\"},{"}, {"b": "cut', ['{"a": "x\\"},{"}'], false],
  ['[{"a": 1}', ['{"a": 1}'], false],
  ['[{"a": 1},', ['{"a": 1}'], false],
  ['no array', [], false],
])('%s', (text, elements, complete) => {
  expect(jsonElements(text)).toEqual({ elements, complete });
});

test('gives back every element, and of a cut text the whole ones', () => {
  const values = fc.array(fc.object({ maxDepth: 3 }), { maxLength: 5 });
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
      const sources = list.map((value) => JSON.stringify(value));
      const text = `[${sources.join(',')}]`;
      expect(jsonElements(text)).toEqual({ elements: sources, complete: true });
      const { elements } = jsonElements(text.slice(0, Math.floor(text.length * share)));
      expect(sources.slice(0, elements.length)).toEqual(elements);
    }),
  );
});
