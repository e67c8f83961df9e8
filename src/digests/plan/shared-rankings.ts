import type { Arrived } from '../../core/arrivals.ts';
import type { News } from '../../core/choose-papers.ts';
import {
  type NewsInput,
  newsFor,
  type Ranking,
  type RankingInput,
  rankingInstants,
  rankPapers,
  trendingMoment,
} from '../../core/ranking.ts';

/** Rankings of the same papers. */
export interface SharedRankings {
  /**
   * As `rankPapers`; once for all that ask for the same of the same papers. `query` names what is asked for. News count from two
   * weeks back.
   */
  of(query: string, input: Omit<RankingInput, 'news'> & NewsInput): Ranking;
}

/** Papers of all rankings together, and of all lists of news: each takes some 50 bytes. */
const mostRemembered = 1_000_000;

/**
 * `papers`: all that `input.matching` may have, and all that arrived in two weeks. A ranking depends on instants only by which
 * papers came before them, so that it is the same for all who were last looked at between the same two arrivals; but the
 * order of `trending` changes with every minute.
 */
export function createSharedRankings(papers: readonly Arrived[]): SharedRankings {
  const arrivals = Float64Array.from(papers, ({ at }) => at).sort();
  const rankings = new Map<string, Ranking>();
  const news = new Map<string, readonly News[]>();
  let remembered = 0;

  /** How many papers came up to an instant. */
  function countUntil(instant: number): number {
    let [low, high] = [0, arrivals.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((arrivals[middle] ?? 0) <= instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Equal for subscriptions for which the same papers are new, and the same in question; undefined where older ones are. */
  function classOf(input: NewsInput): string | undefined {
    const instants = rankingInstants(input);
    if (Math.max(instants.considered, instants.before) < instants.newsFrom) return undefined;
    return Object.values<number>({ ...instants })
      .map(countUntil)
      .join(' ');
  }

  function newsOf(key: string, input: NewsInput): readonly News[] {
    const known = news.get(key);
    if (known !== undefined) return known;
    const found = newsFor(input);
    news.set(key, found);
    remembered += found.length + 1;
    return found;
  }

  return {
    of(query, input) {
      const { subscription, alsoNew, taste, now } = input;
      const papers = classOf(input);
      if (papers === undefined || alsoNew !== undefined || taste !== undefined) {
        return rankPapers({ ...input, news: newsFor(input) });
      }
      const { sort } = subscription;
      const key = `${papers} ${sort} ${sort === 'trending' ? trendingMoment(now) : ''} ${query}`;
      const known = rankings.get(key);
      if (known !== undefined) return known;
      if (remembered >= mostRemembered) {
        rankings.clear();
        news.clear();
        remembered = 0;
      }
      const ranking = rankPapers({ ...input, news: newsOf(papers, input) });
      rankings.set(key, ranking);
      remembered += ranking.candidates.length + 1;
      return ranking;
    },
  };
}
