import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../../src/core/query/parse.ts';
import {
  createSearchIndex,
  type SearchIndex,
  type SearchOptions,
} from '../../../src/core/search/search-index.ts';
import { runAtOnce } from '../../../src/core/steps.ts';
import { put, remove } from './change-index.ts';
import { paperOf } from './paper-of.ts';

const now = Date.parse('2026-08-20T12:00:00Z');
const firstPage: SearchOptions = { sort: 'best', limit: 10, offset: 0, now };

function search(index: SearchIndex, text: string, options: Partial<SearchOptions> = {}) {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return runAtOnce(index.search(parsed.value, { ...firstPage, ...options }));
}

function found(index: SearchIndex, text: string, options: Partial<SearchOptions> = {}): string[] {
  return search(index, text, options).hits.map(({ paper }) => paper.id);
}

describe('an empty index', () => {
  const index = createSearchIndex();

  test('finds nothing, and nothing like it', () => {
    expect(index.size).toBe(0);
    expect(index.get('a')).toBeUndefined();
    expect(search(index, 'transformer -survey')).toEqual({ total: 0, hits: [], corrections: [] });
    expect(index.similar('a', 5)).toEqual([]);
    expect(index.complete('tra', 5)).toEqual([]);
  });

  test('can be filled and emptied', () => {
    put(index, [paperOf({ id: 'a', title: 'Agents' })]);
    expect(found(index, 'agent')).toEqual(['a']);
    put(index, [paperOf({ id: 'a', title: 'Robots' })]);
    expect(found(index, 'agent')).toEqual([]);
    expect(found(index, 'robot')).toEqual(['a']);
    remove(index, ['a', 'b']);
    put(index, []);
    expect(index.size).toBe(0);
  });
});

