import type { Instant, PaperId } from './paper.ts';
import type { SearchIndex } from './search/search-index.ts';

/** What a person said of a paper: more like it, or less. */
export interface Taste {
  readonly paper: PaperId;
  readonly wants: 'more' | 'less';
  readonly at: Instant;
}

/** As many of a person's latest tastes are kept. */
export const maxTastes = 100;
/** As many papers count as like another. */
export const likePapers = 200;
/** A paper like one that was liked counts as if it had up to four times the votes, and the other way round. */
const strongest = 2;

/** How much a person's tastes lift or lower each paper, -2 to 2, on the scale of `digestScore`; absent papers are 0. */
export function tasteScores(
  tastes: readonly Taste[],
  index: Pick<SearchIndex, 'similar'>,
): ReadonlyMap<PaperId, number> {
  const scores = new Map<PaperId, number>();
  for (const { paper: id, wants } of tastes) {
    const sign = wants === 'more' ? 1 : -1;
    for (const { paper, score } of index.similar(id, likePapers)) {
      scores.set(paper.id, (scores.get(paper.id) ?? 0) + sign * strongest * score);
    }
  }
  for (const [like, score] of scores) {
    scores.set(like, Math.max(-strongest, Math.min(strongest, score)));
  }
  return scores;
}

/** The tastes with one more, which replaces what was said of the same paper; `undefined` takes it back. */
export function withTaste(
  tastes: readonly Taste[],
  paper: PaperId,
  wants: Taste['wants'] | undefined,
  at: Instant,
): readonly Taste[] {
  const others = tastes.filter((taste) => taste.paper !== paper);
  return wants === undefined ? others : [...others, { paper, wants, at }].slice(-maxTastes);
}
