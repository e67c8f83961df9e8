import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IncomingPaper } from '../../../src/core/paper.ts';
import { explain, isFoundInTitle } from '../../../src/core/query/explain.ts';
import { matches } from '../../../src/core/query/match.ts';
import { parseQuery } from '../../../src/core/query/parse.ts';
import { preparePaper } from '../../../src/core/query/prepared-paper.ts';
import { createTopicTable } from '../../../src/core/query/topics.ts';
import { queryNode } from './arbitraries.ts';
import { anyPaper, now, paper } from './papers.ts';

const topics = createTopicTable([
  { name: 'rag', title: 'RAG', description: 'Retrieval.', query: 'RAG OR "retrieval augmented"' },
]);

function explained(query: string, known: Partial<IncomingPaper>) {
  const parsed = parseQuery(query, topics.ok ? topics.value : undefined);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const { reasons, ...rest } = explain(parsed.value.node, preparePaper(paper(known)), now);
  const places = reasons.map(({ span }) => query.slice(span.start, span.end));
  return { ...rest, reasons, texts: reasons.map(({ text }) => text), places };
}

describe('explain tells why a paper matches', () => {
  test.each<[string, Partial<IncomingPaper>, string[]]>([
    ['', {}, []],
    ['agent', { title: 'On AGENTS' }, ['title has "AGENTS"']],
    ['"tool use"', { abstract: 'Of Tool-Use.' }, ['abstract has "Tool-Use"']],
    ['pre-train*', { tldr: 'Pretrained.' }, ['summary has "Pretrained"']],
    ['keyword:flow', { keywords: ['a', 'Flow matching'] }, ['keywords have "Flow"']],
    ['author:"ada l*"', { authors: ['Ada L'] }, ['authors include "Ada L"']],
    ['org:lab', { organization: 'A Lab' }, ['organization is "Lab"']],
    ['category:cs', { categories: ['math.AG', 'cs.CL'] }, ['category is "cs.CL"']],
    ['"x x y"', { title: 'x x x y' }, ['title has "x x y"']],
    ['mod*', { title: 'A Model of modes' }, ['title has "Model"']],
    ['a -survey', { title: 'a' }, ['title has "a"', 'without survey']],
    ['(a b) OR c', { title: 'a b c' }, ['title has "c"']],
    ['a OR upvotes>=3', { upvotes: 17 }, ['has 17 upvotes']],
    ['has:code', { links: { code: 'https://example.org' } }, ['links to code']],
    ['since:1d', { featuredOn: '2026-03-09' }, ['is of 2026-03-09']],
    ['topic:rag', { title: 'Retrieval-Augmented' }, ['topic rag: title has "Retrieval-Augmented"']],
  ])('%j, %j', (query, known, texts) => {
    expect(explained(query, known)).toMatchObject({ matched: true, distance: 0, texts });
  });
});

describe('explain tells the nearest miss', () => {
  test.each<[string, Partial<IncomingPaper>, string[], string[]]>([
    ['agent', {}, ['no agent'], ['agent']],
    ['a  title:b c', { title: 'a' }, ['no title:b', 'no c'], ['title:b', 'c']],
    ['upvotes>=20', { upvotes: 17 }, ['needs 20 upvotes, has 17'], ['upvotes>=20']],
    ['upvotes>1', { upvotes: 1 }, ['needs more than 1 upvote, has 1'], ['upvotes>1']],
    ['upvotes<5', { upvotes: 5 }, ['needs fewer than 5 upvotes, has 5'], ['upvotes<5']],
    ['stars = 5', {}, ['needs exactly 5 stars, has no count of them'], ['stars = 5']],
    ['(a b) OR upvotes>=20', { upvotes: 17 }, ['needs 20 upvotes, has 17'], ['upvotes>=20']],
    ['(a b) OR (a c d)', { title: 'b' }, ['no a'], ['a']],
    ['a -survey', { title: 'a Survey' }, ['blocked by -survey (title has "Survey")'], ['-survey']],
    ['-(a b)', { title: 'a b' }, ['blocked by -(a b) (title has "a", title has "b")'], ['-(a b)']],
    ['has:code', {}, ['has no link to code'], ['has:code']],
    ['since:1d', { featuredOn: '2026-03-01' }, ['is older than 1 day (2026-03-01)'], ['since:1d']],
    ['id:2401.00002', {}, ['is not arxiv:2401.00002'], ['id:2401.00002']],
    ['a topic:rag', { title: 'a' }, ['is not in topic rag'], ['topic:rag']],
  ])('%j, %j', (query, known, texts, places) => {
    expect(explained(query, known)).toMatchObject({ matched: false, texts, places });
  });

  test('the nearer the less is missing', () => {
    const distances = [19, 17, 2, 0].map(
      (upvotes) => explained('upvotes>=20', { upvotes }).distance,
    );
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(distances.every((distance) => distance > 0 && distance <= 1)).toBe(true);
    expect(explained('a b', {}).distance).toBe(2);
  });
});

describe('for any query and paper', () => {
  test('explain agrees with matches', () => {
    fc.assert(
      fc.property(queryNode, anyPaper, (node, each) => {
        const prepared = preparePaper(each);
        const { matched, distance } = explain(node, prepared, now);
        expect(matched).toBe(matches(node, prepared, now));
        expect(distance === 0).toBe(matched);
      }),
      { numRuns: 1000 },
    );
  });

  test('what is found in the title of a match is told to be', () => {
    fc.assert(
      fc.property(queryNode, anyPaper, (node, each) => {
        const prepared = preparePaper(each);
        const { matched, reasons } = explain(node, prepared, now);
        fc.pre(matched);
        const isTold = reasons.some(({ found }) => found?.field === 'title');
        expect(isFoundInTitle(node, prepared, now)).toBe(isTold);
      }),
      { numRuns: 1000 },
    );
  });

  test('each reason decides alone as the explanation does', () => {
    fc.assert(
      fc.property(queryNode, anyPaper, (node, each) => {
        const prepared = preparePaper(each);
        const { matched, reasons } = explain(node, prepared, now);
        expect(reasons.length).toBeGreaterThan(0);
        for (const { clause } of reasons) {
          const parsed = parseQuery(clause);
          if (parsed.ok) expect(matches(parsed.value.node, prepared, now)).toBe(matched);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
