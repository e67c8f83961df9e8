import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  describeSchedule,
  formatLocal,
  formatSchedule,
  untilText,
} from '../../../src/core/schedule/describe-schedule.ts';
import { parseSchedule } from '../../../src/core/schedule/parse-schedule.ts';
import { type Schedule, weekdays } from '../../../src/core/schedule/schedule.ts';

test.each([
  ['weekdays 9 berlin', 'weekdays at 09:00 Berlin time'],
  ['daily 8 17 kolkata', 'every day at 08:00 and 17:00 Kolkata time'],
  ['mon wed fri 18:30 new york', 'Mondays, Wednesdays and Fridays at 18:30 New York time'],
  ['sun 9 utc', 'Sundays at 09:00 UTC'],
  ['weekends 9 Etc/GMT-2', 'weekends at 09:00 UTC+2'],
  ['0 9 * * 1-5 berlin', 'weekdays at 09:00 Berlin time'],
  ['0 9,17 * * 7 berlin', 'Sundays at 09:00 and 17:00 Berlin time'],
  ['0 9 1 * * berlin', 'on the 1st of every month at 09:00 Berlin time'],
  [
    '0 9 2,3,11,23 * * berlin',
    'on the 2nd, 3rd, 11th and 23rd of every month at 09:00 Berlin time',
  ],
  ['0 9 29 feb * berlin', 'on the 29th of February at 09:00 Berlin time'],
  ['@hourly berlin', 'every hour at :00 Berlin time'],
  ['*/30 * * * 1-5 berlin', 'weekdays every hour at :00 and :30 Berlin time'],
  ['0 9 1-31 * 1-5 berlin', 'every day at 09:00 Berlin time'],
  ['0 9 1 * 1 berlin', 'by the cron line 0 9 1 * 1 (Berlin time)'],
  ['*/5 * * * * utc', 'by the cron line */5 * * * * (UTC)'],
  ['0 9 * 1-6 * utc', 'by the cron line 0 9 * 1-6 * (UTC)'],
])('%s is %s', (text, expected) => {
  const parsed = parseSchedule(text, { zone: 'UTC' });
  expect(parsed.ok && describeSchedule(parsed.value)).toBe(expected);
});

test('a stored expression that does not parse is shown as it is', () => {
  expect(describeSchedule({ kind: 'cron', expression: 'often', zone: 'UTC' })).toBe(
    'by the cron line often (UTC)',
  );
});

const weekly = fc.record({
  kind: fc.constant('weekly' as const),
  days: fc.subarray([...weekdays], { minLength: 1 }),
  times: fc
    .uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 1, maxLength: 6 })
    .map((minutes) =>
      minutes
        .sort((a, b) => a - b)
        .map((each) => new Date(each * 60_000).toISOString().slice(11, 16)),
    ),
  zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata'),
}) satisfies fc.Arbitrary<Schedule>;

test('what is formatted or described reads back', () => {
  fc.assert(
    fc.property(weekly, (schedule) => {
      for (const text of [formatSchedule(schedule), describeSchedule(schedule)]) {
        expect(parseSchedule(text, { zone: 'Asia/Tokyo' })).toEqual({ ok: true, value: schedule });
      }
    }),
  );
});

test.each([
  ['2026-11-24T08:00Z', 'Europe/Berlin', 'Tue 24 Nov 2026, 09:00'],
  ['2026-11-24T08:00Z', 'UTC', 'Tue 24 Nov 2026, 08:00'],
  ['2026-12-31T18:30Z', 'Asia/Kolkata', 'Fri 1 Jan 2027, 00:00'],
])('%s in %s', (instant, zone, expected) => {
  expect(formatLocal(Date.parse(instant), zone)).toBe(expected);
});

test.each([
  [0, 'now'],
  [-5, 'now'],
  [Number.NaN, 'now'],
  [0.2, 'in 1 min'],
  [12, 'in 12 min'],
  [60, 'in 1 h'],
  [192, 'in 3 h 12 min'],
  [24 * 60, 'in 1 d'],
  [52 * 60 + 30, 'in 2 d 4 h'],
])('%s minutes ahead is %s', (minutes, expected) => {
  const now = Date.parse('2026-11-24T08:00Z');
  expect(untilText(now, now + minutes * 60_000)).toBe(expected);
});
