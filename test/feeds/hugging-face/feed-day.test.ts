import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { feedDayAt, isWeekend, lastFeedDays } from '../../../src/feeds/hugging-face/feed-day.ts';

describe('the feed day', () => {
  test.each([
    ['2026-08-21T01:29:59Z', '2026-08-20', 'a second before 21:30 in summer'],
    ['2026-08-21T01:30:00Z', '2026-08-21', '21:30 in summer'],
    ['2026-08-21T04:00:00Z', '2026-08-21', 'midnight in New York'],
    ['2026-08-21T23:59:59Z', '2026-08-21', 'the evening in London'],
    ['2026-01-15T02:29:59Z', '2026-01-14', 'a second before 21:30 in winter'],
    ['2026-01-15T02:30:00Z', '2026-01-15', '21:30 in winter'],
    ['2026-03-08T02:29:59Z', '2026-03-07', 'the evening before clocks go forward'],
    ['2026-03-08T02:30:00Z', '2026-03-08', 'the evening before clocks go forward'],
    ['2026-03-08T07:30:00Z', '2026-03-08', 'just after clocks went forward'],
    ['2026-03-09T01:29:59Z', '2026-03-08', 'the evening after clocks went forward'],
    ['2026-03-09T01:30:00Z', '2026-03-09', 'the evening after clocks went forward'],
    ['2026-11-01T01:30:00Z', '2026-11-01', 'the evening before clocks go back'],
    ['2026-11-02T02:29:59Z', '2026-11-01', 'the evening after clocks went back'],
    ['2026-11-02T02:30:00Z', '2026-11-02', 'the evening after clocks went back'],
    ['2028-02-29T02:30:00Z', '2028-02-29', 'a leap day'],
    ['2027-01-01T02:30:00Z', '2027-01-01', 'a new year'],
  ])('at %s is %s: %s', (instant, day) => {
    expect(feedDayAt(Date.parse(instant))).toBe(day);
  });

  test('never goes back, and moves by one day at a time', () => {
    const instants = fc.integer({ min: Date.parse('2023-05-04'), max: Date.parse('2043-01-01') });
    fc.assert(
      fc.property(instants, (now) => {
        const step = Date.parse(feedDayAt(now + 3_600_000)) - Date.parse(feedDayAt(now));
        expect([0, 86_400_000]).toContain(step);
      }),
    );
  });
});

describe('the last feed days', () => {
  test('are newest first, across months', () => {
    expect(lastFeedDays(Date.parse('2026-03-02T12:00:00Z'), 4)).toEqual([
      '2026-03-02',
      '2026-03-01',
      '2026-02-28',
      '2026-02-27',
    ]);
  });

  test('do not reach back before the first one', () => {
    expect(lastFeedDays(Date.parse('2023-05-05T12:00:00Z'), 7)).toEqual([
      '2023-05-05',
      '2023-05-04',
    ]);
  });
});

test('Saturdays and Sundays are weekend', () => {
  const week = lastFeedDays(Date.parse('2026-08-23T12:00:00Z'), 7);
  expect(week.filter(isWeekend)).toEqual(['2026-08-23', '2026-08-22']);
});
