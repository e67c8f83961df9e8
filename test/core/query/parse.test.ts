import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../src/core/problem.ts';
import type { TopicTable } from '../../../src/core/query/ast.ts';
import { formatQuery } from '../../../src/core/query/format.ts';
import { parseQuery } from '../../../src/core/query/parse.ts';
import { createTopicTable } from '../../../src/core/query/topics.ts';
import { queryNode, queryText, withoutSpans } from './arbitraries.ts';

const topics = topicTable();

function topicTable(): TopicTable {
  const table = createTopicTable([
    { name: 'llm-agents', title: 'LLM agents', description: 'Agents.', query: 'agents -survey' },
    { name: 'rag', title: 'RAG', description: 'Retrieval.', query: 'RAG OR retrieval' },
  ]);
  if (!table.ok) throw new Error(table.problem.message);
  return table.value;
}

function normalForm(text: string): string {
  const parsed = parseQuery(text, topics);
  return parsed.ok ? formatQuery(parsed.value.node) : `refused: ${parsed.problem.message}`;
}

function problemOf(text: string): Problem {
  const parsed = parseQuery(text, topics);
  if (parsed.ok) throw new Error(`${text} parses`);
  return parsed.problem;
}

describe('parseQuery reads', () => {
  test.each([
    ['', ''],
    ['  \t\n ', ''],
    ['agents', 'agents'],
    ['  agents   planning ', 'agents planning'],
    ['agents AND planning', 'agents planning'],
    ['a b OR c', 'a b OR c'],
    ['a (b OR c)', 'a (b OR c)'],
    ['a OR (b OR (c d))', 'a OR b OR c d'],
    ['((a))', 'a'],
    ['a|b || c', 'a OR b OR c'],
    ['this or that', 'this or that'],
    ['-a', '-a'],
    ['NOT a', '-a'],
    ['–a −b', '-a -b'],
    ['--a', 'a'],
    ['NOT -a', 'a'],
    ['-(a b)', '-(a b)'],
    ['-title:(a OR b)', '-(title:a OR title:b)'],
    ['“tool use” „b“ «c d»', '"tool use" "b" "c d"'],
    ['"tool \n use"', '"tool use"'],
    ['"a OR -b*"', '"a OR -b*"'],
    ['foo"bar baz"', 'foo "bar baz"'],
    ['self-superv*', 'self-superv*'],
    ['Title:agent', 'title:agent'],
    ['title:"a b" title:c*', 'title:"a b" title:c*'],
    ['title:(a -b "c d" upvotes>=3)', 'title:a -title:b title:"c d" upvotes>=3'],
    ['title:(a author:b)', 'title:a author:b'],
    ['id:(2401.00001 OR arXiv:2401.00002v3)', 'id:2401.00001 OR id:2401.00002'],
    ['has:(code OR Project)', 'has:code OR has:project'],
    [
      'category:CS.cl category:cs.* category:hep-ex',
      'category:CS.cl category:cs.* category:hep-ex',
    ],
    ['upvotes > 20', 'upvotes>20'],
    ['Upvotes =>20 stars≤5 comments==0', 'upvotes>=20 stars<=5 comments=0'],
    ['stars:>=10', 'stars>=10'],
    ['since:2w since:3m since:1d since:3650d', 'since:14d since:90d since:1d since:3650d'],
    ['topic:rag', 'topic:rag'],
    ['topic:"LLM Agents"', 'topic:llm-agents'],
    ['id:https://arxiv.org/abs/2401.00001v2', 'id:2401.00001'],
    ['https://arxiv.org/pdf/2401.00001', 'id:2401.00001'],
    ['2401.00001v2', 'id:2401.00001'],
    ['arXiv:hep-ex/0307015', 'id:hep-ex/0307015'],
    ['id:title:some-slug-0abc', 'id:title:some-slug-0abc'],
    ['http://example.org/a', 'http://example.org/a'],
    ['10:30', '10:30'],
    ['LoRA: low-rank', 'LoRA: low-rank'],
    ['title:LoRA:x', 'title:LoRA:x'],
    ['C++ and/or GPT-4o,', 'C++ and/or GPT-4o,'],
  ])('%j as %j', (text, expected) => {
    expect(normalForm(text)).toBe(expected);
  });

  test('gives each part its place in the text', () => {
    const parsed = parseQuery('a  -title:"b c" (upvotes > 3 OR d)');
    if (!parsed.ok || parsed.value.node.kind !== 'and') throw new Error('not and');
    const places = parsed.value.node.children.map(({ span }) =>
      parsed.value.text.slice(span.start, span.end),
    );
    expect(places).toEqual(['a', '-title:"b c"', 'upvotes > 3 OR d']);
  });

  test('AND, OR and NOT inside quotes or after a field as words', () => {
    expect(normalForm('"OR" title:AND')).toBe('"OR" title:AND');
  });
});

