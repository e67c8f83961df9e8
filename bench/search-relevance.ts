import type { Paper } from '../src/core/paper.ts';
import type { BenchReport } from './bench.ts';
import { createRandom } from './random.ts';
import type { Engine } from './search-engines.ts';
import { type KnownItem, soughtByAbstract, soughtByTitle, withTypos } from './search-queries.ts';

/** The weights of the ranking were chosen on other seeds (1 and 21). */
const heldOut = 4_242;
const looked = 100;

/** Whether a known paper is found by some of its words: the mean of one over its place. */
export function compareRelevance(
  ours: Engine,
  peer: Engine,
  papers: readonly Paper[],
  report: BenchReport,
): void {
  const items = report.isSmall ? 50 : 200;
  const sets = {
    'three words of the title': soughtByTitle(papers, items, createRandom(heldOut)),
    'four words of the abstract that the title lacks': soughtByAbstract(
      papers,
      items,
      createRandom(heldOut + 1),
    ),
  };
  for (const [name, plain] of Object.entries(sets)) {
    report.progress(`relevance: ${name}`);
    const spoilt = withTypos(plain, createRandom(heldOut + 2));
    compare(name, plain, 'all');
    compare(`${name}, one misspelt`, spoilt, 'typo');
  }

  function compare(what: string, sought: readonly KnownItem[], kind: 'all' | 'typo'): void {
    const [own, theirs] = [ours, peer].map((engine) => meanReciprocalRank(engine, sought, kind));
    if (own === undefined || theirs === undefined) return;
    report.row({
      what: `known paper by ${what}`,
      baseline: { name: peer.name, value: theirs },
      ours: own,
      unit: 'MRR',
      ratio: own / theirs,
      target: { atLeast: 1 },
      note: `Mean reciprocal rank over ${sought.length} papers, 0 beyond the first ${looked}. The weights were chosen on other queries.`,
    });
  }
}

function meanReciprocalRank(
  engine: Engine,
  sought: readonly KnownItem[],
  kind: 'all' | 'typo',
): number {
  const sum = sought.reduce((total, { id, terms }) => {
    const place = engine.find({ kind, terms }, looked)?.indexOf(id) ?? -1;
    return place < 0 ? total : total + 1 / (place + 1);
  }, 0);
  return sum / sought.length;
}
