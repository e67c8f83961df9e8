import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMatcher, type Matcher } from '../../../src/core/matching/matcher.ts';
import type { IncomingPaper } from '../../../src/core/paper.ts';
import type { QueryNode } from '../../../src/core/query/ast.ts';
import { matches } from '../../../src/core/query/match.ts';
import { parseQuery } from '../../../src/core/query/parse.ts';
import { preparePaper } from '../../../src/core/query/prepared-paper.ts';
import { createTopicTable } from '../../../src/core/query/topics.ts';
import { runAtOnce } from '../../../src/core/steps.ts';
import { queryNode } from '../query/arbitraries.ts';
import { anyPaper, now, paper } from '../query/papers.ts';

/** Rarities that say nothing true: what is found must not depend on them. */
const anyRarity = fc
  .infiniteStream(fc.integer({ min: 1, max: 5 }))
  .map((numbers) => () => numbers.next().value);
const rarity = () => 1;
const papers = fc.array(anyPaper, { maxLength: 40 });
const span = { start: 0, end: 0 };
/** As the parser never builds them. */
const oddNode: fc.Arbitrary<QueryNode> = fc.oneof(
  fc.constantFrom<QueryNode>(
    { kind: 'and', children: [], span },
    { kind: 'or', children: [], span },
  ),
  fc.tuple(fc.constantFrom('and', 'or'), fc.array(queryNode, { maxLength: 4 })).map(
    ([kind, children]): QueryNode => ({
      kind: kind as 'and' | 'or',
      children: children.flatMap((child) => [child, child]),
      span,
    }),
  ),
  queryNode.map((child): QueryNode => ({ kind: 'not', child: { kind: 'not', child, span }, span })),
  queryNode.map((node): QueryNode => ({ kind: 'topic', name: 'any', node, span })),
);
const anyNode = fc.oneof({ weight: 4, arbitrary: queryNode }, oddNode);

function parsed(text: string): QueryNode {
  const topics = createTopicTable([
    { name: 'agents', title: 'Agents', description: 'All.', query: 'agent OR "tool use"' },
  ]);
  const query = topics.ok ? parseQuery(text, topics.value) : topics;
  if (!query.ok) throw new Error(query.problem.message);
  return query.value.node;
}

function naive(query: QueryNode | undefined, given: readonly IncomingPaper[]): IncomingPaper[] {
  return given.filter((each) => query === undefined || matches(query, preparePaper(each), now));
}

function matched(matcher: Matcher, given: readonly IncomingPaper[]) {
  return runAtOnce(matcher.match(given, preparePaper, now));
}

