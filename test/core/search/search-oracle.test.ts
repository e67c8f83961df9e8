import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Paper } from '../../../src/core/paper.ts';
import type { Query } from '../../../src/core/query/ast.ts';
import { matches } from '../../../src/core/query/match.ts';
import { parseQuery } from '../../../src/core/query/parse.ts';
import { preparePaper } from '../../../src/core/query/prepared-paper.ts';
import type { PaperChange } from '../../../src/core/search/search-contract.ts';
import {
  buildSearchIndex,
  createSearchIndex,
  type SearchIndex,
} from '../../../src/core/search/search-index.ts';
import { runAtOnce, type Steps } from '../../../src/core/steps.ts';
import { paper } from '../../fakes/papers.ts';
import { now, paperArbitrary, queryArbitrary, uniqueById } from './search-arbitraries.ts';

const sorts = ['best', 'newest', 'upvotes', 'trending'] as const;
const everything = {
  text: '',
  node: { kind: 'and', children: [], span: { start: 0, end: 0 } },
} as const;

function found(index: SearchIndex, query: Query, sort: (typeof sorts)[number] = 'best') {
  const { total, hits } = runAtOnce(index.search(query, { sort, limit: 1000, offset: 0, now }));
  expect(hits).toHaveLength(total);
  return hits;
}

/** What a search finds, sorted; nothing where it stood in for a word that no paper has. */
function foundAsTyped(index: SearchIndex, query: Query): string[] | undefined {
  const nothing = { sort: 'best', limit: 0, offset: 0, now } as const;
  const { corrections } = runAtOnce(index.search(query, nothing));
  return corrections.length > 0 ? undefined : ids(found(index, query)).sort();
}

function ids(hits: readonly { paper: Paper }[]): string[] {
  return hits.map(({ paper }) => paper.id);
}

function matchingIds(index: SearchIndex, query: Query): string[] {
  return runAtOnce(index.matching(query, now))
    .map(({ id }) => id)
    .sort();
}

/** Runs steps to their end, and something else between two. */
function runBetween<T>(steps: Steps<T>, between: () => void): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    between();
  }
}

const change = fc.record({
  put: fc.array(paperArbitrary, { maxLength: 8 }),
  removed: fc
    .array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 })
    .map((numbers) => numbers.map((n) => `arxiv:2608.${n}`)),
});
const queries = fc.array(queryArbitrary, { minLength: 1, maxLength: 5 });

function apply(kept: Map<string, Paper>, { put, removed }: PaperChange): void {
  for (const id of removed) kept.delete(id);
  for (const paper of put) kept.set(paper.id, paper);
}

/** Whatever can be asked of an index has the same answer from one that was built of the same papers. */
function expectAsBuilt(
  grown: SearchIndex,
  kept: ReadonlyMap<string, Paper>,
  asked: readonly Query[],
): void {
  const built = createSearchIndex(kept.values());
  expect(grown.size).toBe(kept.size);
  for (const id of kept.keys()) expect(grown.get(id)).toBe(kept.get(id));
  for (const query of [everything, ...asked]) {
    for (const sort of sorts) {
      const [one, other] = [found(grown, query, sort), found(built, query, sort)];
      expect(ids(one)).toEqual(ids(other));
      expect(one.map(({ score }) => score)).toEqual(other.map(({ score }) => score));
    }
  }
  for (const id of kept.keys()) expect(grown.similar(id, 5)).toEqual(built.similar(id, 5));
  for (const typed of ['', 'diff', 'language models']) {
    expect(grown.complete(typed, 5)).toEqual(built.complete(typed, 5));
  }
}

