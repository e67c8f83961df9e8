import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answersTo } from '../../src/core/answers.ts';
import type { LeftOutReason } from '../../src/core/digest.ts';
import type { Paper } from '../../src/core/paper.ts';
import { planDigest } from '../../src/core/plan-digest.ts';
import { parseQuery } from '../../src/core/query/parse.ts';
import { preparePaper } from '../../src/core/query/prepared-paper.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import { paper, subscription } from '../fakes/papers.ts';

const now = Date.parse('2026-03-02T09:00:00Z');
const slot = { local: '2026-03-02T09:00', at: now };

function plan(
  papers: readonly Paper[],
  given: Partial<Subscription> = {},
  known: { posted?: string[]; passedOver?: string[]; alsoNew?: Paper[] } = {},
) {
  const subscribed = subscription(given);
  const [text] = subscribed.queries;
  const query = text === undefined ? undefined : parseQuery(text);
  if (query?.ok === false) throw new Error(query.problem.message);
  const all = papers.map((each) => ({ paper: each, at: Date.parse(each.arrivedAt) }));
  return planDigest({
    subscription: subscribed,
    slot,
    ...answersTo(query?.value.node, all, { prepare: preparePaper, now }),
    arrived: (after, until) => all.filter(({ at }) => at > after && at <= until),
    posted: new Set(known.posted),
    passedOver: new Set(known.passedOver),
    ...(known.alsoNew && { alsoNew: new Set(known.alsoNew) }),
    now,
  });
}

const titles = (digest: ReturnType<typeof plan>) =>
  digest.chosen.map(({ paper: { title } }) => title);
const reasons = (digest: ReturnType<typeof plan>) =>
  Object.fromEntries(digest.leftOut.map(({ paper: { title }, reason }) => [title, reason.kind]));

