import { buildSearchIndex } from '../src/core/search/search-index.ts';
import { runAtOnce } from '../src/core/steps.ts';
import type { Bench } from './bench.ts';
import { generatePapers } from './corpus.ts';
import { createRandom } from './random.ts';
import { quantile } from './search-classes.ts';
import { ours } from './search-engines.ts';
import { askedByClass } from './search-queries.ts';

const queriesPerClass = 200;

/** Our search index alone over a million generated papers: no peer holds them in a few minutes and gigabytes. */
export const searchMillionBench = {
  name: 'million',
  title: 'Search over a million papers',
  async run(report) {
    const papers = generatePapers(report.isSmall ? 20_000 : 1_000_000);
    report.progress(`${papers.length} generated papers; building`);
    const started = performance.now();
    const index = runAtOnce(buildSearchIndex(new Map(papers.map((paper) => [paper.id, paper]))));
    report.row({
      what: 'building the index',
      ours: (performance.now() - started) / 1000,
      unit: 's',
    });
    const engine = ours(index);
    for (const [name, queries] of askedByClass(papers, queriesPerClass, createRandom(9))) {
      report.progress(name);
      const times = queries.map((asked) => {
        const asking = performance.now();
        engine.find(asked);
        return performance.now() - asking;
      });
      times.sort((a, b) => a - b);
      report.row({ what: `${name}, median`, ours: quantile(times, 0.5), unit: 'ms' });
      report.row({
        what: `${name}, 99th percentile`,
        ours: quantile(times, 0.99),
        unit: 'ms',
        target: { atMost: 100 },
      });
    }
  },
} satisfies Bench;
