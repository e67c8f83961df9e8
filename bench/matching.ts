import { countTerms } from '../src/core/matching/count-terms.ts';
import { createMatcher, type Matched, type Matcher } from '../src/core/matching/matcher.ts';
import type { Paper } from '../src/core/paper.ts';
import type { QueryNode } from '../src/core/query/ast.ts';
import { matches } from '../src/core/query/match.ts';
import { parseQuery } from '../src/core/query/parse.ts';
import { type PreparedPaper, preparePaper } from '../src/core/query/prepared-paper.ts';
import { runAtOnce, type Steps } from '../src/core/steps.ts';
import { tokenize } from '../src/core/text/tokenize.ts';
import type { Bench, BenchReport } from './bench.ts';
import { readCorpus } from './corpus.ts';
import { contentWords, type QueryMix, queryTexts, unmatchedTexts } from './query-texts.ts';

const now = Date.parse('2026-09-01T00:00:00Z');
const papersADay = 100;
const rounds = 15;
/** The naive peer is measured on so many queries, and scaled. */
const sampled = 2_000;
const mixes = { popular: 'many the same', distinct: 'all different' } as const;

export const matchingBench = {
  name: 'matching',
  title: 'Matching',
  async run(report) {
    const { papers } = await readCorpus(10_000);
    const stride = papers.length / papersADay;
    const isOfDay = (_: Paper, index: number) => index % stride === 0;
    const day = papers.filter(isOfDay);
    const others = papers.filter((paper, index) => !isOfDay(paper, index));
    const sizes = report.isSmall ? [1_000, 10_000] : [1_000, 10_000, 100_000];
    for (const mix of ['popular', 'distinct'] as const) {
      for (const size of sizes) measure(mix, size, day, others, size === sizes.at(-1), report);
    }
  },
} satisfies Bench;

function measure(
  mix: QueryMix,
  size: number,
  day: readonly Paper[],
  others: readonly Paper[],
  isLargest: boolean,
  report: BenchReport,
): void {
  report.progress(`${size} subscriptions, ${mixes[mix]}`);
  const queries = queryTexts(others, size, mix).map(parsed);
  const prepared = new Map(day.map((paper) => [paper, preparePaper(paper)]));
  const prepare = (paper: Paper) => prepared.get(paper) ?? preparePaper(paper);
  const matcher = createMatcher(runAtOnce(countTerms(others.slice(0, 1_000), preparePaper)));
  const put = timedSteps(putAll(matcher, 'd', queries));
  const first = timedSteps(matcher.match(day, prepare, now));
  const fewer = every(queries, size / Math.min(size, sampled));
  const naive = { ms: Number.POSITIVE_INFINITY, pairs: 0 };
  const ours = { ms: Number.POSITIVE_INFINITY, pairs: 0 };
  let tokenizing = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    quicker(ours, () => pairsOf(runAtOnce(matcher.match(day, prepare, now))));
    quicker(naive, () => naivePairs(fewer, [...prepared.values()]));
    tokenizing = Math.min(tokenizing, timed(() => day.map(tokenized)).ms);
  }
  const matched = runAtOnce(matcher.match(day, prepare, now));
  const found = every(ids('d', queries), size / fewer.length).flatMap((id) => matched.papersOf(id));
  if (found.length !== naive.pairs) throw new Error('The peer found something else.');
  naive.ms *= size / fewer.length;
  report.point({ axis: 'subscriptions', series: `matching, ${mixes[mix]}`, size, ms: ours.ms });
  report.point({
    axis: 'subscriptions',
    series: `naive matching, ${mixes[mix]}`,
    size,
    ms: naive.ms,
  });
  if (!isLargest) return;
  const what = `${size} subscriptions (${mixes[mix]}) x ${day.length} papers`;
  report.row({
    what,
    ours: ours.ms,
    unit: 'ms',
    baseline: { name: 'every query by itself', value: naive.ms },
    target: { atLeast: 50 },
    note: `The peer evaluates every query over prepared papers; measured on ${fewer.length} of the queries and scaled. The quickest of ${rounds} rounds in turn.`,
  });
  report.row({
    what: `${what}: over tokenizing the papers (${tokenizing.toPrecision(3)} ms)`,
    ours: ours.ms,
    unit: 'ms',
    ratio: ours.ms / tokenizing,
    target: { atMost: 15 },
  });
  report.row({
    what: `${what}: longest step of the first match, which takes ${first.ms.toFixed(0)} ms`,
    ours: first.longest,
    unit: 'ms',
    target: { atMost: 50 },
  });
  report.row({
    what: `taking in ${size} queries (${mixes[mix]}): longest step of ${put.ms.toFixed(0)} ms`,
    ours: put.longest,
    unit: 'ms',
    target: { atMost: 50 },
  });
  report.progress(`${4 * size} more that match nothing`);
  runAtOnce(putAll(matcher, 'x', unmatchedQueries(day, others, 4 * size)));
  const before = { ...ours };
  ours.ms = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    quicker(ours, () => pairsOf(runAtOnce(matcher.match(day, prepare, now))));
  }
  if (ours.pairs !== before.pairs) throw new Error('What cannot match did.');
  report.row({
    what: `${what}: with ${4 * size} more that cannot match`,
    ours: ours.ms,
    unit: 'ms',
    ratio: ours.ms / before.ms,
    target: { atMost: 1.5 },
  });
}