describe('parseQuery refuses, with place and suggestion,', () => {
  test.each<[string, string, string | undefined]>([
    ['"tool use', '"', '"tool use"'],
    ['("tool use)', '"', '("tool use")'],
    ['(a OR b', '(', '(a OR b)'],
    ['a)', ')', 'a'],
    ['a OR', 'OR', 'a'],
    ['OR a', 'OR', 'a'],
    ['a | | b', '|', 'a | b'],
    ['a AND OR b', 'AND', 'a OR b'],
    ['a NOT', 'NOT', 'a'],
    ['a ()', '()', 'a'],
    ['title:() b', '()', 'title:b'],
    ['()', '()', undefined],
    ['-', '-', undefined],
    ['- survey', '-', '-survey'],
    ['*', '*', undefined],
    ['a *', '*', 'a'],
    ['*agent', '*agent', 'agent'],
    ['ag*nt', 'ag*nt', 'ag* nt'],
    ['agent**', 'agent**', 'agent*'],
    ['a ""', '""', 'a'],
    ['a &&', '&&', 'a'],
    ['titel:agent', 'titel:', 'title:agent'],
    ['titel: agent', 'titel:', 'title:agent'],
    ['cat:cs.CL', 'cat:', 'category:cs.CL'],
    ['authors:"a b"', 'authors:', 'author:"a b"'],
    ['foo:bar', 'foo:', '"foo:bar"'],
    ['foo:"bar"', 'foo:', 'foo: "bar"'],
    ['title: agent', 'title:', 'title:agent'],
    ['a title:', 'title:', 'a'],
    ['title:-agent', 'title:-', '-title:agent'],
    ['upvotes:20', 'upvotes:20', 'upvotes>=20'],
    ['upvote:20', 'upvote:', 'upvotes>=20'],
    ['upvote>=3', 'upvote>=3', 'upvotes>=3'],
    ['likes>3', 'likes>3', 'upvotes>3'],
    ['upvotes>= stars>=3', 'upvotes>=', 'upvotes>=10 stars>=3'],
    ['upvotes>=1.5k', 'upvotes>=1.5k', 'upvotes>=1500'],
    ['upvotes>=-5', 'upvotes>=-5', 'upvotes>=5'],
    ['upvotes>=99999999999999999999', 'upvotes>=99999999999999999999', 'upvotes>=999999999'],
    ['upvotes>=many', 'upvotes>=many', 'upvotes>=10'],
    ['title=agent', 'title=agent', 'title:agent'],
    ['recall > precision', 'recall >', 'recall precision'],
    ['>20', '>20', 'upvotes>20'],
    ['topic:rga', 'topic:rga', 'topic:rag'],
    ['topic:agents', 'topic:agents', 'topic:llm-agents'],
    ['topic:zoology', 'topic:zoology', '"zoology"'],
    ['has:cod', 'has:cod', 'has:code'],
    ['has:github', 'has:github', 'has:code'],
    ['has:website', 'has:website', 'has:project'],
    ['since:yesterday', 'since:yesterday', 'since:1d'],
    ['since:7', 'since:7', 'since:7d'],
    ['since:2 weeks', 'since:2', 'since:14d'],
    ['since:0d', 'since:0d', 'since:1d'],
    ['since:99y', 'since:99y', 'since:3650d'],
    ['since:9999w', 'since:9999w', 'since:3650d'],
    ['since:2024-05-01', 'since:2024-05-01', 'since:30d'],
    ['id:agents', 'id:agents', '"agents"'],
    ['category:"machine learning"', 'category:"machine learning"', '"machine learning"'],
    ['a\u202eb', '\u202e', 'ab'],
    ['a\u0007 b', '\u0007', 'a b'],
    ['\ud800a', '\ud800', 'a'],
    ['(titel:a OR upvote:3 "b', 'titel:', '(title:a OR upvotes>=3 "b")'],
  ])('%j', (text, place, suggestion) => {
    const { span, ...problem } = problemOf(text);
    expect(text.slice(span?.start, span?.end)).toBe(place);
    expect(problem.suggestion).toBe(suggestion);
    expect(problem.remedy).toBeTruthy();
    expect(problem.input).toBe(text);
  });

  test.each([
    ['a text of 501 characters', 'a'.repeat(501), /501 characters/],
    ['groups 13 deep', `${'('.repeat(13)}a${')'.repeat(13)}`, /12 deep/],
    ['nots 13 deep', `${'-'.repeat(13)}a`, /12 deep/],
    ['500 open parentheses', '('.repeat(500), /12 deep|never closed/],
    ['61 terms', 'a '.repeat(61), /60 terms/],
  ])('%s', (_, text, message) => {
    expect(problemOf(text).message).toMatch(message);
  });

  test('nothing that keeps to the limits', () => {
    expect(normalForm(`${'('.repeat(12)}a${')'.repeat(12)}`)).toBe('a');
    expect(normalForm('a '.repeat(60))).toBe('a '.repeat(60).trim());
    expect(parseQuery('a'.repeat(500)).ok).toBe(true);
  });

  test('topics, where there are none', () => {
    expect(parseQuery('topic:rag')).toMatchObject({ ok: false, problem: { suggestion: '"rag"' } });
  });
});