describe('a matcher', () => {
  test('finds what evaluating every query finds', () => {
    fc.assert(
      fc.property(fc.array(anyNode, { maxLength: 12 }), papers, anyRarity, (nodes, given, rare) => {
        const matcher = createMatcher(rare);
        for (const [index, node] of nodes.entries()) matcher.put(`${index}`, node);
        const found = matched(matcher, given);
        for (const [index, node] of nodes.entries()) {
          expect(found.papersOf(`${index}`)).toEqual(naive(node, given));
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['"tool use" -survey', { title: 'Tool use' }, { title: 'Tool use: a survey' }],
    ['"pre-training data"', { title: 'Pretraining data' }, { title: 'Training data' }],
    ['language-mod*', { title: 'Large language models' }, { title: 'Language, large modes' }],
    [
      '"one two three four five six seven eight nine ten"',
      { title: 'One two three four five six seven eight nine ten eleven' },
      { title: 'One two three four five six seven eight nine', abstract: 'ten' },
    ],
    [
      'one-two-three-four-five-six-seven-eight-ni*',
      { title: 'One two three four five six seven eight nine' },
      { title: 'One two three four five six seven eight ten' },
    ],
    ['self-superv*', { abstract: 'self-supervised' }, { abstract: 'supervised self' }],
    ['category:cs', { categories: ['cs.CL'] }, { categories: ['css.CL'] }],
    ['category:cs.*', { categories: ['cs.CL'] }, { categories: ['cs'] }],
    [
      'keyword:"flow matching"',
      { keywords: ['flow matching'] },
      { keywords: ['flow', 'matching'] },
    ],
    ['topic:agents upvotes>=5', { title: 'Agents', upvotes: 5 }, { title: 'Agents', upvotes: 4 }],
    ['since:1d', { featuredOn: '2026-03-09' }, { featuredOn: '2026-03-08' }],
    ['id:2401.00001', { id: 'arxiv:2401.00001' }, { id: 'arxiv:2401.00002' }],
    ['-agents', { title: 'Models' }, { title: 'Agent' }],
    ['扩散', { title: '关于扩散模型' }, { title: '扩大散布' }],
  ])('%j takes %j and leaves %j', (query, wanted, unwanted) => {
    const matcher = createMatcher(rarity);
    matcher.put('d1', parsed(query));
    const given = [paper(unwanted), paper(wanted)];
    expect(matched(matcher, given).papersOf('d1')).toEqual([given[1]]);
  });

  test('stays right while queries come and go, during a match too', () => {
    const change = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      query: fc.option(anyNode),
    });
    const changes = fc.array(fc.tuple(fc.nat(6), change), { maxLength: 30 });
    fc.assert(
      fc.property(changes, papers, fc.nat(40), anyRarity, (given, some, stop, rare) => {
        const matcher = createMatcher(rare);
        const asked = new Map<string, QueryNode>();
        const touched = new Set<string>();
        const make = ({ id, query }: { id: string; query: QueryNode | null }) => {
          if (query === null) matcher.remove(id);
          else matcher.put(id, query);
          if (query === null) asked.delete(id);
          else asked.set(id, query);
          touched.add(id);
        };
        const before = given.slice(0, stop);
        for (const [, each] of before) make(each);
        const left = given.slice(stop);
        touched.clear();
        const steps = matcher.match(some, preparePaper, now);
        let [next, pause] = [steps.next(), 0];
        for (; !next.done; next = steps.next(), pause += 1) {
          while (left[0] !== undefined && left[0][0] <= pause)
            make(left.shift()?.[1] ?? neverHere());
        }
        const found = next.value;
        for (const [, each] of left) make(each);
        for (const [id, query] of asked) {
          const answer = found.papersOf(id);
          if (!touched.has(id)) expect(answer).toEqual(naive(query, some));
          else if (answer !== undefined) expect(answer).toEqual(naive(query, some));
        }
        for (const { ids, papers: all } of found.groups()) {
          for (const id of ids) expect(all).toEqual(naive(asked.get(id), some));
        }
        const later = matched(matcher, some);
        for (const [id, query] of asked) expect(later.papersOf(id)).toEqual(naive(query, some));
      }),
      { numRuns: 500 },
    );
  });

  test('groups those who ask for the same', () => {
    const matcher = createMatcher(rarity);
    matcher.put('a', parsed('agents (code OR "tool use")'));
    matcher.put('b', parsed('("Tool Uses" OR code) agent'));
    matcher.put('c', parsed('nothing of that'));
    matcher.put('d', undefined);
    const given = [paper({ title: 'Agents that code' }), paper({ title: 'Other' })];
    const groups = [...matched(matcher, given).groups()];
    expect(groups).toHaveLength(2);
    expect(groups).toContainEqual({ ids: ['d'], papers: given });
    expect(groups).toContainEqual({ ids: ['a', 'b'], papers: given.slice(0, 1) });
  });

  test('takes many papers in their order', () => {
    const matcher = createMatcher(rarity);
    matcher.put('d1', parsed('even'));
    const given = Array.from({ length: 1000 }, (_, index) =>
      paper({ id: `arxiv:2401.${index}`, title: index % 2 === 0 ? 'Even' : 'Odd' }),
    );
    expect(matched(matcher, given).papersOf('d1')).toEqual(
      given.filter(({ title }) => title === 'Even'),
    );
  });

  test('knows nothing of an id that it was not given, or was given too late', () => {
    const matcher = createMatcher(rarity);
    matcher.put('early', parsed('agents'));
    matcher.put('changed', parsed('agents'));
    const found = matched(matcher, [paper({ title: 'Agents' })]);
    matcher.put('late', parsed('model'));
    matcher.put('changed', parsed('model'));
    expect(found.papersOf('early')).toHaveLength(1);
    expect(found.papersOf('late')).toBeUndefined();
    expect(found.papersOf('changed')).toBeUndefined();
    expect(found.papersOf('nobody')).toBeUndefined();
  });
});

function neverHere(): never {
  throw new Error('nothing is left');
}
