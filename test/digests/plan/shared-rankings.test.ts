import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createArchive } from '../../../src/core/archive.ts';
import { decideDigest, freshMs, newsSince } from '../../../src/core/plan-digest.ts';
import { newsFor, rankPapers } from '../../../src/core/ranking.ts';
import { createRecentAnswers } from '../../../src/digests/plan/recent-answers.ts';
import { createSharedRankings } from '../../../src/digests/plan/shared-rankings.ts';
import { paper, subscription } from '../../fakes/papers.ts';

const start = Date.UTC(2026, 1, 1);
const hourMs = 3_600_000;
const titles = ['Agents', 'Agents and kettles', 'Kettles', 'Robots'];
const topics = new Map();

/** Hours after the start. */
const hour = fc.integer({ min: 0, max: 29 * 24 });
const at = (hours: number) => start + hours * hourMs;
const instant = (hours: number) => new Date(at(hours)).toISOString();

const anyPapers = fc
  .uniqueArray(fc.tuple(hour, fc.constantFrom(...titles), fc.nat(40)), {
    maxLength: 25,
    selector: (parts) => parts.join(),
  })
  .map((drafts) =>
    drafts.map(([hours, title, upvotes], index) =>
      paper(`2602.${10_000 + index}`, { title, upvotes, arrivedAt: instant(hours) }),
    ),
  );
const anySubscription = fc
  .record({
    query: fc.constantFrom('agents', 'kettles upvotes>=10', 'title:agents OR robots'),
    sort: fc.constantFrom('best', 'newest', 'upvotes', 'trending'),
    since: hour,
    considered: hour,
    limit: fc.integer({ min: 1, max: 4 }),
    seen: fc.array(fc.nat(24), { maxLength: 4 }),
  })
  .map(({ query, since, considered, seen, ...given }) => ({
    seen: new Set(seen.map((index) => `arxiv:2602.${10_000 + index}`)),
    subscription: subscription({
      ...given,
      queries: [query],
      since: instant(since),
      consideredUntil: instant(considered),
    }),
  }));

test('what subscriptions share is what each would have got alone', () => {
  fc.assert(
    fc.property(
      anyPapers,
      fc.array(anySubscription, { maxLength: 12 }),
      fc.array(hour, { minLength: 1, maxLength: 3 }),
      (papers, subscribed, hours) => {
        const archive = createArchive(papers);
        const giveWay = async () => undefined;
        const shared = createRecentAnswers({ archive, topics, giveWay });
        for (const now of hours.toSorted((a, b) => a - b).map(at)) {
          for (const each of subscribed) {
            const slot = { local: instant(0), at: now };
            const newsFrom = newsSince(each.subscription, slot, now);
            if (newsFrom < now - freshMs) continue;
            const options = { newsFrom, now };
            const ranking = shared.ranking(each.subscription, options);
            const answers = createRecentAnswers({ archive, topics, giveWay }).to(
              each.subscription,
              now,
            );
            if (!ranking.ok || !answers.ok) throw new Error('it cannot be read');
            const input = { ...options, subscription: each.subscription };
            const news = newsFor({ ...input, arrived: archive.arrivals.settled });
            const alone = rankPapers({ ...answers.value, ...input, news });
            const occasion = { ...each, slot, posted: each.seen, passedOver: new Set<string>() };
            const [one, other] = [ranking.value, alone].map((from) => {
              const { chosen, overLimit, considered, leftOut, missed } = decideDigest(
                from,
                occasion,
              );
              const reasons = leftOut.map(({ paper: { id }, reason: { kind } }) => [id, kind]);
              expect(considered).toBe(chosen.length + leftOut.length);
              expect(overLimit.map(({ id }) => id)).toEqual(
                reasons.filter(([, kind]) => kind === 'over-limit').map(([id]) => id),
              );
              return { chosen, reasons, missed };
            });
            expect(one).toEqual(other);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('those who ask for the same of the same papers share one ranking', () => {
  const papers = titles.map((title, index) => paper(`2602.0000${index}`, { title }));
  const archive = createArchive(papers);
  const recent = createRecentAnswers({ archive, topics, giveWay: async () => undefined });
  const now = Date.parse('2026-03-02T09:00:00Z');
  const of = (given: Parameters<typeof subscription>[0], moment = now) => {
    const ranking = recent.ranking(subscription({ queries: ['agents'], ...given }), {
      newsFrom: moment - freshMs,
      now: moment,
    });
    return ranking.ok ? ranking.value : undefined;
  };
  const first = of({});
  expect(of({ consideredUntil: '2026-03-01T07:00:00.000Z', limit: 3 }, now + 40_000)).toBe(first);
  expect(of({ sort: 'newest' })).not.toBe(first);
  expect(of({ queries: ['kettles'] })).not.toBe(first);
  expect(of({ consideredUntil: '2026-03-02T08:59:00.000Z' })).not.toBe(first);
});

const nine = Date.parse('2026-03-02T09:00:00Z');

test('the order of trending is shared for a minute', () => {
  const archive = createArchive(
    titles.map((title, index) => paper(`2602.0000${index}`, { title })),
  );
  const recent = createRecentAnswers({ archive, topics, giveWay: async () => undefined });
  const at = (now: number) => {
    const asked = subscription({ queries: ['agents'], sort: 'trending' });
    const ranking = recent.ranking(asked, { newsFrom: now - freshMs, now });
    return ranking.ok ? ranking.value : undefined;
  };
  const first = at(nine);
  expect(at(nine + 59_999)).toBe(first);
  expect(at(nine + 60_000)).not.toBe(first);
});

test('rankings are forgotten when they hold very many papers', () => {
  const papers = Array.from({ length: 1_000 }, (_, index) => {
    return {
      paper: paper(`2602.${10_000 + index}`, { upvotes: 1_000 - index }),
      at: nine - 60_000,
    };
  });
  const shared = createSharedRankings(papers);
  const of = (query: string) =>
    shared.of(query, {
      subscription: subscription({ sort: 'upvotes' }),
      ...{ newsFrom: nine - freshMs, now: nine, arrived: () => papers },
      ...{ matching: papers, missing: () => [], explain: () => undefined, isInTitle: () => false },
    });
  const first = of('0');
  for (let query = 0; query < 900; query += 1) of(`${query}`);
  expect(of('0')).toBe(first);
  for (let query = 900; query < 1_100; query += 1) of(`${query}`);
  expect(of('0')).not.toBe(first);
});
