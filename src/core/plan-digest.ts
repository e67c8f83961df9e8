import type { ChosenPaper, Digest, LeftOutPaper } from './digest.ts';
import { type Paper, type PaperId, titleId } from './paper.ts';
import type { QueryNode } from './query/ast.ts';
import { type Explanation, explain } from './query/explain.ts';
import { matches } from './query/match.ts';
import type { PreparedPaper } from './query/prepared-paper.ts';
import { comparePapers, digestScore } from './rank.ts';
import type { Slot } from './schedule/schedule.ts';
import type { Subscription } from './subscription.ts';

/** A paper stays in question this long after its arrival, so that votes may still lift it over a bar. */
export const risingWindowMs = 7 * 24 * 3_600_000;

export interface DigestInput {
  readonly subscription: Subscription;
  readonly slot: Slot;
  /** What the subscription asks for; `undefined` takes every paper. */
  readonly query: QueryNode | undefined;
  /** Every stored paper. */
  readonly papers: Iterable<Paper>;
  readonly prepare: (paper: Paper) => PreparedPaper;
  /** Posted at this address by any subscription. */
  readonly posted: ReadonlySet<PaperId>;
  /** Over the limit of an earlier digest of this subscription. */
  readonly passedOver: ReadonlySet<PaperId>;
  /** Papers that count as new whenever they came: asked for by hand, a digest may hold what was there before. */
  readonly alsoNew?: ReadonlySet<Paper>;
  /** What its reader's tastes add to the score of a paper, for `best` order. */
  readonly taste?: ReadonlyMap<Paper, number>;
  readonly now: number;
}

interface Candidate {
  readonly chosen: ChosenPaper;
  readonly score: number;
}

/**
 * Decides one digest. New papers (arrived since the last digest) are all accounted for: chosen, or left out with the
 * reason. Papers of the last seven days that were considered before come back only if they match now and were never decided.
 */
export function planDigest(input: DigestInput): Digest {
  const { subscription, slot, query, posted, passedOver, now } = input;
  const since = Date.parse(subscription.since);
  const considered = Date.parse(subscription.consideredUntil);
  const settled = Math.min(considered, now - risingWindowMs);
  const candidates: Candidate[] = [];
  const leftOut: LeftOutPaper[] = [];
  for (const paper of input.papers) {
    const isAlsoNew = input.alsoNew?.has(paper) ?? false;
    const arrived = Date.parse(paper.arrivedAt);
    const isInQuestion = arrived >= since && arrived > settled && arrived <= now;
    if (!isAlsoNew && !isInQuestion) continue;
    const isNew = isAlsoNew || arrived > considered;
    if (hasPaper(posted, paper)) {
      if (isNew) leftOut.push({ paper, reason: { kind: 'already-posted' } });
    } else if (hasPaper(passedOver, paper)) {
      if (isNew) leftOut.push({ paper, reason: { kind: 'passed-over' } });
    } else if (query === undefined || matches(query, input.prepare(paper), now)) {
      const why = query === undefined ? undefined : explain(query, input.prepare(paper), now);
      candidates.push(candidate(paper, why, !isNew, input.taste?.get(paper) ?? 0));
    } else if (isNew) {
      const explanation = explain(query, input.prepare(paper), now);
      leftOut.push({ paper, reason: { kind: 'no-match', explanation } });
    }
  }
  candidates.sort(compareCandidates(subscription, now));
  const chosen = candidates.slice(0, subscription.limit).map((each) => each.chosen);
  const surplus = candidates.slice(subscription.limit).map(
    ({ chosen: { paper } }, index): LeftOutPaper => ({
      paper,
      reason: { kind: 'over-limit', place: subscription.limit + index + 1 },
    }),
  );
  return { subscription, slot, chosen, leftOut: [...surplus, ...leftOut] };
}

/** By its id, or by the one it had while only its title was known. */
function hasPaper(ids: ReadonlySet<PaperId>, paper: Paper): boolean {
  return ids.has(paper.id) || (ids.size > 0 && ids.has(titleId(paper.title)));
}

function candidate(
  paper: Paper,
  why: Explanation | undefined,
  rose: boolean,
  taste: number,
): Candidate {
  const matchedInTitle = why?.reasons.some(({ found }) => found?.field === 'title') ?? false;
  const chosen = why === undefined ? { paper, rose } : { paper, why, rose };
  return { chosen, score: digestScore(paper, matchedInTitle) + taste };
}

function compareCandidates(
  subscription: Subscription,
  now: number,
): (a: Candidate, b: Candidate) => number {
  const byPaper = comparePapers(subscription.sort, now);
  return (a, b) =>
    (subscription.sort === 'best' ? b.score - a.score : 0) ||
    byPaper(a.chosen.paper, b.chosen.paper);
}
