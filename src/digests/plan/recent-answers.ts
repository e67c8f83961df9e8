import { type Answers, answersInSteps, answersTo, type PaperReading } from '../../core/answers.ts';
import type { Archive } from '../../core/archive.ts';
import type { Arrived } from '../../core/arrivals.ts';
import { freshMs } from '../../core/plan-digest.ts';
import { type Result, success } from '../../core/problem.ts';
import type { QueryNode, TopicTable } from '../../core/query/ast.ts';
import type { Ranking, RankingInput } from '../../core/ranking.ts';
import type { RunSteps } from '../../core/steps.ts';
import type { Subscription } from '../../core/subscription.ts';
import { subscriptionQuery } from '../../core/subscription-query.ts';
import { indexTitles } from '../../core/title-words.ts';
import { inTurns } from '../../lib/give-way.ts';
import { createInOrder } from '../../lib/in-order.ts';
import { createFindAnswers } from './find-answers.ts';
import { createSharedRankings, type SharedRankings } from './shared-rankings.ts';
import { createWordsAtHand } from './words-at-hand.ts';

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
  /**
   * Looks for what all of these ask for together, which takes far less than one by one, and gives way meanwhile: whoever asks
   * for it afterwards has it at once. `now` in epoch milliseconds.
   */
  gather(subscriptions: readonly Subscription[], now: number): Promise<void>;
  to(subscription: Subscription, now: number): Result<Answers>;
  /** What there is of that for a digest of the subscription: `options` as for `rankPapers`. */
  ranking(subscription: Subscription, options: RankingOptions): Result<Ranking>;
}

export type RankingOptions = Pick<RankingInput, 'newsFrom' | 'taste' | 'now'>;

/** The papers in question for a while, and what was found among them. */
interface Batch {
  readonly key: string;
  readonly papers: readonly Arrived[];
  reading: PaperReading;
  /** When all of them are read. */
  read?: Promise<void> | undefined;
  /** When it has what was waited for as it began. */
  begun?: Promise<void>;
  /** By the texts of the queries. */
  readonly answers: Map<string, Answers>;
  readonly rankings: SharedRankings;
}

const dayMs = 24 * 3_600_000;
/** Fewer different queries are as quickly looked for one by one. */
const fewQueries = 20;
const mostRemembered = 200_000;
const queriesPerTurn = 50;

