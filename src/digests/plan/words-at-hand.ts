import type { Archive } from '../../core/archive.ts';
import type { Arrived } from '../../core/arrivals.ts';
import type { Paper } from '../../core/paper.ts';
import type { PreparedPaper } from '../../core/query/prepared-paper.ts';

/** The words of the papers in question, however many others are looked at meanwhile. */
export interface WordsAtHand {
  /** As `Archive.prepare`. */
  prepare(paper: Paper): PreparedPaper;
  /** As `prepare`, and remembers. */
  keep(paper: Paper): void;
  /** Forgets whatever is not of these. */
  keepOnly(papers: readonly Arrived[]): void;
}

/** Far more than come in two weeks. Each takes some 30 kB. */
const mostKept = 20_000;

export function createWordsAtHand({ prepare }: Pick<Archive, 'prepare'>): WordsAtHand {
  const kept = new Map<Paper, PreparedPaper>();
  return {
    prepare: (paper) => kept.get(paper) ?? prepare(paper),
    keep(paper) {
      if (!kept.has(paper) && kept.size < mostKept) kept.set(paper, prepare(paper));
    },
    keepOnly(papers) {
      const wanted = new Set(papers.map(({ paper }) => paper));
      for (const paper of kept.keys()) if (!wanted.has(paper)) kept.delete(paper);
    },
  };
}
