import type { Paper } from '../src/core/paper.ts';
import {
  buildSearchIndex,
  createSearchIndex,
  type SearchIndex,
} from '../src/core/search/search-index.ts';
import { inSlices } from '../src/lib/in-slices.ts';
import type { Bench, BenchReport } from './bench.ts';
import { readCorpus } from './corpus.ts';
import { watchLoop } from './loop-probe.ts';
import { compareQueries, longestQuery, pointsOf } from './search-classes.ts';
import { createFts5, createMiniSearch, ours } from './search-engines.ts';
import { compareRelevance } from './search-relevance.ts';

const megabyte = 1_000_000;

/** Our search index beside MiniSearch and SQLite FTS5, over the same papers with the same words. */
export const searchBench = {
  name: 'search',
  title: 'Search',
  async run(report) {
    const { papers, kind } = await readCorpus(report.isSmall ? 4_000 : 100_000);
    report.progress(`${papers.length} ${kind} papers`);
    // Ours first, while nothing else fills the memory.
    const { index, buildSeconds, file } = await buildOurs(papers, report);
    await changeOurs(index, papers, report);
    const loadSeconds = await loadOurs(papers, file, report);
    const first = await longestQuery(index, papers);
    blockRow(`of ${first.count} queries, first calls included`, first.longestMs, report);

    report.progress('building MiniSearch');
    const started = performance.now();
    const miniSearch = createMiniSearch(papers);
    const rebuild = { name: 'MiniSearch', value: (performance.now() - started) / 1000 };
    report.row({
      what: 'building the index',
      baseline: rebuild,
      ours: buildSeconds,
      unit: 's',
      ...atLeast(5, report),
    });
    report.row({
      what: 'loading the saved index, instead of building it',
      baseline: rebuild,
      ours: loadSeconds,
      unit: 's',
      ...atLeast(100, report),
      note: `From ${(file.length / megabyte).toFixed(0)} MB in memory; every paper is compared with what was indexed.`,
    });
    report.progress('building SQLite FTS5');
    const peers = [miniSearch, createFts5(papers)];
    compareQueries(ours(index), peers, papers, report);
    compareRelevance(ours(index), miniSearch, papers, report);
    for (const size of report.isSmall ? [1_000] : [1_000, 10_000]) {
      const some = papers.slice(-size);
      pointsOf(ours(createSearchIndex(some)), createMiniSearch(some), some, report);
    }
    pointsOf(ours(index), miniSearch, papers, report);
  },
} satisfies Bench;

function byId(papers: readonly Paper[]): Map<string, Paper> {
  return new Map(papers.map((paper) => [paper.id, paper]));
}

async function buildOurs(papers: readonly Paper[], report: BenchReport) {
  report.progress('building ours');
  const stored = byId(papers);
  const text = papers.reduce((sum, { title, abstract }) => sum + title.length + abstract.length, 0);
  const before = memory();
  const started = performance.now();
  const { result: index, longestMs } = await timeBetweenTurns(() =>
    inSlices(buildSearchIndex(stored)),
  );
  const buildSeconds = (performance.now() - started) / 1000;
  const used = memory() - before;
  report.row({
    what: 'memory of the index, beside the papers',
    baseline: { name: 'titles and abstracts', value: text / megabyte },
    ours: used / megabyte,
    unit: 'MB',
    ratio: used / text,
    ...(!report.isSmall && { target: { atMost: 1.25 } }),
    note: 'Heap and buffers after two garbage collections, with the index and without; a character of text counts as a byte.',
  });
  blockRow('while building the index', longestMs, report);
  const pieces = await timeBetweenTurns(() => inSlices(index.encode()));
  blockRow('while encoding it as a file', pieces.longestMs, report);
  return { index, buildSeconds, file: Buffer.concat(pieces.result) };
}

/** A new day, upvotes of the last two weeks, and as many papers as make the index merge all it has. */
async function changeOurs(index: SearchIndex, papers: readonly Paper[], report: BenchReport) {
  report.progress('changing ours');
  const fresh = (count: number, mark: string) =>
    papers
      .slice(0, count)
      .map((paper) => ({ ...paper, id: `${paper.id}${mark}`, title: `${paper.title} ${mark}` }));
  const day = fresh(Math.min(500, papers.length / 10), 'x');
  const change =
    (put: readonly Paper[], removed: readonly string[] = []) =>
    async () => {
      await inSlices(index.update({ put, removed }));
      await inSlices(index.compact());
    };
  const added = await timeBetweenTurns(change(day));
  blockRow(`while putting ${day.length} new papers`, added.longestMs, report);
  const liked = papers.slice(-5_000).map((paper) => ({ ...paper, upvotes: paper.upvotes + 1 }));
  blockRow(
    `changing upvotes of ${liked.length}`,
    (await timeBetweenTurns(change(liked))).longestMs,
    report,
  );
  const many = fresh(Math.ceil(papers.length * 0.26), 'y');
  blockRow(
    `putting ${many.length} papers and merging`,
    (await timeBetweenTurns(change(many))).longestMs,
    report,
  );
  await change(
    papers.slice(-5_000),
    [...day, ...many].map(({ id }) => id),
  )();
}

/** Seconds. */
async function loadOurs(
  papers: readonly Paper[],
  file: Uint8Array,
  report: BenchReport,
): Promise<number> {
  const stored = byId(papers);
  const started = performance.now();
  const { result, longestMs } = await timeBetweenTurns(() =>
    inSlices(buildSearchIndex(stored, file)),
  );
  if (result.restored !== papers.length) throw new Error('The saved index was not used.');
  blockRow('while loading the saved index', longestMs, report);
  return (performance.now() - started) / 1000;
}

async function timeBetweenTurns<T>(work: () => Promise<T>) {
  const probe = watchLoop();
  const result = await work();
  return { result, longestMs: probe.stop() };
}

/** Ratios grow with the papers: the targets are for 100,000. */
function atLeast(ratio: number, { isSmall }: BenchReport) {
  return isSmall ? {} : { target: { atLeast: ratio } };
}

function blockRow(what: string, ours: number, report: BenchReport): void {
  report.row({ what: `longest block ${what}`, ours, unit: 'ms', target: { atMost: 50 } });
}

/** Bytes in use. */
function memory(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
