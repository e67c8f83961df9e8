import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatSchedule } from '../../../src/core/schedule/describe-schedule.ts';
import { nextSlots } from '../../../src/core/schedule/due-slot.ts';
import {
  parseDays,
  parseSchedule,
  parseTime,
  parseZone,
} from '../../../src/core/schedule/parse-schedule.ts';

const defaults = { zone: 'Europe/Berlin' };

describe('what people write', () => {
  test.each([
    ['weekdays 09:00 Europe/Berlin', 'weekdays 09:00 Europe/Berlin'],
    ['daily 9am', 'daily 09:00 Europe/Berlin'],
    ['9am berlin', 'daily 09:00 Europe/Berlin'],
    ['Weekdays at 9:00. Berlin.', 'weekdays 09:00 Europe/Berlin'],
    ['9', 'daily 09:00 Europe/Berlin'],
    ['mon,wed,fri 18:30 America/New_York', 'mon,wed,fri 18:30 America/New_York'],
    ['Mon/Wed 18:30', 'mon,wed 18:30 Europe/Berlin'],
    ['fri, mon 18:30', 'mon,fri 18:30 Europe/Berlin'],
    ['mon-fri at 9', 'weekdays 09:00 Europe/Berlin'],
    ['Mon – Thu at 9', 'mon,tue,wed,thu 09:00 Europe/Berlin'],
    ['monday through thursday 9 a.m.', 'mon,tue,wed,thu 09:00 Europe/Berlin'],
    ['fri-mon 9', 'mon,fri,sat,sun 09:00 Europe/Berlin'],
    ['weekends 10:00', 'weekends 10:00 Europe/Berlin'],
    ['every day 08:00 and 17:00 Asia/Kolkata', 'daily 08:00,17:00 Asia/Kolkata'],
    ['17:00, 8am, 08:00 daily', 'daily 08:00,17:00 Europe/Berlin'],
    ['tuesday 9:05pm', 'tue 21:05 Europe/Berlin'],
    ['Tuesdays at 9:05 PM, New York time', 'tue 21:05 America/New_York'],
    ['america/NEW_YORK 12am', 'daily 00:00 America/New_York'],
    ['12pm utc', 'daily 12:00 UTC'],
    ['noon São Paulo', 'daily 12:00 America/Sao_Paulo'],
    ['ho chi minh 9 mon', 'mon 09:00 Asia/Ho_Chi_Minh'],
    ['9 Asia/Calcutta', 'daily 09:00 Asia/Kolkata'],
    ['9 Etc/GMT-2', 'daily 09:00 Etc/GMT-2'],
    ['0 9 * * 1-5 Europe/Berlin', 'cron 0 9 * * 1-5 Europe/Berlin'],
    ['cron 0 9 * * 1-5', 'cron 0 9 * * 1-5 Europe/Berlin'],
    ['CRON:  0   9 * * MON-FRI new york', 'cron 0 9 * * MON-FRI America/New_York'],
    ['0 9 1 jan mon tokyo', 'cron 0 9 1 jan mon Asia/Tokyo'],
    ['@daily', 'cron 0 0 * * * Europe/Berlin'],
    ['@weekly utc', 'cron 0 0 * * 0 UTC'],
  ])('%s', (text, expected) => {
    const parsed = parseSchedule(text, defaults);
    expect(parsed.ok ? formatSchedule(parsed.value) : parsed.problem).toBe(expected);
  });
});