describe('the best first', () => {
  const filler = 'Some words on many things that are of no matter to anybody here.';
  const index = createSearchIndex([
    paperOf({ id: 'passing', title: 'Maps', abstract: `${filler} One planner. ${filler}` }),
    paperOf({ id: 'title', title: 'A Planner for Kitchens', abstract: filler }),
    paperOf({ id: 'often', title: 'Maps', abstract: 'A planner, a planner, a planner.' }),
    paperOf({ id: 'apart', title: 'Language of Large Flowers, a Model', abstract: filler }),
    paperOf({ id: 'row', title: 'A Large Language Model of Flowers', abstract: filler }),
    paperOf({ id: 'rare', title: 'Zebra', abstract: filler }),
    paperOf({ id: 'liked', title: 'Maps of Flowers', abstract: filler, upvotes: 9 }),
  ]);

  test.each([
    ['planner', ['title', 'often', 'passing']],
    ['large language model', ['row', 'apart']],
    ['zebra OR flowers', ['rare', 'liked', 'apart', 'row']],
  ])('%s', (text, expected) => {
    expect(found(index, text)).toEqual(expected);
  });

  test('is the most upvoted where the query asks for no text', () => {
    expect(found(index, 'upvotes>=0', { limit: 1 })).toEqual(['liked']);
    expect(found(index, '-planner', { limit: 1 })).toEqual(['liked']);
  });

  test('breaks ties by upvotes, the newer day, and id', () => {
    const twins = createSearchIndex([
      paperOf({ id: 'd', title: 'Twin', featuredOn: '2026-08-01' }),
      paperOf({ id: 'c', title: 'Twin', featuredOn: '2026-08-02' }),
      paperOf({ id: 'b', title: 'Twin', featuredOn: '2026-08-02' }),
      paperOf({ id: 'a', title: 'Twin', featuredOn: '2026-07-01', upvotes: 1 }),
    ]);
    expect(found(twins, 'twin')).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('sorts and pages', () => {
  const index = createSearchIndex([
    paperOf({ id: 'old', title: 'Agent', featuredOn: '2026-06-01', upvotes: 300 }),
    paperOf({ id: 'week', title: 'Agent', featuredOn: '2026-08-14', upvotes: 90 }),
    paperOf({ id: 'today', title: 'Agent', featuredOn: '2026-08-20', upvotes: 40 }),
    paperOf({ id: 'quiet', title: 'Agent', featuredOn: '2026-08-20' }),
  ]);

  test.each([
    ['newest', ['today', 'quiet', 'week', 'old']],
    ['upvotes', ['old', 'week', 'today', 'quiet']],
    ['trending', ['today', 'week', 'old', 'quiet']],
  ] as const)('%s', (sort, expected) => {
    expect(found(index, '', { sort })).toEqual(expected);
    expect(found(index, 'agent', { sort })).toEqual(expected);
  });

  test.each([
    [0, 2, 2],
    [3, 2, 1],
    [4, 2, 0],
    [0, 0, 0],
    [0, -1, 0],
    [0, Number.NaN, 0],
    [-3, 2, 2],
    [0, Number.POSITIVE_INFINITY, 4],
    [1e300, 1e300, 0],
  ])('from %d at most %d gives %d, and the total', (offset, limit, count) => {
    const result = search(index, 'agent', { offset, limit });
    expect(result.total).toBe(4);
    expect(result.hits).toHaveLength(count);
  });
});

describe('corrections', () => {
  const index = createSearchIndex([
    paperOf({ id: 'a', title: 'Transformers at work', authors: ['Ann Lecunova'] }),
    paperOf({ id: 'b', title: 'A transformer' }),
    paperOf({ id: 'c', title: 'Transformed classes', keywords: ['robots'] }),
    paperOf({ id: 'g', title: 'Mode' }),
    paperOf({ id: 'e', title: 'Model' }),
    paperOf({ id: 'f', title: 'Models' }),
  ]);

  test.each([
    ['trasnformer', ['b', 'a'], [['trasnformer', ['transformers']]]],
    ['ransformer', ['b', 'a'], [['ransformer', ['transformers']]]],
    ['modek', ['e', 'f', 'g'], [['modek', ['model', 'mode']]]],
    ['clsses', ['c'], [['clsses', ['classes']]]],
    ['author:lecunowa', ['a'], [['lecunowa', ['lecunova']]]],
    ['title:modle', ['e', 'f', 'g'], [['modle', ['model', 'mode']]]],
    ['mdoels -mode', ['e', 'f'], [['mdoels', ['model']]]],
    ['model', ['e', 'f'], []],
    ['qqqqqqqq', [], []],
    ['mdl', [], []],
    ['"trasnformer"', [], []],
    ['trasnf*', [], []],
    ['model -trasnformer', ['e', 'f'], []],
    ['category:cs.xx', [], []],
    ['20240', [], []],
  ])('%s', (text, ids, corrections) => {
    const result = search(index, text);
    expect(result.hits.map(({ paper }) => paper.id)).toEqual(ids);
    expect(result.corrections.map(({ typed, used }) => [typed, used])).toEqual(corrections);
  });

  test('end once the word is there, and begin once it is gone', () => {
    const grown = createSearchIndex([paperOf({ id: 'a', title: 'Models' })]);
    put(grown, [paperOf({ id: 'b', title: 'Modek' })]);
    expect(search(grown, 'modek').corrections).toEqual([]);
    remove(grown, ['b']);
    expect(search(grown, 'modek').corrections).toEqual([{ typed: 'modek', used: ['models'] }]);
  });

  describe('of a word that occurs', () => {
    const learning = Array.from({ length: 10 }, (_, number) =>
      paperOf({ id: `l${number}`, title: 'Learning graphs' }),
    );
    const full = createSearchIndex([...learning, paperOf({ id: 'x', title: 'Earning money' })]);

    test.each([
      ['earning graphs', 10, [['earning', ['learning']]]],
      ['earnng graphs', 0, [['earnng', ['earning']]]],
      ['earning money', 1, []],
      ['earning', 1, []],
      ['"earning graphs"', 0, []],
      ['money -earning', 0, []],
      ['learning money', 0, []],
      ['earning money upvotes>5', 0, []],
      ['earning graphs upvotes>5', 0, []],
      ['earning graphs upvotes>=0', 10, [['earning', ['learning']]]],
    ])('%s', (text, total, corrections) => {
      const result = search(full, text);
      expect(result.total).toBe(total);
      expect(result.corrections.map(({ typed, used }) => [typed, used])).toEqual(corrections);
    });

    test('needs a near one that is ten times as frequent', () => {
      const fewer = createSearchIndex([
        ...learning.slice(1),
        paperOf({ id: 'x', title: 'Earning money' }),
      ]);
      expect(search(fewer, 'earning graphs')).toEqual({ total: 0, hits: [], corrections: [] });
    });
  });

  test('of an unknown word look at it as typed too: an ending may fold by chance', () => {
    const endings = createSearchIndex([
      paperOf({ id: 'a', title: 'Expressive' }),
      paperOf({ id: 'b', title: 'Express' }),
    ]);
    expect(search(endings, 'expressie').corrections[0]?.used).toContain('expressive');
  });

  test('mark what was searched instead', () => {
    expect(search(index, 'ransformer').hits[0]?.title).toEqual([
      'A ',
      { kind: 'mark', text: 'transformer' },
    ]);
  });
});

describe('similar', () => {
  const index = createSearchIndex([
    paperOf({
      id: 'a',
      title: 'Diffusion models for robot grasping',
      abstract: 'Grasping with diffusion.',
    }),
    paperOf({ id: 'b', title: 'Robot grasping by diffusion' }),
    paperOf({ id: 'c', title: 'A robot in the kitchen' }),
    paperOf({ id: 'd', title: 'Parsing of trees' }),
  ]);

  test('gives the likest first and not the paper itself', () => {
    const similar = index.similar('a', 10);
    expect(similar.map(({ paper }) => paper.id)).toEqual(['b', 'c']);
    expect(similar[0]?.score).toBeGreaterThan(similar[1]?.score ?? 1);
  });

  test('gives no more than asked, and nothing for an unknown paper', () => {
    expect(index.similar('a', 1)).toHaveLength(1);
    expect(index.similar('a', 0)).toEqual([]);
    expect(index.similar('nobody', 3)).toEqual([]);
  });
});

describe('complete', () => {
  const index = createSearchIndex([
    paperOf({ id: 'a', title: 'Latent Diffusion', upvotes: 50 }),
    paperOf({ id: 'b', title: 'Diffusion Models Beat All', upvotes: 5 }),
    paperOf({ id: 'c', title: 'Diffusers in Practice', upvotes: 7 }),
    paperOf({ id: 'd', title: 'Agents', abstract: 'About diffusion.', upvotes: 99 }),
  ]);

  test.each([
    ['diffu', ['c', 'b', 'a']],
    ['DIFFUSION m', ['b']],
    ['diffusion models', ['b']],
    ['diffusion model', ['b']],
    ['diffusion ', ['b', 'a']],
    ['diffusi ', []],
    ['latent d', ['a']],
    ['', ['d', 'a', 'c', 'b']],
    ['?!', ['d', 'a', 'c', 'b']],
  ])('%j', (typed, ids) => {
    expect(index.complete(typed, 10).map(({ id }) => id)).toEqual(ids);
  });

  test('gives a title that is nothing but the words first, however many begin with them', () => {
    const many = createSearchIndex([
      ...Array.from({ length: 80 }, (_, at) =>
        paperOf({ id: `m${at}`, title: 'Diffusion models beat all', upvotes: 100 + at }),
      ),
      paperOf({ id: 'one', title: 'Diffusion' }),
      paperOf({ id: 'two', title: 'Diffusion: Models', upvotes: 3 }),
      paperOf({ id: 'begun', title: 'Diffusion Modelling' }),
      paperOf({ id: 'late', title: 'On Diffusion' }),
    ]);
    const first = (typed: string) => many.complete(typed, 50).map(({ id }) => id)[0];
    expect(first('diffusion')).toBe('one');
    expect(first('Diffusion models')).toBe('two');
    expect(first('diffusio')).toBe('m79');
    expect(new Set(many.complete('diffusion', 100)).size).toBe(84);
    expect(many.complete('diffusion', 100)).toHaveLength(84);
  });

  test('gives no more than asked', () => {
    expect(index.complete('d', 2)).toHaveLength(2);
    expect(index.complete('d', 0)).toEqual([]);
  });
});

test('no text of papers or people makes it fail', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }),
      fc.string({ unit: 'binary' }),
      (texts, typed) => {
        const index = createSearchIndex(
          texts.map((text, number) =>
            paperOf({ id: `${number}`, title: text, abstract: text, keywords: [text] }),
          ),
        );
        const parsed = parseQuery(typed);
        if (parsed.ok) {
          for (const hit of runAtOnce(index.search(parsed.value, firstPage)).hits) {
            expect([...hit.title, ...hit.snippet]).toBeInstanceOf(Array);
          }
        }
        index.complete(typed, 5);
        index.similar('0', 5);
      },
    ),
  );
});

test('text made to be slow is not', () => {
  const long = 'a '.repeat(100_000);
  const index = createSearchIndex([
    paperOf({ id: 'a', title: 'a-'.repeat(20_000), abstract: long }),
    paperOf({ id: 'b', title: 'b'.repeat(200_000) }),
  ]);
  expect(search(index, '"a a a a a a a a" -"a b"').total).toBe(1);
  expect(search(index, `"${'a '.repeat(200)}"`).hits[0]?.snippet).toHaveLength(2);
  expect(search(index, 'bbbbbbbbbbbb').total).toBe(0);
});
