import type { Archive } from '../../core/archive.ts';
import type { PaperId } from '../../core/paper.ts';
import type { SearchIndex } from '../../core/search/search-index.ts';
import { likePapers, type Taste, tasteScores } from '../../core/taste.ts';

/**
 * As `tasteScores`, with turns for others. Which papers are like one that was rated is looked for once, until papers change:
 * it takes milliseconds, and many people rate the same papers.
 */
export type RecentTastes = (tastes: readonly Taste[]) => Promise<ReadonlyMap<PaperId, number>>;

/** Each takes some 10 kB. */
const mostRemembered = 1_000;

export function createRecentTastes(
  { arrivals, index }: Pick<Archive, 'arrivals' | 'index'>,
  giveWay: () => Promise<void>,
): RecentTastes {
  let state = '';
  const known = new Map<PaperId, ReturnType<SearchIndex['similar']>>();

  function similar(id: PaperId): ReturnType<SearchIndex['similar']> {
    // Papers are searchable a moment after they came.
    const latest = `${arrivals.version()} ${index.size}`;
    if (state !== latest || known.size > mostRemembered) known.clear();
    state = latest;
    const found = known.get(id) ?? index.similar(id, likePapers);
    known.set(id, found);
    return found;
  }

  return async (tastes) => {
    for (const { paper } of tastes) {
      await giveWay();
      similar(paper);
    }
    return tasteScores(tastes, { similar });
  };
}