export function createRecentAnswers(options: RecentAnswersOptions): RecentAnswers {
  const { archive, topics, giveWay } = options;
  const { arrivals } = archive;
  const words = createWordsAtHand(archive);
  const { prepare } = words;
  const run = inTurns(giveWay);
  const find = createFindAnswers(giveWay, run);
  const inOrder = createInOrder();
  let batch: Batch | undefined;
  /** Who was last gathered and has not asked yet, by query: should papers change meanwhile, that is looked for together once more. */
  let waiting = new Map<string, Subscription>();

  function keyAt(now: number): string {
    return `${arrivals.version()} ${Math.floor(now / dayMs)}`;
  }

  function batchAt(now: number): Batch {
    const key = keyAt(now);
    if (batch?.key === key && batch.answers.size <= mostRemembered) return batch;
    const papers = arrivals.settled(now - freshMs - dayMs, Number.POSITIVE_INFINITY);
    words.keepOnly(papers);
    batch = {
      ...{ key, papers, answers: new Map() },
      reading: { prepare, now },
      rankings: createSharedRankings(papers),
    };
    return batch;
  }

  /** So that nobody who asks for a few things has to read them all at a stretch. */
  async function readAll(into: Batch): Promise<void> {
    const papers = into.papers.map(({ paper }) => paper);
    for (const paper of papers) {
      await giveWay();
      words.keep(paper);
    }
    into.reading = { ...into.reading, titles: await run(indexTitles(papers, prepare)) };
  }

  function answersFor(subscription: Subscription, into: Batch): Result<Answers> {
    const { papers, answers, reading } = into;
    const key = keyOf(subscription);
    const known = answers.get(key);
    if (known !== undefined) return success(known);
    const query = subscriptionQuery(subscription, topics);
    if (!query.ok) return query;
    const found = answersTo(query.value, papers, reading);
    answers.set(key, found);
    return success(found);
  }

  async function begin(into: Batch): Promise<void> {
    const gathered = waiting;
    waiting = new Map();
    if (gathered.size < fewQueries) return;
    await findTogether(into, await unknownOf(gathered.values(), into, options));
  }

  async function gatherInto(into: Batch, subscriptions: readonly Subscription[]): Promise<void> {
    // Only a head start: what it does not find is looked for when it is asked for.
    into.begun ??= begin(into).catch(() => undefined);
    await into.begun;
    const wanted = await unknownOf(subscriptions, into, options);
    if (wanted.size >= fewQueries) return findTogether(into, wanted);
    if (wanted.size > 0) await readOnce(into);
    for (const [key, query] of wanted) await inOrder.run(key, () => findOne(into, run, key, query));
  }

  async function findTogether(
    into: Batch,
    wanted: ReadonlyMap<string, QueryNode | undefined>,
  ): Promise<void> {
    await readOnce(into);
    const found = await find(wanted, into.papers, into.reading);
    for (const [key, answers] of found) into.answers.set(key, answers);
  }

  function readOnce(into: Batch): Promise<void> {
    into.read ??= readAll(into).catch((fault: unknown) => {
      into.read = undefined;
      throw fault;
    });
    return into.read;
  }

  return {
    async gather(subscriptions, now) {
      const into = batchAt(now);
      await gatherInto(into, subscriptions);
      if (into.key !== keyAt(now)) await gatherInto(batchAt(now), subscriptions);
      if (subscriptions.length >= fewQueries) waiting = await byQuery(subscriptions, options);
    },
    to: (subscription, now) => answersFor(subscription, batchAt(now)),
    ranking(subscription, options) {
      const into = batchAt(options.now);
      const answers = answersFor(subscription, into);
      if (!answers.ok) return answers;
      const input = { ...answers.value, ...options, subscription, arrived: arrivals.settled };
      const key = keyOf(subscription);
      waiting.delete(key);
      return success(into.rankings.of(key, input));
    },
  };
}

/** What they ask for that is not found yet, by query. */
async function unknownOf(
  subscriptions: Iterable<Subscription>,
  { answers }: Batch,
  { topics, giveWay }: Pick<RecentAnswersOptions, 'topics' | 'giveWay'>,
): Promise<Map<string, QueryNode | undefined>> {
  const wanted = new Map<string, QueryNode | undefined>();
  let looked = 0;
  for (const subscription of subscriptions) {
    looked += 1;
    if (looked % queriesPerTurn === 0) await giveWay();
    const key = keyOf(subscription);
    if (answers.has(key) || wanted.has(key)) continue;
    const query = subscriptionQuery(subscription, topics);
    if (query.ok) wanted.set(key, query.value);
  }
  return wanted;
}

async function byQuery(
  subscriptions: readonly Subscription[],
  { giveWay }: Pick<RecentAnswersOptions, 'giveWay'>,
): Promise<Map<string, Subscription>> {
  const found = new Map<string, Subscription>();
  for (const [index, each] of subscriptions.entries()) {
    if (index % queriesPerTurn === 0) await giveWay();
    found.set(keyOf(each), each);
  }
  return found;
}

/** Whoever asked for the same before may have found it. */
async function findOne(
  { answers, papers, reading }: Batch,
  run: RunSteps,
  key: string,
  query: QueryNode | undefined,
): Promise<void> {
  if (!answers.has(key)) answers.set(key, await run(answersInSteps(query, papers, reading)));
}

function keyOf({ queries }: Subscription): string {
  return JSON.stringify(queries);
}