describe('what is found', () => {
  test('is exactly what the query matches', () => {
    fc.assert(
      fc.property(
        fc.array(paperArbitrary, { maxLength: 40 }),
        fc.array(queryArbitrary, { minLength: 1, maxLength: 8 }),
        (papers, queries) => {
          const kept = uniqueById(papers);
          const index = createSearchIndex(papers);
          for (const query of queries) {
            const expected = kept.filter((paper) => matches(query.node, preparePaper(paper), now));
            const expectedIds = expected.map(({ id }) => id).sort();
            expect(matchingIds(index, query)).toEqual(expectedIds);
            expect(foundAsTyped(index, query) ?? expectedIds).toEqual(expectedIds);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is what the query as typed matches', () => {
    const pieces = [
      'diffusion',
      'models',
      'Pre-Training',
      'state-of-the-art',
      'naive',
      'diff*',
      'pre-tr*',
      '"diffusion models"',
      '"training graph"',
      '深度学习',
      'title:',
      'keyword:',
      'author:"ann lee"',
      'org:lab',
      'category:cs',
      'category:math.*',
      'id:2608.7',
      'upvotes>=2',
      'stars<3',
      'has:code',
      'since:9d',
      'OR',
      '-',
      '(',
      ')',
    ];
    const typed = fc.array(fc.constantFrom(...pieces), { maxLength: 7 });
    fc.assert(
      fc.property(fc.array(paperArbitrary, { maxLength: 30 }), typed, (papers, parts) => {
        const text = parts.join(' ').replaceAll(/([-:(]) /g, '$1');
        const query = parseQuery(text);
        if (!query.ok) return;
        const { node } = query.value;
        const index = createSearchIndex(papers);
        const expected = uniqueById(papers).filter((each) =>
          matches(node, preparePaper(each), now),
        );
        const expectedIds = expected.map(({ id }) => id).sort();
        expect(matchingIds(index, query.value)).toEqual(expectedIds);
        expect(foundAsTyped(index, query.value) ?? expectedIds).toEqual(expectedIds);
      }),
      { numRuns: 1000 },
    );
  });

  test('does not depend on how the papers came to be there', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 10 }), queries, (changes, asked) => {
        const grown = createSearchIndex();
        const kept = new Map<string, Paper>();
        for (const each of changes) {
          apply(kept, each);
          runAtOnce(grown.update(each));
          runAtOnce(grown.compact());
        }
        expectAsBuilt(grown, kept, asked);
      }),
      { numRuns: 200 },
    );
  });

  test('is right between the steps of a merge, whatever is put and removed meanwhile', () => {
    const turn = fc.record({ change, merging: fc.integer({ min: 0, max: 12 }) });
    fc.assert(
      fc.property(fc.array(turn, { minLength: 2, maxLength: 12 }), queries, (turns, asked) => {
        const grown = createSearchIndex();
        const kept = new Map<string, Paper>();
        let merge = grown.compact();
        for (const { change: each, merging } of turns) {
          apply(kept, each);
          runAtOnce(grown.update(each));
          for (let step = 0; step < merging; step += 1) {
            if (merge.next().done) merge = grown.compact();
          }
          expect(matchingIds(grown, everything)).toEqual([...kept.keys()].sort());
        }
        expectAsBuilt(grown, kept, asked);
        runAtOnce(merge);
        expectAsBuilt(grown, kept, asked);
      }),
      { numRuns: 150 },
    );
  });

  test('is exactly what matches after what is put and removed between the steps of a search', () => {
    const texts = [
      '"diffusion models"',
      'pre-training',
      '-"language models"',
      '"graph agents" OR x',
      '"diffusion models" upvotes>=2',
    ];
    const page = { sort: 'best', limit: 5, offset: 0, now } as const;
    const turns = fc.array(change, { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(turns, fc.constantFrom(...texts), (changes, text) => {
        const parsed = parseQuery(text);
        if (!parsed.ok) throw new Error(text);
        const query = parsed.value;
        const grown = createSearchIndex();
        const kept = new Map<string, Paper>();
        const left = [...changes];
        const changeOnce = () => {
          const next = left.shift();
          if (next === undefined) return;
          apply(kept, next);
          runAtOnce(grown.update(next));
          runAtOnce(grown.compact());
        };
        changeOnce();
        const matching = runBetween(grown.matching(query, now), changeOnce);
        const after = [...kept.values()].filter((paper) =>
          matches(query.node, preparePaper(paper), now),
        );
        expect(new Set(matching)).toEqual(new Set(after));
        left.push(...changes.toReversed());
        const { hits, ...rest } = runBetween(grown.search(query, page), changeOnce);
        const whole = runAtOnce(createSearchIndex(kept.values()).search(query, page));
        expect(rest).toEqual({ total: whole.total, corrections: whole.corrections });
        expect(hits.map(({ paper, score }) => [paper, score])).toEqual(
          whole.hits.map(({ paper, score }) => [paper, score]),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('comes to an end however often papers change meanwhile', () => {
    const query = parseQuery('"diffusion models"');
    if (!query.ok) throw new Error(query.problem.message);
    const papers = ['1', '2', '3'].map((id) => paper(id, { title: `Diffusion models ${id}` }));
    const index = createSearchIndex(papers);
    let changes = 0;
    const found = runBetween(index.matching(query.value, now), () => {
      changes += 1;
      const title = `Diffusion models, version ${changes}`;
      const put = papers.map(({ id }) => paper(id.replace('arxiv:', ''), { title }));
      runAtOnce(index.update({ put, removed: [] }));
    });
    expect(changes).toBeLessThan(20);
    expect(found.map(({ title }) => title)).toEqual(
      papers.map(() => `Diffusion models, version ${changes}`),
    );
  });

  test('changes with the last step of an update, and not before', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), queries, (changes, asked) => {
        const grown = createSearchIndex();
        const kept = new Map<string, Paper>();
        for (const each of changes) {
          const before = ids(found(grown, everything));
          const steps = grown.update(each);
          while (!steps.next().done) expect(ids(found(grown, everything))).toEqual(before);
          apply(kept, each);
        }
        expectAsBuilt(grown, kept, asked);
      }),
      { numRuns: 50 },
    );
  });

  test('is right when two updates overlap: the one that ends last wins', () => {
    fc.assert(
      fc.property(change, change, change, queries, (first, one, other, asked) => {
        const grown = createSearchIndex();
        const kept = new Map<string, Paper>();
        runAtOnce(grown.update(first));
        const slow = grown.update(one);
        const isEnded = slow.next().done;
        runAtOnce(grown.update(other));
        if (!isEnded) runAtOnce(slow);
        for (const each of isEnded ? [first, one, other] : [first, other, one]) apply(kept, each);
        expectAsBuilt(grown, kept, asked);
      }),
      { numRuns: 100 },
    );
  });

  test('is the same from a saved file, whatever changed since it was saved', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), change, queries, (changes, since, asked) => {
        const grown = createSearchIndex();
        const kept = new Map<string, Paper>();
        for (const each of changes) {
          apply(kept, each);
          runAtOnce(grown.update(each));
        }
        const file = Buffer.concat(runAtOnce(grown.encode()));
        expectAsBuilt(runAtOnce(buildSearchIndex(kept, file)), kept, asked);
        apply(kept, since);
        const restored = runAtOnce(buildSearchIndex(kept, file));
        expectAsBuilt(restored, kept, asked);
        runAtOnce(restored.compact());
        expectAsBuilt(restored, kept, asked);
      }),
      { numRuns: 150 },
    );
  });

  test('comes in pages that join to the whole', () => {
    fc.assert(
      fc.property(
        fc.array(paperArbitrary, { maxLength: 40 }),
        queryArbitrary,
        fc.constantFrom(...sorts),
        fc.integer({ min: 1, max: 7 }),
        (papers, query, sort, limit) => {
          const index = createSearchIndex(papers);
          const whole = ids(found(index, query, sort));
          const pages: string[] = [];
          for (let offset = 0; offset < whole.length; offset += limit) {
            const page = runAtOnce(index.search(query, { sort, limit, offset, now }));
            expect(page.total).toBe(whole.length);
            pages.push(...ids(page.hits));
          }
          expect(pages).toEqual(whole);
        },
      ),
      { numRuns: 100 },
    );
  });
});
