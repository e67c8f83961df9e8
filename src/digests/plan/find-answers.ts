import { type Answers, answersFound, type PaperReading } from '../../core/answers.ts';
import type { Arrived } from '../../core/arrivals.ts';
import { countTerms } from '../../core/matching/count-terms.ts';
import type { Rarity } from '../../core/matching/expression-table.ts';
import { createMatcher } from '../../core/matching/matcher.ts';
import type { QueryNode } from '../../core/query/ast.ts';
import { withoutBars } from '../../core/query/without-bars.ts';
import type { RunSteps } from '../../core/steps.ts';

/** What is asked for, by its name; `undefined` takes every paper. */
type Wanted = ReadonlyMap<string, QueryNode | undefined>;

/** Puts many queries to papers together. Gives the answers by the names of the queries. */
export type FindAnswers = (
  wanted: Wanted,
  papers: readonly Arrived[],
  reading: PaperReading,
) => Promise<ReadonlyMap<string, Answers>>;

/** How rare words were found to be, and among how many papers. */
interface Counted {
  readonly day: number;
  readonly papers: number;
  readonly rarity: Rarity;
}

const dayMs = 24 * 3_600_000;
const queriesPerTurn = 50;

export function createFindAnswers(giveWay: () => Promise<void>, run: RunSteps): FindAnswers {
  let counted: Counted | undefined;

  /** It decides only what is looked at, so that what was counted today is good enough until there are far more papers. */
  async function rarityIn(
    papers: readonly Arrived[],
    { prepare, now }: PaperReading,
  ): Promise<Rarity> {
    const day = Math.floor(now / dayMs);
    if (counted?.day !== day || counted.papers * 2 < papers.length) {
      const rarity = await run(countTerms(papers, ({ paper }) => prepare(paper)));
      counted = { day, papers: papers.length, rarity };
    }
    return counted.rarity;
  }

  return async (wanted, papers, reading) => {
    const matcher = createMatcher(await rarityIn(papers, reading));
    const reachingOf = new Map<string, string>();
    let put = 0;
    for (const [name, query] of wanted) {
      put += 1;
      if (put % queriesPerTurn === 0) await giveWay();
      matcher.put(name, query);
      const words = query && withoutBars(query);
      if (words === undefined) continue;
      reachingOf.set(name, `${name} reaching`);
      matcher.put(`${name} reaching`, words);
    }
    const { prepare, now } = reading;
    const matched = await run(matcher.match(papers, ({ paper }) => prepare(paper), now));
    const answers = new Map<string, Answers>();
    for (const [name, query] of wanted) {
      if (answers.size % queriesPerTurn === 0) await giveWay();
      const reaching = reachingOf.get(name);
      const found = {
        matching: matched.papersOf(name) ?? [],
        reaching: reaching === undefined ? undefined : () => matched.papersOf(reaching) ?? [],
      };
      answers.set(name, answersFound(query, found, reading));
    }
    return answers;
  };
}
