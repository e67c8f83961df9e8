import type { Delivery } from '../src/core/delivery.ts';
import type { Paper } from '../src/core/paper.ts';
import type { Subscription } from '../src/core/subscription.ts';
import { openLowdbStore } from '../src/store/lowdb/open-lowdb-store.ts';
import { subscription } from '../test/fakes/papers.ts';
import { queryTexts } from './query-texts.ts';

const dayMs = 24 * 3_600_000;
const papersADay = 100;
const atOnce = 1_000;
const placesPerRealm = 500;
const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export interface FullStoreOptions {
  readonly directory: string;
  readonly papers: readonly Paper[];
  /** So many, and as many deliveries. */
  readonly subscriptions: number;
  /** How many of them are due at `now`, epoch milliseconds; the others are six hours later. */
  readonly due: number;
  readonly now: number;
}

/** Writes down a bot that has been at work for long: papers that came a hundred a day, the oldest first, digests of Discord and Slack by halves. */
export async function fillStore(options: FullStoreOptions): Promise<void> {
  const { directory, papers, subscriptions, due, now } = options;
  const store = await openLowdbStore({ directory, mode: 'own' });
  const stored = papers.map((paper, age) => arrived(paper, papers.length - 1 - age, now));
  await store.papers.put(stored);
  const queries = queryTexts(papers.slice(0, 20_000), subscriptions, 'popular');
  for (let from = 0; from < subscriptions; from += atOnce) {
    const numbers = Array.from(
      { length: Math.min(atOnce, subscriptions - from) },
      (_, n) => from + n,
    );
    await Promise.all(
      numbers.map((number) =>
        store.subscriptions.put(subscribed(number, queries[number] ?? '', number < due, now)),
      ),
    );
    await store.deliveries.put(...numbers.map((number) => delivery(number, stored, now)));
  }
  await store.close();
}

/** The place of a subscription: 500 in a realm. */
export function placeOf(number: number): string {
  const realm = Math.floor(number / 2 / placesPerRealm);
  return number % 2 === 0
    ? `discord:${1_000 + realm}/${number}`
    : `slack:T${1_000 + realm}/C${number}`;
}

function arrived(paper: Paper, later: number, now: number): Paper {
  const arrivedAt = new Date(now - 60_000 - (later / papersADay) * dayMs).toISOString();
  return { ...paper, publishedAt: arrivedAt, featuredOn: arrivedAt.slice(0, 10), arrivedAt };
}

function subscribed(number: number, query: string, isDue: boolean, now: number): Subscription {
  const time = new Date(isDue ? now : now + 6 * 3_600_000).toISOString().slice(11, 16);
  const yesterday = new Date(now - dayMs + 3_600_000).toISOString();
  const longAgo = new Date(now - 60 * dayMs).toISOString();
  return subscription({
    id: `d${number}`,
    address: placeOf(number),
    queries: [query],
    schedule: { kind: 'weekly', days: everyDay, times: [time], zone: 'Etc/UTC' },
    since: longAgo,
    settledUntil: yesterday,
    consideredUntil: yesterday,
    createdBy: `discord:${number}`,
    createdAt: longAgo,
  });
}

function delivery(number: number, papers: readonly Paper[], now: number): Delivery {
  const at = now - dayMs + 3_600_000;
  const first = number % (papers.length - 400);
  return {
    subscription: `d${number}`,
    slot: new Date(at).toISOString(),
    part: 0,
    address: placeOf(number),
    posted: papers.slice(first, first + 5).map(({ id }) => id),
    passedOver: [],
    updatedAt: new Date(at).toISOString(),
    status: 'sent',
    externalId: `1234567${number}`,
  };
}
