import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { Paper } from '../src/core/paper.ts';
import type { Query, QueryNode, TextMatch } from '../src/core/query/ast.ts';
import { textMatch } from '../src/core/query/text-match.ts';
import { createSearchIndex, type SearchOptions } from '../src/core/search/search-index.ts';
import { foldTerm, tokenize } from '../src/core/text/tokenize.ts';

const corpus = new URL('../../shared/feeds/corpus-100k.jsonl.gz', import.meta.url);
const size = Number(process.argv[2] ?? 10_000);
const perClass = 120;
const now = Date.parse('2026-09-01T00:00:00Z');
const span = { start: 0, end: 0 };

const filters: QueryNode[] = [
  { kind: 'number', field: 'upvotes', comparison: '>=', value: 10, span },
  { kind: 'since', days: 600, span },
];

if (!existsSync(corpus)) {
  console.log(
    'The corpus is not there (../shared/feeds/corpus-100k.jsonl.gz): nothing to measure.',
  );
} else await run();

async function run(): Promise<void> {
  const papers = await readPapers(size);
  const textBytes = papers.reduce(
    (sum, { title, abstract }) => sum + title.length + abstract.length,
    0,
  );
  const before = memory();
  const started = performance.now();
  const index = createSearchIndex(papers);
  const seconds = (performance.now() - started) / 1000;
  const used = memory() - before;
  console.log(
    `${papers.length} papers, ${megabytes(textBytes)} of titles and abstracts: built in ${seconds.toFixed(2)} s, ${megabytes(used)} beside the papers`,
  );

  const added = performance.now();
  index.put(papers.slice(0, 100).map((paper) => ({ ...paper, upvotes: paper.upvotes + 1 })));
  console.log(`100 papers put again in ${(performance.now() - added).toFixed(1)} ms\n`);

  const options: SearchOptions = { sort: 'best', limit: 10, offset: 0, now };
  const titles = sample(papers, perClass).map(({ title }) => contentWords(title));
  const search = (node: QueryNode) => () =>
    index.search({ text: '', node } satisfies Query, options);
  const of = (make: (words: readonly string[]) => QueryNode) =>
    titles.map((words) => search(make(words)));
  const classes: Record<string, readonly (() => unknown)[]> = {
    'one word': of(([a = 'model']) => word(a)),
    'common word': ['model', 'learning', 'data', 'network'].flatMap((each) =>
      Array(30).fill(search(word(each))),
    ),
    'two words': of((words) => and(words.slice(0, 2).map(word))),
    'three words': of((words) => and(words.slice(0, 3).map(word))),
    'three words, or': of((words) => ({ kind: 'or', children: words.slice(0, 3).map(word), span })),
    phrase: of((words) => text('phrase', words.slice(0, 2).join(' '))),
    prefix: of(([a = 'mod']) => text('prefix', a.slice(0, 4))),
    'typo in one word': of((words) => word(misspelt(longest(words)))),
    'two words, filtered': of((words) => and([...words.slice(0, 2).map(word), ...filters])),
    'filters only': titles.map(() => search(and(filters))),
    everything: titles.map(() => search(and([]))),
    'everything, trending': titles.map(
      () => () => index.search({ text: '', node: and([]) }, { ...options, sort: 'trending' }),
    ),
    'two words, snippets read': of((words) => and(words.slice(0, 2).map(word))).map(
      (each) => () => each().hits.map(({ title, snippet }) => [title, snippet]),
    ),
    complete: titles.map(
      ([a = 'mo']) =>
        () =>
          index.complete(a.slice(0, 3), 25),
    ),
    similar: sample(papers, perClass).map(
      ({ id }) =>
        () =>
          index.similar(id, 10),
    ),
  };
  console.log('| queries | p50 ms | p99 ms |\n|---|---|---|');
  for (const [name, queries] of Object.entries(classes)) {
    for (const query of queries.slice(0, 20)) query();
    const times = queries.map(timed).sort((a, b) => a - b);
    console.log(`| ${name} | ${percentile(times, 0.5)} | ${percentile(times, 0.99)} |`);
  }

  const known = sample(papers, 200).map((paper) => ({ paper, words: contentWords(paper.title) }));
  console.log('\n| known paper sought by | mean reciprocal rank |\n|---|---|');
  const rank = (make: (words: string[], paper: Paper) => QueryNode[]) => {
    const ranks = known.map(({ paper, words }) => {
      const node = and(make(words, paper));
      const { hits } = index.search({ text: '', node }, { ...options, limit: 100 });
      return (
        1 / (hits.findIndex((hit) => hit.paper.id === paper.id) + 1 || Number.POSITIVE_INFINITY)
      );
    });
    return (ranks.reduce((sum, each) => sum + each, 0) / ranks.length).toFixed(3);
  };
  console.log(`| three title words | ${rank((words) => words.slice(0, 3).map(word))} |`);
  const spoilt = (words: string[]) =>
    words
      .slice(0, 3)
      .map((each) => word(each === longest(words.slice(0, 3)) ? misspelt(each) : each));
  console.log(`| three title words, one misspelt | ${rank(spoilt)} |`);
  const abstractOnly = (words: string[], paper: Paper) => {
    const inTitle = new Set(words.map(foldTerm));
    const rest = contentWords(paper.abstract).filter((each) => !inTitle.has(foldTerm(each)));
    return sample([...new Set(rest)], 4).map(word);
  };
  console.log(`| four words of the abstract that the title lacks | ${rank(abstractOnly)} |`);
}

async function readPapers(count: number): Promise<Paper[]> {
  const lines = createInterface({ input: createReadStream(corpus).pipe(createGunzip()) });
  const papers: Paper[] = [];
  for await (const line of lines) {
    if (papers.length >= count) break;
    const { id, ...entry } = JSON.parse(line);
    const upvotes = entry.upvotes ?? papers.length % 97;
    papers.push({
      keywords: [],
      categories: [],
      authors: [],
      links: {},
      sightings: [],
      comments: 0,
      ...entry,
      upvotes,
      id: `arxiv:${id}`,
      arrivedAt: entry.publishedAt,
    });
  }
  lines.close();
  return papers;
}

function and(children: readonly QueryNode[]): QueryNode {
  return { kind: 'and', children, span };
}

function word(typed: string): QueryNode {
  return text('word', typed);
}

function text(kind: TextMatch['kind'], typed: string): QueryNode {
  const match = textMatch(kind, typed);
  return match === undefined ? and([]) : { kind: 'text', match, span };
}

function contentWords(title: string): string[] {
  return tokenize(title)
    .filter(({ joined, term }) => !joined && term.length > 3)
    .map(({ start, end }) => title.slice(start, end));
}

function longest(words: readonly string[]): string {
  return words.reduce((a, b) => (b.length > a.length ? b : a), '');
}

/** One letter in the middle left out. */
function misspelt(typed: string): string {
  const middle = typed.length >> 1;
  return typed.slice(0, middle) + typed.slice(middle + 1);
}

/** Evenly spread. */
function sample<T>(items: readonly T[], count: number): T[] {
  const stride = Math.max(1, items.length / count);
  return Array.from(
    { length: Math.min(count, items.length) },
    (_, index) => items[Math.floor(index * stride)] as T,
  );
}

function timed(query: () => unknown): number {
  const started = performance.now();
  query();
  return performance.now() - started;
}

function percentile(sorted: readonly number[], share: number): string {
  return (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(3);
}

/** Bytes in use; exact only with `--expose-gc`. */
function memory(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
