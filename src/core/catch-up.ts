import type { Archive } from './archive.ts';
import type { Paper, PaperId } from './paper.ts';
import type { QueryNode } from './query/ast.ts';
import { positiveTerms } from './query/positive-terms.ts';
import { comparePapers, dayStart, digestScore, trendingScore } from './rank.ts';
import type { DigestSort } from './subscription.ts';

export interface CatchUpOptions {
  readonly archive: Pick<Archive, 'matching'>;
  readonly sort: DigestSort;
  /** How many days back, by the day of the paper. */
  readonly days: number;
  /** What its reader's tastes add to the score of a paper, for `best` order. */
  readonly taste: ReadonlyMap<PaperId, number>;
  /** Papers before the page, and on it. */
  readonly first: number;
  readonly count: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** One page of it. */
export interface CatchUp {
  /** Papers on all pages. */
  readonly total: number;
  readonly papers: readonly Paper[];
}

const span = { start: 0, end: 0 };

/**
 * The papers of the last days that a query matches, whether they were posted or not, as a digest would order them;
 * `undefined` takes every paper.
 */
export async function catchUp(
  query: QueryNode | undefined,
  options: CatchUpOptions,
): Promise<CatchUp> {
  const { archive, sort, days, first, count, now } = options;
  const since: QueryNode = { kind: 'since', days, span };
  const find = (node: QueryNode): Promise<readonly Paper[]> => {
    const children = [since, node];
    return archive.matching({ text: '', node: { kind: 'and', children, span } }, now);
  };
  const found = await find(query ?? since);
  const scoreOf = scoreFor(options, sort === 'best' && query ? await find(inTitle(query)) : []);
  const scores = Float64Array.from(found, scoreOf);
  const leastShown = scores.toSorted().at(-(first + count)) ?? Number.NEGATIVE_INFINITY;
  const byPaper = comparePapers(sort, now);
  const best = found
    .map((paper, place) => ({ paper, score: scores[place] ?? 0 }))
    .filter(({ score }) => score >= leastShown)
    .sort((a, b) => b.score - a.score || byPaper(a.paper, b.paper));
  const papers = best.slice(first, first + count).map(({ paper }) => paper);
  return { total: found.length, papers };
}

/** What the order is by before anything else, worked out once a paper. */
function scoreFor(
  { sort, taste, now }: CatchUpOptions,
  titled: readonly Paper[],
): (paper: Paper) => number {
  const inTitles = new Set(titled);
  switch (sort) {
    case 'best':
      return (paper) => digestScore(paper, inTitles.has(paper)) + (taste.get(paper.id) ?? 0);
    case 'trending':
      return (paper) => trendingScore(paper, now);
    case 'newest':
      return dayStart;
    case 'upvotes':
      return ({ upvotes }) => upvotes;
  }
}

/** What has any of the words that a query asks for in its title. */
function inTitle(query: QueryNode): QueryNode {
  const children = positiveTerms(query)
    .filter(({ field }) => field === undefined || field === 'title')
    .map(({ match }): QueryNode => ({ kind: 'text', match, field: 'title', span }));
  return { kind: 'or', children, span };
}
