import type { Arrived } from '../core/arrivals.ts';
import type { News } from '../core/choose-papers.ts';
import { freshMs } from '../core/plan-digest.ts';
import {
  type NewsInput,
  newsFor,
  type Ranking,
  type RankingInput,
  rankPapers,
  risingFrom,
} from '../core/ranking.ts';

/** Rankings of the same papers. */
export interface SharedRankings {
  /** As `rankPapers`; once for all that ask for the same of the same papers. `query` names what is asked for. */
  of(query: string, input: Omit<RankingInput, 'news'> & NewsInput): Ranking;
}

const mostRemembered = 50_000;

/**
 * `papers`: all that `input.matching` may have, and all that arrived in two weeks. A ranking depends on instants only by which
 * papers came before them, so that it is the same for all who were last looked at between the same two arrivals; but the
 * order of `trending` changes with every moment.
 */
export function createSharedRankings(papers: readonly Arrived[]): SharedRankings {
  const arrivals = Float64Array.from(papers, ({ at }) => at).sort();
  const rankings = new Map<string, Ranking>();
  const news = new Map<string, readonly News[]>();

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
  function classOf({ subscription, newsFrom, now }: NewsInput): string | undefined {
    const considered = Date.parse(subscription.consideredUntil);
    const before = Date.parse(subscription.since) - 1;
    if (newsFrom !== now - freshMs || Math.max(considered, before) < newsFrom) return undefined;
    const rising = risingFrom(considered, newsFrom, now);
    const instants = [now, rising, newsFrom, considered, before];
    return instants.map(countUntil).join(' ');
  }

  function newsOf(key: string, input: NewsInput): readonly News[] {
    const known = news.get(key) ?? newsFor(input);
    news.set(key, known);
    return known;
  }

  return {
    of(query, input) {
      const { subscription, alsoNew, taste, now } = input;
      const papers = classOf(input);
      if (papers === undefined || alsoNew !== undefined || taste !== undefined) {
        return rankPapers({ ...input, news: newsFor(input) });
      }
      const { sort } = subscription;
      const key = `${papers} ${sort} ${sort === 'trending' ? now : ''} ${query}`;
      const known = rankings.get(key);
      if (known !== undefined) return known;
      if (rankings.size >= mostRemembered) {
        rankings.clear();
        news.clear();
      }
      const ranking = rankPapers({ ...input, news: newsOf(papers, input) });
      rankings.set(key, ranking);
      return ranking;
    },
  };
}
