import { beforeAll, describe, expect, test } from 'vitest';
import { type Bench, type BenchRow, ratioOf } from '../../bench/bench.ts';
import { blocksBench } from '../../bench/blocks.ts';
import { searchBench } from '../../bench/search.ts';

/** The least ratios over a few thousand papers, where they are lower than over many, with slack for a busy machine. */
const least: readonly (readonly [what: string, peer: string, ratio: number])[] = [
  ['loading the saved index, instead of building it', 'MiniSearch', 4],
  ['one common term, median', 'MiniSearch', 2],
  ['three terms, any, median', 'MiniSearch', 1.2],
  ['typo, median', 'MiniSearch', 0.3],
  ['known paper by three words of the title', 'MiniSearch', 0.95],
  ['known paper by three words of the title, one misspelt', 'MiniSearch', 0.95],
  ['known paper by four words of the abstract that the title lacks', 'MiniSearch', 0.95],
  ['known paper by four words of the abstract that the title lacks, one misspelt', 'MiniSearch', 1],
];

/** Of all the time that something takes, how many times less nothing else can run: at a hundred thousand papers far more. */
const leastSlices: readonly (readonly [what: string, ratio: number])[] = [
  ['opening the store', 4],
  ['building the search index', 6],
  ['the first busy minute', 8],
  ['a backup', 3],
];

async function rowsOf(bench: Bench): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  await bench.run({
    isSmall: true,
    progress: () => undefined,
    row: (row) => rows.push(row),
    point: () => undefined,
  });
  return rows;
}

describe('search', () => {
  let rows: readonly BenchRow[] = [];

  beforeAll(async () => {
    rows = await rowsOf(searchBench);
  }, 180_000);

  test.each(least)('%s: %s compared with ours is at least %d', (what, peer, ratio) => {
    const row = rows.find((each) => each.what === what && each.baseline?.name === peer);
    expect(row && ratioOf(row)).toBeGreaterThanOrEqual(ratio);
  });
});

describe('event loop', () => {
  let rows: readonly BenchRow[] = [];

  beforeAll(async () => {
    rows = await rowsOf(blocksBench);
  }, 180_000);

  test.each(leastSlices)(
    '%s gives way: the whole over its longest block is at least %d',
    (what, ratio) => {
      const row = rows.find((each) => each.what === what);
      expect(row && ratioOf(row)).toBeGreaterThanOrEqual(ratio);
    },
  );
});
