import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Paper } from '../../../src/core/paper.ts';
import type { Query } from '../../../src/core/query/ast.ts';
import { matches } from '../../../src/core/query/match.ts';
import { parseQuery } from '../../../src/core/query/parse.ts';
import { preparePaper } from '../../../src/core/query/prepared-paper.ts';
import { createSearchIndex, type SearchIndex } from '../../../src/core/search/search-index.ts';
import { put, remove } from './change-index.ts';
import { now, paperArbitrary, queryArbitrary, uniqueById } from './search-arbitraries.ts';

const sorts = ['best', 'newest', 'upvotes', 'trending'] as const;
const everything = {
  text: '',
  node: { kind: 'and', children: [], span: { start: 0, end: 0 } },
} as const;

function found(index: SearchIndex, query: Query, sort: (typeof sorts)[number] = 'best') {
  const { total, hits } = index.search(query, { sort, limit: 1000, offset: 0, now });
  expect(hits).toHaveLength(total);
  return hits;
}

/** What a search finds, sorted; nothing where it stood in for a word that no paper has. */
function foundAsTyped(index: SearchIndex, query: Query): string[] | undefined {
  const { corrections } = index.search(query, { sort: 'best', limit: 0, offset: 0, now });
  return corrections.length > 0 ? undefined : ids(found(index, query)).sort();
}

function ids(hits: readonly { paper: Paper }[]): string[] {
  return hits.map(({ paper }) => paper.id);
}

function matchingIds(index: SearchIndex, query: Query): string[] {
  return index
    .matching(query, now)
    .map(({ id }) => id)
    .sort();
}

const step = fc.oneof(
  fc.array(paperArbitrary, { maxLength: 8 }).map((papers) => ({ kind: 'put', papers }) as const),
  fc
    .array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 })
    .map((numbers) => ({ kind: 'remove', ids: numbers.map((n) => `arxiv:2608.${n}`) }) as const),
);

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
      fc.property(
        fc.array(step, { maxLength: 10 }),
        fc.array(queryArbitrary, { minLength: 1, maxLength: 5 }),
        (steps, queries) => {
          const grown = createSearchIndex();
          const kept = new Map<string, Paper>();
          for (const each of steps) {
            if (each.kind === 'put') {
              put(grown, each.papers);
              for (const paper of each.papers) kept.set(paper.id, paper);
            } else {
              remove(grown, each.ids);
              for (const id of each.ids) kept.delete(id);
            }
          }
          const built = createSearchIndex(kept.values());
          expect(grown.size).toBe(kept.size);
          for (const id of kept.keys()) expect(grown.get(id)).toBe(kept.get(id));
          for (const query of [everything, ...queries]) {
            for (const sort of sorts) {
              const [one, other] = [found(grown, query, sort), found(built, query, sort)];
              expect(ids(one)).toEqual(ids(other));
              expect(one.map(({ score }) => score)).toEqual(other.map(({ score }) => score));
            }
          }
          for (const id of kept.keys()) {
            expect(grown.similar(id, 5)).toEqual(built.similar(id, 5));
          }
          expect(grown.complete('diff', 5)).toEqual(built.complete('diff', 5));
        },
      ),
      { numRuns: 200 },
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
            const page = index.search(query, { sort, limit, offset, now });
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
