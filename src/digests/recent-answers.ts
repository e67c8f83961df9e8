import { type Answers, answersFound, answersTo } from '../core/answers.ts';
import type { Archive } from '../core/archive.ts';
import type { Arrived } from '../core/arrivals.ts';
import { countTerms } from '../core/matching/count-terms.ts';
import { createMatcher } from '../core/matching/matcher.ts';
import { freshMs } from '../core/plan-digest.ts';
import { type Result, success } from '../core/problem.ts';
import type { QueryNode, TopicTable } from '../core/query/ast.ts';
import { withoutBars } from '../core/query/without-bars.ts';
import type { Steps } from '../core/steps.ts';
import type { Subscription } from '../core/subscription.ts';
import { subscriptionQuery } from '../core/subscription-query.ts';

interface RecentAnswersOptions {
  readonly archive: Pick<Archive, 'arrivals' | 'prepare'>;
  readonly topics: TopicTable;
  readonly giveWay: () => Promise<void>;
}

/**
 * What subscriptions ask for among the papers that a scheduled digest may hold. Remembered until papers change or the day
 * does, and equal queries are looked for once: on a busy morning many ask for the same.
 */
export interface RecentAnswers {
  /** Looks for what all of these ask for together, which takes far less than one by one. `now` in epoch milliseconds. */
  gather(subscriptions: readonly Subscription[], now: number): Promise<void>;
  to(subscription: Subscription, now: number): Result<Answers>;
}

/** The papers in question for a while, and what was found among them. */
interface Batch {
  readonly key: string;
  readonly papers: readonly Arrived[];
  readonly now: number;
  /** By the texts of the queries. */
  readonly answers: Map<string, Answers>;
}

const dayMs = 24 * 3_600_000;
/** Fewer different queries are as quickly looked for one by one. */
const fewQueries = 20;
const mostRemembered = 200_000;
const queriesPerTurn = 50;

export function createRecentAnswers(options: RecentAnswersOptions): RecentAnswers {
  const { archive, topics, giveWay } = options;
  const { arrivals, prepare } = archive;
  let batch: Batch = { key: '', papers: [], now: 0, answers: new Map() };

  function batchAt(now: number): Batch {
    const key = `${arrivals.version()} ${Math.floor(now / dayMs)}`;
    if (batch.key !== key || batch.answers.size > mostRemembered) {
      const papers = arrivals.settled(now - freshMs - dayMs, Number.POSITIVE_INFINITY);
      batch = { key, papers, now, answers: new Map() };
    }
    return batch;
  }

  async function run<T>(steps: Steps<T>): Promise<T> {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      await giveWay();
    }
  }

  async function find(wanted: ReadonlyMap<string, QueryNode | undefined>, into: Batch) {
    const { papers, now, answers } = into;
    const paperOf = ({ paper }: Arrived) => prepare(paper);
    const matcher = createMatcher(await run(countTerms(papers, paperOf)));
    const reachingOf = new Map<string, string>();
    let put = 0;
    for (const [key, query] of wanted) {
      put += 1;
      if (put % queriesPerTurn === 0) await giveWay();
      matcher.put(key, query);
      const words = query && withoutBars(query);
      if (words === undefined) continue;
      reachingOf.set(key, `${key} reaching`);
      matcher.put(`${key} reaching`, words);
    }
    const matched = await run(matcher.match(papers, paperOf, now));
    for (const [key, query] of wanted) {
      const reaching = reachingOf.get(key);
      const found = {
        matching: matched.papersOf(key) ?? [],
        reaching: reaching === undefined ? undefined : () => matched.papersOf(reaching) ?? [],
      };
      answers.set(key, answersFound(query, found, { prepare, now }));
    }
  }

  return {
    async gather(subscriptions, now) {
      const into = batchAt(now);
      const wanted = new Map<string, QueryNode | undefined>();
      for (const subscription of subscriptions) {
        const key = keyOf(subscription);
        if (into.answers.has(key) || wanted.has(key)) continue;
        if (wanted.size % queriesPerTurn === 0) await giveWay();
        const query = subscriptionQuery(subscription, topics);
        if (query.ok) wanted.set(key, query.value);
      }
      if (wanted.size >= fewQueries) await find(wanted, into);
    },
    to(subscription, now) {
      const { papers, answers, now: at } = batchAt(now);
      const key = keyOf(subscription);
      const known = answers.get(key);
      if (known !== undefined) return success(known);
      const query = subscriptionQuery(subscription, topics);
      if (!query.ok) return query;
      const found = answersTo(query.value, papers, { prepare, now: at });
      answers.set(key, found);
      return success(found);
    },
  };
}

function keyOf({ queries }: Subscription): string {
  return JSON.stringify(queries);
}
