import { createSearchIndex } from '../src/core/search/search-index.ts';
import type { Bench } from './bench.ts';
import { readCorpus } from './corpus.ts';

export const searchBench = {
  name: 'search',
  title: 'Search',
  async run(report) {
    const { papers } = await readCorpus(report.isSmall ? 5_000 : 100_000);
    const started = performance.now();
    createSearchIndex(papers);
    report.row({ what: 'building the index', ours: performance.now() - started, unit: 'ms' });
  },
} satisfies Bench;
