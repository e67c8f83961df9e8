import { expect, test } from 'vitest';
import { collectPapers } from '../../src/feeds/collect-papers.ts';

test('a list without end is read so far, and says so', () => {
  function* endless() {
    for (;;) yield 'a line';
  }
  const { papers, dropped } = collectPapers(
    endless(),
    () => 'it has no title',
    () => undefined,
  );
  expect(papers).toEqual([]);
  expect(dropped).toHaveLength(250_001);
  expect(dropped.at(-1)).toEqual({
    entry: 'entry 250001',
    reason: 'it and all that follow are not read: there are more than 250000',
  });
});
