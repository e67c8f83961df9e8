import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { matches } from '../../../src/core/query/match.ts';
import { preparePaper } from '../../../src/core/query/prepared-paper.ts';
import { createTopicTable, parseTopics } from '../../../src/core/query/topics.ts';
import { paper } from './papers.ts';

const topic = { name: 'rag', title: 'RAG', description: 'Retrieval.', query: 'RAG' };

describe('parseTopics', () => {
  test('reads a list of topics', () => {
    expect(parseTopics([topic])).toEqual({ ok: true, value: [topic] });
  });

  test.each([
    ['no list', {}, /^The list of topics/],
    ['nothing', undefined, /^The list of topics/],
    ['a topic without a query', [topic, { ...topic, query: undefined }], /^Topic 2: “query”/],
    ['a name in capitals', [{ ...topic, name: 'RAG' }], /lower-case/],
  ])('refuses %s', (_, json, message) => {
    const parsed = parseTopics(json);
    expect(parsed.ok || parsed.problem.message).toMatch(message);
  });
});

describe('createTopicTable', () => {
  test.each([
    ['a name given twice', [topic, topic], /“rag” is there twice/],
    ['a query that does not parse', [{ ...topic, query: 'a OR' }], /“rag”: OR has nothing/],
    [
      'a topic in a topic',
      [topic, { ...topic, name: 'b', query: 'topic:rag' }],
      /“b”: topic: cannot/,
    ],
  ])('refuses %s', (_, topics, message) => {
    const table = createTopicTable(topics);
    expect(table.ok || table.problem.message).toMatch(message);
  });
});

describe('the curated topics', () => {
  const topics = parseTopics(JSON.parse(readFileSync('config/topics.json', 'utf8')));
  const table = topics.ok ? createTopicTable(topics.value) : topics;
  const days = '../shared/feeds/daily';

  test('all parse', () => {
    expect(table).toMatchObject({ ok: true });
    expect(table.ok && table.value.size).toBeGreaterThanOrEqual(30);
  });

  test.skipIf(!existsSync(days))('each finds some real papers, but not most', () => {
    const papers = readdirSync(days)
      .flatMap((file) => JSON.parse(readFileSync(`${days}/${file}`, 'utf8')))
      .map(({ paper: { title, summary, ai_keywords, ai_summary } }) =>
        preparePaper(
          paper({
            title,
            abstract: summary,
            keywords: ai_keywords ?? [],
            ...(ai_summary && { tldr: ai_summary }),
          }),
        ),
      );
    for (const [name, { query }] of table.ok ? table.value : []) {
      const share = papers.filter((each) => matches(query.node, each, 0)).length / papers.length;
      expect(share, name).toBeGreaterThan(0);
      expect(share, name).toBeLessThan(0.6);
    }
  });
});