describe('whatever is typed', () => {
  test('a query or a problem with its place and a suggestion that parses', () => {
    fc.assert(
      fc.property(queryText, (text) => {
        const parsed = parseQuery(text, topics);
        if (parsed.ok) return;
        const { span, suggestion } = parsed.problem;
        expect(span!.start).toBeLessThan(span!.end);
        expect(span!.end).toBeLessThanOrEqual(text.length);
        if (suggestion !== undefined) expect(parseQuery(suggestion, topics).ok).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('its normal form means the same and is its own', () => {
    fc.assert(
      fc.property(queryText, (text) => {
        const parsed = parseQuery(text, topics);
        if (!parsed.ok) return;
        const form = formatQuery(parsed.value.node);
        const again = parseQuery(form, topics);
        if (!again.ok) throw new Error(`${form}: ${again.problem.message}`);
        expect(withoutSpans(again.value.node)).toEqual(withoutSpans(parsed.value.node));
        expect(formatQuery(again.value.node)).toBe(form);
      }),
      { numRuns: 3000 },
    );
  });
});

test('every query has a normal form that parses to it', () => {
  fc.assert(
    fc.property(queryNode, (node) => {
      const form = formatQuery(node);
      fc.pre(form.length <= 500);
      const parsed = parseQuery(form);
      if (!parsed.ok) throw new Error(`${form}: ${parsed.problem.message}`);
      expect(withoutSpans(parsed.value.node)).toEqual(withoutSpans(node));
    }),
    { numRuns: 1000 },
  );
});
