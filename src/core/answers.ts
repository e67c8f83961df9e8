import type { Arrived } from './arrivals.ts';
import type { Paper } from './paper.ts';
import type { QueryNode } from './query/ast.ts';
import { type Explanation, explain, isFoundInTitle } from './query/explain.ts';
import { matches } from './query/match.ts';
import type { PreparedPaper } from './query/prepared-paper.ts';
import { withoutBars } from './query/without-bars.ts';
import { runAtOnce, type Steps } from './steps.ts';
import type { Titled, TitleWords } from './title-words.ts';

/** What a query makes of some papers. */
export interface Answers {
  /** Those that match, in the order given. */
  readonly matching: readonly Arrived[];
  /** Those that would match but for thresholds, in the same order. */
  readonly missing: () => readonly Arrived[];
  /** Why a paper matches or not; undefined where every paper is wanted. Worked out when it is asked for, and once. */
  readonly explain: (paper: Paper) => Explanation | undefined;
  /** Whether a paper that matches does so by its title. */
  readonly isInTitle: (paper: Paper) => boolean;
}

/** How papers are read. */
export interface PaperReading {
  readonly prepare: (paper: Paper) => PreparedPaper;
  /** Epoch milliseconds, for `since:`. */
  readonly now: number;
  /** The titles of the papers: what is there is found with fewer looks. */
  readonly titles?: TitleWords;
}

/** Puts a query to papers; `undefined` takes every one. */
export function answersTo(
  query: QueryNode | undefined,
  papers: readonly Arrived[],
  reading: PaperReading,
): Answers {
  return runAtOnce(answersInSteps(query, papers, reading));
}

/** The same, a paper a step: each is looked at once, and need not be prepared again to be told of. */
export function* answersInSteps(
  query: QueryNode | undefined,
  papers: readonly Arrived[],
  reading: PaperReading,
): Steps<Answers> {
  if (query === undefined) return answersFound(query, { matching: papers }, reading);
  const { prepare, now } = reading;
  const words = withoutBars(query);
  const matching: Arrived[] = [];
  const reaching: Arrived[] = [];
  const inTitle = new Set<Paper>();
  for (const each of papers) {
    const paper = prepare(each.paper);
    if (matches(query, paper, now)) {
      matching.push(each);
      const isAsked = reading.titles === undefined;
      if (isAsked && isFoundInTitle(query, paper, now)) inTitle.add(each.paper);
    }
    if (words !== undefined && matches(words, paper, now)) reaching.push(each);
    yield;
  }
  const titles = reading.titles ?? { find: () => ({ papers: inTitle, isCertain: true }) };
  const found = { matching, reaching: words && (() => reaching) };
  return answersFound(query, found, { prepare, now, titles });
}

/** The same where the papers were found already. `reaching`: those that match without the thresholds, if there are any. */
export function answersFound(
  query: QueryNode | undefined,
  found: {
    readonly matching: readonly Arrived[];
    readonly reaching?: (() => readonly Arrived[]) | undefined;
  },
  { prepare, now, titles }: PaperReading,
): Answers {
  const { matching, reaching } = found;
  if (query === undefined) {
    return { matching, missing: () => [], explain: () => undefined, isInTitle: () => false };
  }
  let titled: Titled | undefined;
  const known = new Map<Paper, Explanation>();
  let missing: readonly Arrived[] | undefined;
  return {
    matching,
    missing() {
      const passing = new Set(matching);
      missing ??= reaching?.().filter((each) => !passing.has(each)) ?? [];
      return missing;
    },
    explain(paper) {
      const explanation = known.get(paper) ?? explain(query, prepare(paper), now);
      known.set(paper, explanation);
      return explanation;
    },
    isInTitle(paper) {
      titled ??= titles?.find(query);
      const isAmong = titled?.papers.has(paper) ?? true;
      if (!isAmong || titled?.isCertain) return isAmong;
      return isFoundInTitle(query, prepare(paper), now);
    },
  };
}
