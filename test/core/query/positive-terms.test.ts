import { expect, test } from 'vitest';
import { anyOf } from '../../../src/core/query/any-of.ts';
import type { Query } from '../../../src/core/query/ast.ts';
import { formatQuery } from '../../../src/core/query/format.ts';
import { parseQuery } from '../../../src/core/query/parse.ts';
import { positiveTerms } from '../../../src/core/query/positive-terms.ts';
import { createTopicTable } from '../../../src/core/query/topics.ts';

const topics = createTopicTable([
  { name: 'rag', title: 'RAG', description: 'Retrieval.', query: 'RAG -survey' },
]);

function parsed(text: string): Query {
  const query = parseQuery(text, topics.ok ? topics.value : undefined);
  if (!query.ok) throw new Error(query.problem.message);
  return query.value;
}

test('positiveTerms are what a query asks for, with fields and topics', () => {
  const { node } = parsed('a (title:"b c" OR -d) --e* topic:rag upvotes>3 -(f -g)');
  expect(positiveTerms(node).map(({ match, field }) => [match.kind, match.text, field])).toEqual([
    ['word', 'a', undefined],
    ['phrase', 'b c', 'title'],
    ['prefix', 'e', undefined],
    ['word', 'RAG', undefined],
  ]);
});

test.each([
  [[], ''],
  [['a b'], 'a b'],
  [['a', 'b c'], 'a OR b c'],
])('anyOf %j', (texts, expected) => {
  expect(formatQuery(anyOf(texts.map(parsed)))).toBe(expected);
});