function* putAll(matcher: Matcher, prefix: string, queries: readonly QueryNode[]): Steps<void> {
  for (const [index, id] of ids(prefix, queries).entries()) {
    matcher.put(id, queries[index]);
    yield;
  }
}

function ids(prefix: string, queries: readonly QueryNode[]): string[] {
  return queries.map((_, index) => `${prefix}${index}`);
}

function unmatchedQueries(
  day: readonly Paper[],
  others: readonly Paper[],
  count: number,
): QueryNode[] {
  const beginnings = new Set(day.flatMap(tokenized).map(({ term }) => term.slice(0, 4)));
  const words = [...new Set(others.flatMap(({ title }) => contentWords(title)))];
  const missing = words.filter((word) => !beginnings.has(word.slice(0, 4)));
  return unmatchedTexts(missing, ['model', 'learning', 'language'], count).map(parsed);
}

function parsed(text: string): QueryNode {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(`${text}: ${query.problem.message}`);
  return query.value.node;
}

function pairsOf(matched: Matched<Paper>): number {
  let pairs = 0;
  for (const { ids, papers } of matched.groups()) pairs += ids.length * papers.length;
  return pairs;
}

function naivePairs(queries: readonly QueryNode[], papers: readonly PreparedPaper[]): number {
  let pairs = 0;
  for (const query of queries) {
    pairs += papers.filter((paper) => matches(query, paper, now)).length;
  }
  return pairs;
}

function tokenized({ title, abstract, tldr = '', keywords, authors, organization = '' }: Paper) {
  return [title, abstract, tldr, ...keywords, ...authors, organization].flatMap(tokenize);
}

function every<T>(items: readonly T[], stride: number): T[] {
  return items.filter((_, index) => index % stride === 0);
}

/** Keeps the quicker time. */
function quicker(best: { ms: number; pairs: number }, run: () => number): void {
  const { ms, result } = timed(run);
  best.ms = Math.min(best.ms, ms);
  best.pairs = result;
}

/** Milliseconds by the clock or of the processor, whichever is less: what others do on the machine must not count. */
function timed<T>(run: () => T): { readonly ms: number; readonly result: T } {
  const used = process.cpuUsage();
  const started = performance.now();
  const result = run();
  const elapsed = performance.now() - started;
  const { user, system } = process.cpuUsage(used);
  return { ms: Math.min(elapsed, (user + system) / 1000), result };
}

/** How long steps take together, and the longest of them. */
function timedSteps(steps: Steps<unknown>): { readonly ms: number; readonly longest: number } {
  let [ms, longest] = [0, 0];
  for (let done: boolean | undefined = false; !done; ) {
    const step = timed(() => steps.next());
    ms += step.ms;
    longest = Math.max(longest, step.ms);
    done = step.result.done;
  }
  return { ms, longest };
}