describe('mistakes are placed and mended', () => {
  test.each([
    // text, the part at fault, the suggestion
    ['whenever', 'whenever', 'weekdays 09:00 Europe/Berlin'],
    ['25:00', '25:00', '01:00'],
    ['9:61', '9:61', '10:01'],
    ['13pm daily', '13pm', '13:00 daily'],
    ['daily 9:0', '9:0', 'daily 09:00'],
    ['daily 9:00-17:00', '9:00-17:00', 'daily 09:00'],
    ['wekdays', 'wekdays', 'weekdays 09:00'],
    ['wendsday 9', 'wendsday', 'wednesday 9'],
    ['Europe/Berln 9', 'Europe/Berln', 'Europe/Berlin 9'],
    ['9am new yrok', 'new yrok', '9am America/New_York'],
    ['wekdays 25:00 Europe/Berln', 'wekdays', 'weekdays 01:00 Europe/Berlin'],
    ['weekdays', '', 'weekdays 09:00'],
    ['9am utc+2', 'utc+2', '9am Etc/GMT-2'],
    ['9am UTC -3', 'UTC -3', '9am Etc/GMT+3'],
    ['9am +05:30', '+05:30', '9am Asia/Kolkata'],
    ['9am CET', 'CET', '9am Europe/Berlin'],
    ['9am pst', 'pst', '9am America/Los_Angeles'],
    ['9am IST', 'IST', '9am Asia/Kolkata'],
    ['9am berlin paris', 'paris', '9am berlin'],
    ['9am Berlin, Germany', 'Germany', '9am Berlin'],
    ['9am hogwarts', 'hogwarts', '9am Europe/Berlin'],
    ['daily except sunday 9:00', 'except', 'weekdays 09:00 Europe/Berlin'],
    ['every 2 hours', 'hours', '@hourly'],
    ['weekly', 'weekly', 'mondays 09:00'],
    ['', '', 'weekdays 09:00 Europe/Berlin'],
    ['0 9 * *', '0 9 * *', '0 9 * * *'],
    ['0 9 * * tokyo', '0 9 * *', '0 9 * * * tokyo'],
    ['* * * * * *', '* * * * * *', '* * * * *'],
    ['0 0 9 * * 1-5 tokyo', '0 0 9 * * 1-5', '0 9 * * 1-5 tokyo'],
    ['0 25 * * *', '25', '0 23 * * *'],
    ['0 9 * * 8', '8', '0 9 * * 7'],
    ['0 9 0 * *', '0', '0 9 1 * *'],
    ['0 9 31 2 *', '31 2', '0 9 28 2 *'],
    ['0 9 31 feb,apr *', '31 feb,apr', '0 9 30 feb,apr *'],
    ['0 9 * * FRI-MON', 'FRI-MON', '0 9 * * 5-6,0-1'],
    ['0 9 * * monday', 'monday', '0 9 * * mon'],
    ['0 22-2 * * *', '22-2', '0 22-23,0-2 * * *'],
    ['5/10 * * * *', '5/10', '5-59/10 * * * *'],
    ['*/0 * * * *', '*/0', '* * * * *'],
    ['0 9 ? * MON', '?', '0 9 * * MON'],
    ['0 9 L * *', 'L', '0 9 * * *'],
    ['60 25 32 13 8', '60', '59 23 31 12 7'],
    ['0 9 * * * Berln', 'Berln', '0 9 * * * Europe/Berlin'],
    ['@dayly', '@dayly', '@daily'],
    ['cron', '', 'cron 0 9 * * *'],
  ])('%s', (text, part, suggestion) => {
    const parsed = parseSchedule(text, defaults);
    if (parsed.ok) throw new Error('it parsed');
    const { span, ...problem } = parsed.problem;
    expect(text.slice(span?.start, span?.end)).toBe(part);
    expect(problem.suggestion).toBe(suggestion);
    expect(parseSchedule(suggestion, defaults).ok).toBe(true);
  });

  test('a fixed offset names a city and the zone that never changes', () => {
    const parsed = parseSchedule('9am utc+2', defaults);
    expect(parsed).toMatchObject({
      problem: { remedy: expect.stringMatching(/Europe\/Athens.*Etc\/GMT-2/) },
    });
  });

  test('a text too long', () => {
    const parsed = parseSchedule(`9am ${'daily '.repeat(40)}`, defaults);
    expect(parsed).toMatchObject({ problem: { span: { start: 200 } } });
  });

  test('without a default zone, one must be named', () => {
    expect(parseSchedule('9am tokyo', { zone: '' }).ok).toBe(true);
    for (const text of ['weekdays 9:00', '0 9 * * *']) {
      expect(parseSchedule(text, { zone: 'Nowhere' })).toMatchObject({
        problem: { message: 'The time zone is missing.', suggestion: `${text} UTC` },
      });
    }
  });
});

