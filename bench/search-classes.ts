import type { Paper } from '../src/core/paper.ts';
import type { SearchIndex } from '../src/core/search/search-index.ts';
import { inSlices } from '../src/lib/in-slices.ts';
import type { BenchReport } from './bench.ts';
import { watchLoop } from './loop-probe.ts';
import { createRandom } from './random.ts';
import { type Engine, findSteps } from './search-engines.ts';
import { type Asked, askedByClass, wanted } from './search-queries.ts';

/** So long each engine answers the queries of a class before it is measured: a server has been running for days. */
const warmUpMs = 300;

/** The least that ours must be faster than each peer, by class, over 100,000 papers. */
const targets: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'one term': { MiniSearch: 50 },
  'one common term': { MiniSearch: 50, 'SQLite FTS5': 10 },
  'two terms': { MiniSearch: 50 },
  'prefix of four letters': { MiniSearch: 50 },
  'two terms, filtered': { MiniSearch: 50 },
  typo: { MiniSearch: 5 },
  completion: { MiniSearch: 50 },
};

const cannot: Readonly<Record<string, string>> = {
  'phrase of two': 'has no positions',
  typo: 'has no fuzzy terms',
};

const notes: Readonly<Record<string, string>> = {
  typo: 'Any letter may be wrong, the first included; both allow one edit for 4 to 7 letters and two for more.',
  completion:
    'Titles with the letters typed as the beginning of a word; MiniSearch has an index of titles alone, and is not made to sort by upvotes as ours does.',
};

/** In the rounds each engine answers all queries of a class in a row: a product has one index, and the caches to itself. */
const rounds = 3;

/** Every query by every engine, ten papers each, several times; medians. */
export function compareQueries(
  ours: Engine,
  peers: readonly Engine[],
  papers: readonly Paper[],
  report: BenchReport,
): void {
  for (const [name, queries] of askedByClass(papers, report.isSmall ? 30 : 60, createRandom(7))) {
    report.progress(name);
    const engines = [ours, ...peers];
    const times = new Map(engines.map((engine) => [engine, [] as number[]]));
    for (let round = 0; round < rounds; round += 1) {
      for (const engine of engines) {
        warmUp(engine, queries);
        times.get(engine)?.push(...queries.flatMap((asked) => timeOf(engine, asked) ?? []));
      }
    }
    const sorted = (engine: Engine) => (times.get(engine) ?? []).sort((a, b) => a - b);
    const mine = sorted(ours);
    for (const [index, peer] of peers.entries()) {
      const theirs = sorted(peer);
      const target = report.isSmall ? undefined : targets[name]?.[peer.name];
      report.row({
        what: `${name}, median`,
        baseline:
          theirs.length === 0
            ? { name: peer.name, cannot: cannot[name] ?? 'cannot' }
            : { name: peer.name, value: quantile(theirs, 0.5) },
        ours: quantile(mine, 0.5),
        unit: 'ms',
        ...(target !== undefined && { target: { atLeast: target } }),
        ...(notes[name] !== undefined && index === 0 && { note: notes[name] }),
      });
    }
  }
}

/** Phrases that most papers have the words of. */
const everywhere: readonly Asked[] = [
  { kind: 'phrase', terms: ['of', 'the'] },
  { kind: 'phrase', terms: ['the', 'of'] },
  { kind: 'phrase', terms: ['we', 'propose'] },
];

/** The longest that any query holds up the event loop, the very first included. */
export async function longestQuery(index: SearchIndex, papers: readonly Paper[]) {
  const drawn = [...askedByClass(papers, 60, createRandom(6)).values()].flat();
  const queries = [...everywhere, ...drawn];
  let longestMs = 0;
  for (const asked of queries) {
    const probe = watchLoop();
    await inSlices(findSteps(index, asked, wanted));
    longestMs = Math.max(longestMs, probe.stop());
  }
  return { count: queries.length, longestMs };
}

/** How the median grows with the number of papers. */
export function pointsOf(
  ours: Engine,
  peer: Engine,
  papers: readonly Paper[],
  report: BenchReport,
): void {
  const classes = askedByClass(papers, 30, createRandom(8));
  for (const name of ['two terms', 'one common term']) {
    const queries = classes.get(name) ?? [];
    for (const engine of [ours, peer]) {
      warmUp(engine, queries);
      const times = queries.flatMap((asked) => timeOf(engine, asked) ?? []).sort((a, b) => a - b);
      const series = `${name}, ${engine.name}`;
      report.point({ axis: 'papers', series, size: papers.length, ms: quantile(times, 0.5) });
    }
  }
}

function warmUp(engine: Engine, queries: readonly Asked[]): void {
  const end = performance.now() + warmUpMs;
  do for (const asked of queries) engine.find(asked);
  while (performance.now() < end);
}

function timeOf(engine: Engine, asked: Asked): number | undefined {
  const started = performance.now();
  const found = engine.find(asked);
  return found === undefined ? undefined : performance.now() - started;
}

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}
