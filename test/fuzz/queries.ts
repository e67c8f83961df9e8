import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Paper } from '../../src/core/paper.ts';
import type { Problem } from '../../src/core/problem.ts';
import type { Query } from '../../src/core/query/ast.ts';
import { caret } from '../../src/core/query/caret.ts';
import { explain } from '../../src/core/query/explain.ts';
import { formatQuery } from '../../src/core/query/format.ts';
import { queryLimits } from '../../src/core/query/limits.ts';
import { matches } from '../../src/core/query/match.ts';
import { parseQuery } from '../../src/core/query/parse.ts';
import { preparePaper } from '../../src/core/query/prepared-paper.ts';
import { createTopicTable } from '../../src/core/query/topics.ts';
import { createSearchIndex } from '../../src/core/search/search-index.ts';
import { runAtOnce } from '../../src/core/steps.ts';
import { queryNode, queryText, withoutSpans } from '../core/query/arbitraries.ts';
import { naiveMatches } from '../core/query/naive-match.ts';
import { anyPaper, now } from '../core/query/papers.ts';
import { uniqueById } from '../core/search/search-arbitraries.ts';
import { hostilePaper, hostileText } from './hostile.ts';
import { mutatedText } from './mutations.ts';
import { defineTarget } from './target.ts';

const topics = topicTable();
const arrivedAt = '2026-03-09T06:00:00.000Z';

function topicTable() {
  const topic = { title: 'Topic', description: 'A topic.' };
  const table = createTopicTable([
    { ...topic, name: 'agents', query: 'agents -survey' },
    { ...topic, name: 'rag', query: 'title:(RAG OR "retrieval model*") upvotes>=2' },
  ]);
  if (!table.ok) throw new Error(table.problem.message);
  return table.value;
}

const examples = [
  ...readFileSync('docs/query-language.md', 'utf8').matchAll(/^\| `(.+?)` \|/gm),
].map(([, cell = '']) => cell.replaceAll('\\|', '|'));

const anyQuery = fc.oneof(
  queryText,
  queryNode.map(formatQuery),
  mutatedText(fc.oneof(fc.constantFrom(...examples), queryNode.map(formatQuery))),
  mutatedText(fc.constantFrom(...examples), queryText),
  hostileText,
  queryText.map((text) => text.repeat(50)),
);

export const queries = defineTarget({
  name: 'queries',
  holds:
    'a text is a query whose normal form is the same query, or has a problem in its place and a suggestion that parses',
  share: 22_000,
  input: anyQuery,
  open: () => ({
    run(text) {
      const parsed = parseQuery(text, topics);
      if (!parsed.ok) return checkProblem(text, parsed.problem);
      const { node } = parsed.value;
      const formatted = formatQuery(node);
      if (formatted.length > queryLimits.length) return;
      const again = parseQuery(formatted, topics);
      assert.ok(again.ok, formatted);
      assert.deepEqual(withoutSpans(again.value.node), withoutSpans(node));
    },
  }),
});

function checkProblem(text: string, { message, span, suggestion }: Problem): void {
  assert.notEqual(message, '');
  assert.ok(span !== undefined && span.start >= 0);
  assert.ok(span.end >= span.start && span.end <= text.length);
  caret(text, span);
  if (suggestion !== undefined) assert.ok(parseQuery(suggestion, topics).ok, suggestion);
}

export const matching = defineTarget({
  name: 'matching',
  holds: 'matching, searching and explaining agree with a naive matcher',
  share: 6_000,
  input: fc.tuple(queryNode, fc.array(anyPaper, { maxLength: 12 })),
  open: () => ({
    run([node, incoming]) {
      const papers = incoming.map((paper) => ({ ...paper, arrivedAt }));
      checkFound({ text: '', node }, papers);
      for (const paper of incoming) {
        assert.equal(matches(node, preparePaper(paper), now), naiveMatches(node, paper, now));
      }
    },
  }),
});

const hostileArchive = fc
  .array(
    fc.oneof(
      hostilePaper,
      anyPaper.map((paper) => ({ ...paper, arrivedAt })),
    ),
    {
      maxLength: 5,
    },
  )
  .map(uniqueById);

export const searching = defineTarget({
  name: 'searching',
  holds: 'matching, searching and explaining agree whatever is sought in whatever papers',
  share: 5_000,
  input: fc.tuple(anyQuery, hostileArchive),
  open: () => ({
    run([text, papers]) {
      const parsed = parseQuery(text, topics);
      if (parsed.ok) checkFound(parsed.value, papers);
    },
  }),
});

function checkFound(query: Query, papers: readonly Paper[]): void {
  const known = uniqueById(papers);
  const index = createSearchIndex(known);
  const prepared = new Map(known.map((paper) => [paper, preparePaper(paper)]));
  const expected = new Set<Paper>();
  for (const [paper, words] of prepared) {
    const isMatch = matches(query.node, words, now);
    const { matched, reasons, distance } = explain(query.node, words, now);
    assert.equal(matched, isMatch);
    assert.equal(distance === 0, isMatch, `${distance} from matching`);
    assert.ok(reasons.every((reason) => reason.text !== ''));
    if (isMatch) expected.add(paper);
  }
  assert.deepEqual(new Set(runAtOnce(index.matching(query, now))), expected);
  for (const sort of ['best', 'newest', 'upvotes', 'trending'] as const) {
    const options = { sort, limit: 99, offset: 0, now } as const;
    const { total, hits, corrections } = runAtOnce(index.search(query, options));
    assert.equal(hits.length, total);
    if (corrections.length > 0) continue;
    assert.deepEqual(new Set(hits.map(({ paper }) => paper)), expected);
  }
  index.complete(query.text, 5);
  for (const paper of known) index.similar(paper.id, 3);
}