describe('a digest', () => {
  test('that comes once a week does not miss what counts from shortly before the last one', () => {
    const late = paper('2602.00001', { title: 'Late', arrivedAt: '2026-02-23T07:45:00.000Z' });
    const consideredUntil = '2026-02-23T08:59:00.000Z';
    const given = { since: '2026-02-01T00:00:00.000Z', consideredUntil };
    expect(titles(plan([late], given))).toEqual(['Late']);
  });

  test('holds the best that match and says of every other new paper why not', () => {
    const digest = plan(
      [
        paper('2601.00001', { title: 'Diffusion A', upvotes: 3 }),
        paper('2601.00002', { title: 'Diffusion B', upvotes: 30 }),
        paper('2601.00003', { title: 'Diffusion C', upvotes: 1 }),
        paper('2601.00004', { title: 'Robots' }),
        paper('2601.00005', { title: 'Diffusion D', upvotes: 99 }),
      ],
      { queries: ['diffusion'], limit: 2 },
      { posted: ['arxiv:2601.00005'] },
    );
    expect(titles(digest)).toEqual(['Diffusion B', 'Diffusion A']);
    expect(reasons(digest)).toEqual({
      'Diffusion C': 'over-limit',
      Robots: 'no-match',
      'Diffusion D': 'already-posted',
    });
    expect(digest.overLimit.map(({ title }) => title)).toEqual(['Diffusion C']);
  });

  test('starts from now: what came before the subscription is history', () => {
    const old = paper('2601.00001', { arrivedAt: '2026-02-28T23:59:59.999Z' });
    expect(plan([old]).considered).toBe(0);
  });

  test('asked for by hand, it may also hold papers from before the subscription, but none twice', () => {
    const old = paper('2601.00001', { title: 'Old', arrivedAt: '2026-02-27T00:00:00.000Z' });
    const posted = paper('2601.00002', { title: 'Posted', arrivedAt: '2026-02-27T00:00:00.000Z' });
    const digest = plan([old, posted], {}, { alsoNew: [old, posted], posted: [posted.id] });
    expect(titles(digest)).toEqual(['Old']);
  });

  test('brings a paper that rose over the bar later, marked, and never one that was over the limit before', () => {
    const considered = { consideredUntil: '2026-03-02T08:00:00.000Z', queries: ['upvotes>=20'] };
    const rose = paper('2601.00001', { title: 'Rose', upvotes: 21 });
    const passed = paper('2601.00002', { title: 'Passed over', upvotes: 40 });
    const low = paper('2601.00003', { title: 'Still low', upvotes: 4 });
    const digest = plan([rose, passed, low], considered, { passedOver: [passed.id] });
    expect(digest.chosen).toMatchObject([{ paper: { title: 'Rose' }, rose: true }]);
    expect(digest.leftOut).toEqual([]);
  });

  test('lets go of a paper a week after it came', () => {
    const considered = {
      since: '2026-01-01T00:00:00.000Z',
      consideredUntil: '2026-03-01T09:00:00.000Z',
    };
    const weekOld = paper('2601.00001', { upvotes: 50, arrivedAt: '2026-02-23T08:59:59.000Z' });
    const sixDays = paper('2601.00002', { upvotes: 50, arrivedAt: '2026-02-24T09:00:00.000Z' });
    expect(titles(plan([weekOld, sixDays], considered))).toEqual(['Paper 2601.00002']);
  });

  test('keeps what came while it was paused for long, and says what is too old by now', () => {
    const pausedInJanuary = {
      since: '2026-01-01T00:00:00.000Z',
      consideredUntil: '2026-01-02T00:00:00.000Z',
    };
    const old = paper('2601.00001', { title: 'Old', arrivedAt: '2026-02-16T09:00:00.000Z' });
    const missed = paper('2601.00002', { arrivedAt: '2026-02-16T09:00:01.000Z' });
    const digest = plan([old, missed], pausedInJanuary);
    expect(titles(digest)).toEqual(['Paper 2601.00002']);
    expect(reasons(digest)).toEqual({ Old: 'expired' });
  });

  test('that comes once a month holds what came in that month', () => {
    const given = {
      schedule: { kind: 'cron', expression: '0 9 2 * *', zone: 'UTC' },
      since: '2026-01-01T00:00:00.000Z',
      consideredUntil: '2026-02-02T09:00:00.000Z',
    } as const;
    const early = paper('2601.00001', { title: 'Early', arrivedAt: '2026-02-03T09:00:00.000Z' });
    const late = paper('2601.00002', { title: 'Late', arrivedAt: '2026-03-01T09:00:00.000Z' });
    expect(titles(plan([early, late], given))).toEqual(['Early', 'Late']);
    const missed = { ...given, consideredUntil: '2026-01-02T09:00:00.000Z' };
    const older = paper('2601.00003', { title: 'Older', arrivedAt: '2026-01-20T09:00:00.000Z' });
    const digest = plan([early, late, older], missed);
    expect(titles(digest)).toEqual(['Early', 'Late']);
    expect(reasons(digest)).toEqual({ Older: 'expired' });
  });

  test.each([
    [6, 9, 9, { fresh: 4, risen: 2 }],
    [5, 9, 9, { fresh: 4, risen: 1 }],
    [2, 9, 9, { fresh: 1, risen: 1 }],
    [1, 9, 9, { fresh: 1, risen: 0 }],
    [1, 0, 9, { fresh: 0, risen: 1 }],
    [6, 2, 9, { fresh: 2, risen: 4 }],
    [6, 9, 1, { fresh: 5, risen: 1 }],
    [6, 9, 0, { fresh: 6, risen: 0 }],
  ])(
    'with %i places for %i new papers and %i that rose has %j',
    (limit, fresh, risen, expected) => {
      const consideredUntil = '2026-03-02T00:00:00.000Z';
      const papers = (count: number, kind: string, arrivedAt: string) =>
        Array.from({ length: count }, (_, index) =>
          paper(`${kind}.0000${index}`, { arrivedAt, upvotes: kind === '2602' ? 90 : 9 }),
        );
      const digest = plan(
        [
          ...papers(risen, '2602', '2026-03-01T12:00:00.000Z'),
          ...papers(fresh, '2603', '2026-03-02T06:00:00.000Z'),
        ],
        { limit, consideredUntil },
      );
      const chosen = digest.chosen.map(({ rose }) => rose);
      expect(chosen.toSorted()).toEqual(chosen);
      expect(chosen.filter((rose) => !rose)).toHaveLength(expected.fresh);
      expect(chosen.filter((rose) => rose)).toHaveLength(expected.risen);
      expect(digest.overLimit).toHaveLength(fresh + risen - expected.fresh - expected.risen);
    },
  );

  test('property: each new paper is chosen or left out with a reason, once, and the limit holds', () => {
    const papersOf = fc.uniqueArray(
      fc.record({
        number: fc.integer({ min: 1, max: 99_999 }),
        upvotes: fc.nat(60),
        title: fc.constantFrom('Diffusion', 'Agents', 'Robots and agents'),
        day: fc.integer({ min: 20, max: 60 }),
        posted: fc.boolean(),
        passed: fc.boolean(),
      }),
      { selector: ({ number }) => number, maxLength: 30 },
    );
    fc.assert(
      fc.property(papersOf, fc.integer({ min: 1, max: 10 }), (drafts, limit) => {
        const papers = drafts.map(({ number, upvotes, title, day }) =>
          paper(`2601.${String(number).padStart(5, '0')}`, {
            title,
            upvotes,
            arrivedAt: new Date(Date.UTC(2026, 0, day)).toISOString(),
          }),
        );
        const posted = papers.filter((_, index) => drafts[index]?.posted).map(({ id }) => id);
        const passedOver = papers.filter((_, index) => drafts[index]?.passed).map(({ id }) => id);
        const given = {
          queries: ['agents OR upvotes>=20'],
          limit,
          since: '2026-01-25T00:00:00.000Z',
          consideredUntil: '2026-02-20T00:00:00.000Z',
        };
        const digest = plan(papers, given, { posted, passedOver });
        const seen = [
          ...digest.chosen.map((each) => each.paper.id),
          ...digest.leftOut.map((each) => each.paper.id),
        ];
        expect(new Set(seen).size).toBe(seen.length);
        expect(digest.chosen.length).toBeLessThanOrEqual(limit);
        const fresh = papers.filter(
          ({ arrivedAt }) => arrivedAt > given.consideredUntil && Date.parse(arrivedAt) <= now,
        );
        for (const { id } of fresh) expect(seen).toContain(id);
        for (const { id } of [...digest.chosen.map(({ paper }) => paper), ...digest.overLimit]) {
          expect(posted).not.toContain(id);
          expect(passedOver).not.toContain(id);
        }
        const kinds = digest.leftOut.map(({ reason }): LeftOutReason['kind'] => reason.kind);
        if (kinds.includes('over-limit')) expect(digest.chosen.length).toBe(limit);
      }),
    );
  });
});
