import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Arrived, createArrivals } from '../../src/core/arrivals.ts';
import type { Paper } from '../../src/core/paper.ts';
import { paper } from '../fakes/papers.ts';

const always = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

function came(time: string, featuredOn = '2026-03-02'): Paper {
  return paper(`2603.${time}`, { featuredOn, arrivedAt: `2026-03-02T${time}:00.000Z` });
}

function counts(papers: readonly Paper[]): Record<string, string> {
  const settled = createArrivals(papers).settled(...always);
  return Object.fromEntries(
    settled.map(({ paper: { id }, at }) => [
      id.slice(11),
      new Date(at).toISOString().slice(11, 16),
    ]),
  );
}

describe('a paper of a feed day counts', () => {
  test.each([
    [
      'two hours after the last of its list',
      ['06:00', '07:30', '09:00'],
      ['11:00', '11:00', '11:00'],
    ],
    [
      'once nothing had come for two hours',
      ['06:00', '08:00', '09:00'],
      ['08:00', '11:00', '11:00'],
    ],
    [
      'at 16:00 UTC, however its list grows',
      ['13:00', '14:30', '15:30'],
      ['16:00', '16:00', '16:00'],
    ],
    ['at once after that hour', ['15:59', '16:00', '16:01'], ['16:00', '16:00', '16:01']],
  ])('%s', (_, times, expected) => {
    expect(Object.values(counts(times.map((time) => came(time))))).toEqual(expected);
  });

  test('by its own list alone', () => {
    const yesterday = came('06:30', '2026-03-01');
    const undated: Paper = { ...came('07:00') };
    const { featuredOn: _, ...none } = undated;
    expect(counts([came('06:00'), yesterday, none])).toEqual({
      '06:00': '08:00',
      '06:30': '06:30',
      '07:00': '07:00',
    });
  });

  test('within a day, however odd that feed day is', () => {
    const times = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
    const settled = createArrivals(times.map((time) => came(time, '2099-01-01'))).settled(
      ...always,
    );
    for (const {
      paper: { arrivedAt },
      at,
    } of settled) {
      expect(at - Date.parse(arrivedAt)).toBeLessThanOrEqual(24 * 3_600_000);
    }
  });
});

test('what changes keeps its arrival, what is removed is gone, and what moved to another day counts there', () => {
  const arrivals = createArrivals([came('06:00'), came('06:30'), came('07:00')]);
  const voted = { ...came('06:00'), upvotes: 99 };
  const moved = came('07:00', '2026-03-01');
  const before = arrivals.version();
  arrivals.apply({ put: [voted, moved], removed: [came('06:30').id] });
  expect(arrivals.version()).not.toBe(before);
  expect(arrivals.settled(...always).map(({ paper: each }) => each)).toEqual([voted, moved]);
  expect(arrivals.met(...always)).toHaveLength(2);
});

const minutes = fc.record({
  minute: fc.nat(3 * 24 * 60),
  day: fc.constantFrom('2026-03-01', '2026-03-02', '2026-03-03', undefined),
});

function papersOf(drafts: readonly { minute: number; day: string | undefined }[]): Paper[] {
  return drafts.map(({ minute, day }, index) => {
    const { featuredOn: _, ...plain } = paper(`2603.${index}`);
    const arrivedAt = new Date(Date.UTC(2026, 2, 1) + minute * 60_000).toISOString();
    return { ...plain, arrivedAt, ...(day !== undefined && { featuredOn: day }) };
  });
}

const instantOf = (papers: readonly Arrived[]) =>
  new Map(papers.map(({ paper: { id }, at }) => [id, at]));

test('property: whoever looks at any time never finds that what counted before counts from another time', () => {
  fc.assert(
    fc.property(fc.array(minutes, { maxLength: 30 }), fc.nat(3 * 24 * 60), (drafts, look) => {
      const at = Date.UTC(2026, 2, 1) + look * 60_000;
      const papers = papersOf(drafts);
      const known = papers.filter(({ arrivedAt }) => Date.parse(arrivedAt) <= at);
      const then = createArrivals(known).settled(Number.NEGATIVE_INFINITY, at);
      const later = createArrivals(papers).settled(Number.NEGATIVE_INFINITY, at);
      expect(instantOf(then)).toEqual(instantOf(later));
    }),
  );
});

test('property: one change after another comes to the same as all at once, and spans miss nothing', () => {
  fc.assert(
    fc.property(fc.array(minutes, { maxLength: 30 }), fc.nat(3 * 24 * 60), (drafts, cut) => {
      const papers = papersOf(drafts);
      const slowly = createArrivals([]);
      for (const each of papers) slowly.apply({ put: [each], removed: [] });
      const all = createArrivals(papers).settled(...always);
      expect(instantOf(slowly.settled(...always))).toEqual(instantOf(all));
      const at = Date.UTC(2026, 2, 1) + cut * 60_000;
      const [before, after] = [slowly.settled(always[0], at), slowly.settled(at, always[1])];
      expect(instantOf([...before, ...after])).toEqual(instantOf(all));
      for (const each of before) expect(each.at).toBeLessThanOrEqual(at);
    }),
  );
});
