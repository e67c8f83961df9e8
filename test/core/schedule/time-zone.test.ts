import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  instantOf,
  isZone,
  localOf,
  minuteLength,
  wallText,
} from '../../../src/core/schedule/time-zone.ts';

const utc = (text: string) => Date.parse(`${text}Z`);

describe('localOf and instantOf at the changes of the clocks', () => {
  test.each([
    // zone, local time, the instant in UTC, what the clocks show then
    ['Europe/Berlin', '2026-03-29T01:59', '2026-03-29T00:59', '2026-03-29T01:59'],
    ['Europe/Berlin', '2026-03-29T02:00', '2026-03-29T01:00', '2026-03-29T03:00'],
    ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:00', '2026-03-29T03:00'],
    ['Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00', '2026-03-29T03:00'],
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30', '2026-10-25T02:30'],
    ['Europe/Berlin', '2026-10-25T03:00', '2026-10-25T02:00', '2026-10-25T03:00'],
    ['America/New_York', '2026-03-08T02:15', '2026-03-08T07:00', '2026-03-08T03:00'],
    ['America/New_York', '2026-11-01T01:15', '2026-11-01T05:15', '2026-11-01T01:15'],
    ['America/St_Johns', '2026-03-08T02:30', '2026-03-08T05:30', '2026-03-08T03:00'],
    ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:30', '2026-10-04T02:30'],
    ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45', '2026-04-05T01:45'],
    ['Pacific/Chatham', '2026-09-27T03:00', '2026-09-26T14:00', '2026-09-27T03:45'],
    ['Pacific/Chatham', '2026-04-05T03:00', '2026-04-04T13:15', '2026-04-05T03:00'],
    ['Asia/Kathmandu', '2026-06-01T09:00', '2026-06-01T03:15', '2026-06-01T09:00'],
    ['Pacific/Apia', '2011-12-29T23:59', '2011-12-30T09:59', '2011-12-29T23:59'],
    ['Pacific/Apia', '2011-12-30T00:00', '2011-12-30T10:00', '2011-12-31T00:00'],
    ['Pacific/Apia', '2011-12-30T15:00', '2011-12-30T10:00', '2011-12-31T00:00'],
    ['Pacific/Apia', '2011-12-31T09:00', '2011-12-30T19:00', '2011-12-31T09:00'],
    ['Antarctica/Troll', '2026-03-29T02:00', '2026-03-29T01:00', '2026-03-29T03:00'],
    ['Antarctica/Troll', '2026-10-25T02:00', '2026-10-25T00:00', '2026-10-25T02:00'],
    ['Africa/Casablanca', '2026-02-15T02:30', '2026-02-15T01:30', '2026-02-15T02:30'],
    ['Africa/Cairo', '2026-04-24T00:30', '2026-04-23T22:00', '2026-04-24T01:00'],
    ['America/Boa_Vista', '2000-10-15T09:00', '2000-10-15T13:00', '2000-10-15T09:00'],
  ])('%s %s', (zone, local, instant, shown) => {
    const at = instantOf(utc(local), zone);
    expect(wallText(at)).toBe(instant);
    expect(wallText(localOf(at, zone))).toBe(shown);
  });
});

const zones = Intl.supportedValuesOf('timeZone');
const minutes = fc.integer({
  min: utc('1970-01-01T00:00') / minuteLength,
  max: utc('2060-01-01T00:00') / minuteLength,
});

test('agrees with Temporal in every zone', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), minutes, (zone, minute) => {
      const instant = minute * minuteLength;
      const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
      expect(localOf(instant, zone)).toBe(utc(zoned.toPlainDateTime().toString()));
      const wall = Temporal.PlainDateTime.from(wallText(instant));
      const shown = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
      const skipped = !shown.toPlainDateTime().equals(wall);
      const expected = skipped ? shown.getTimeZoneTransition('next') : shown;
      expect(instantOf(instant, zone)).toBe(expected?.epochMilliseconds);
    }),
    { numRuns: 1500 },
  );
});

test('instantOf never decreases', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      minutes,
      fc.integer({ min: 1, max: 4000 }),
      (zone, minute, later) => {
        const wall = minute * minuteLength;
        expect(instantOf(wall + later * minuteLength, zone)).toBeGreaterThanOrEqual(
          instantOf(wall, zone),
        );
      },
    ),
  );
});

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Etc/GMT-2', true],
  ['Asia/Calcutta', true],
  ['Europe/Berln', false],
  ['+02:00', false],
  ['', false],
  ['../../etc/passwd', false],
  ['a'.repeat(1000), false],
])('isZone %s', (name, expected) => {
  expect(isZone(name)).toBe(expected);
});