/** Words a schedule is made of, and words it is not, in any order. */
const piece = fc.oneof(
  fc.constantFrom(
    ...'weekdays mon tue-fri fri - at and every 9 9:00 25:00 9:61 9pm pm noon berlin new york'.split(
      ' ',
    ),
    ...'Europe/Berlin utc+2 CET * */5 1-5 5-1 31 2 feb L ? # @daily @x cron except hours weekly'.split(
      ' ',
    ),
    ...['‮', '\u0000', '\ud800', '–', '😀', 'ß', 'İ', '٣', '９', "'", '"', '“', '$&', '\n', ','],
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const hostile = fc
  .array(fc.tuple(piece, fc.constantFrom(' ', '', ',', '  ')), { maxLength: 30 })
  .map((pieces) => pieces.flat().join(''));

describe('any text', () => {
  test('parses, or has a problem within the text and a suggestion that parses', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const parsed = parseSchedule(text, defaults);
        if (parsed.ok) {
          const again = parseSchedule(formatSchedule(parsed.value), { zone: 'UTC' });
          expect(again).toEqual(parsed);
          expect(nextSlots(parsed.value, 0, 1)).toHaveLength(1);
          return;
        }
        const { message, remedy = '', span, suggestion = '' } = parsed.problem;
        expect(span?.start).toBeGreaterThanOrEqual(0);
        expect(span?.end).toBeGreaterThanOrEqual(span?.start ?? 0);
        expect(span?.end).toBeLessThanOrEqual(text.length);
        expect(`${message}${remedy}${suggestion}`).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}/u);
        expect(parseSchedule(suggestion, defaults).ok).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('the same holds for each part', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(parseTime, parseDays, parseZone), (text, parse) => {
        const parsed: ReturnType<typeof parseTime> | ReturnType<typeof parseDays> = parse(text);
        if (!parsed.ok) expect(parse(parsed.problem.suggestion ?? '').ok).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('long texts take no long time', () => {
    const started = performance.now();
    const repeated = [' ', '9', 'a', ',', '9 ', 'mon-', '*/', '\t9 p', '+', '😀'];
    const texts = repeated.map((one) => one.repeat(50_000));
    for (const text of [...texts, `a${texts[0]}b`, `mon${texts[0]}9`]) {
      for (const parse of [parseTime, parseDays, parseZone]) expect(parse(text).ok).toBe(false);
      expect(parseSchedule(text, defaults).ok).toBe(false);
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('the parts of a form', () => {
  test.each([
    ['09:00', '09:00'],
    ['9', '09:00'],
    [' 9.30 ', '09:30'],
    ['930', '09:30'],
    ['1830', '18:30'],
    ['9h', '09:00'],
    ['9h30', '09:30'],
    ['12 am', '00:00'],
    ['12:30 p.m.', '12:30'],
    ['midnight', '00:00'],
  ])('time %s', (text, expected) => {
    expect(parseTime(text)).toEqual({ ok: true, value: expected });
  });

  test.each([
    ['24:00', '00:00'],
    ['0am', '00:00'],
    ['nine', '09:00'],
    ['', '09:00'],
  ])('no time %s', (text, suggestion) => {
    expect(parseTime(text)).toMatchObject({ problem: { suggestion } });
  });

  test.each([
    ['weekdays', 'mon,tue,wed,thu,fri'],
    ['every day', 'mon,tue,wed,thu,fri,sat,sun'],
    ['Sun, Mon and Thurs.', 'mon,thu,sun'],
    ['weekends & mon', 'mon,sat,sun'],
  ])('days %s', (text, expected) => {
    expect(parseDays(text)).toEqual({ ok: true, value: expected.split(',') });
  });

  test.each([
    ['wekdays', 'weekdays'],
    ['mon, tusday', 'mon, tuesday'],
    ['yesterday', 'weekdays'],
    ['', 'weekdays'],
  ])('no days %s', (text, suggestion) => {
    expect(parseDays(text)).toMatchObject({ problem: { suggestion } });
  });

  test.each([
    ['berlin', 'Europe/Berlin'],
    ['New York', 'America/New_York'],
    ['new_york', 'America/New_York'],
    ['NYC', 'America/New_York'],
    ['zürich', 'Europe/Zurich'],
    ["St. John's", 'America/St_Johns'],
    ['port-au-prince', 'America/Port-au-Prince'],
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['us/pacific', 'America/Los_Angeles'],
    ['gmt', 'UTC'],
    ['Z', 'UTC'],
    ['Japan', 'Asia/Tokyo'],
  ])('zone %s', (text, expected) => {
    expect(parseZone(text)).toEqual({ ok: true, value: expected });
  });

  test.each([
    ['Europe/Berln', 'Europe/Berlin'],
    ['Tokio', 'Asia/Tokyo'],
    ['UTC+14', 'Etc/GMT-14'],
    ['GMT+5:45', 'Asia/Kathmandu'],
    ['-99', 'UTC'],
    ['EST', 'America/New_York'],
    ['nowhere at all', 'UTC'],
    ['', 'UTC'],
  ])('no zone %s', (text, suggestion) => {
    expect(parseZone(text)).toMatchObject({ problem: { suggestion } });
  });

  test('every zone that the runtime lists is known by its name and reads back', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const parsed = parseZone(zone.toLowerCase());
      expect(parsed.ok).toBe(true);
      if (parsed.ok) expect(parseZone(parsed.value)).toEqual(parsed);
    }
  });
});
