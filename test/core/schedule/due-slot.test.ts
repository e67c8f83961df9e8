import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { countSlots, dueSlot, nextSlots } from '../../../src/core/schedule/due-slot.ts';
import { parseSchedule } from '../../../src/core/schedule/parse-schedule.ts';
import { type Schedule, type Slot, weekdays } from '../../../src/core/schedule/schedule.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const utc = (text: string) => Date.parse(`${text}Z`);

function scheduleOf(text: string): Schedule {
  const parsed = parseSchedule(text, { zone: 'UTC' });
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

/** Every slot of a weekly schedule from one date to another, by walking the calendar with Temporal. */
function calendarSlots(schedule: Schedule & { kind: 'weekly' }, from: string, to: string): Slot[] {
  const slots: Slot[] = [];
  const end = Temporal.PlainDate.from(to);
  let date = Temporal.PlainDate.from(from);
  for (; Temporal.PlainDate.compare(date, end) < 0; date = date.add({ days: 1 })) {
    if (!schedule.days.includes(weekdays[date.dayOfWeek - 1]!)) continue;
    for (const time of schedule.times) {
      const wall = date.toPlainDateTime(time);
      const shown = wall.toZonedDateTime(schedule.zone, { disambiguation: 'earlier' });
      const skipped = !shown.toPlainDateTime().equals(wall);
      const at = (skipped ? shown.getTimeZoneTransition('next') : shown)?.epochMilliseconds;
      slots.push({ local: wall.toString({ smallestUnit: 'minute' }), at: at! });
    }
  }
  return slots;
}

const twentyZones = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Santiago',
  'America/Havana',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Asia/Beirut',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Antarctica/Troll',
];

/** The latest slot of each instant: what can be due. Those skipped together share one. */
function dueOnes(slots: readonly Slot[]): Slot[] {
  return slots.filter((slot, index) => slots[index + 1]?.at !== slot.at);
}

/** A number from 0 up to `size`, the same in every run. */
function jitter(seed: number, size: number): number {
  return Math.floor((((seed * 2_654_435_761) % 4_294_967_296) / 4_294_967_296) * size);
}

describe.each(twentyZones)('ten years in %s', (zone) => {
  const schedule = {
    kind: 'weekly',
    days: weekdays,
    times: ['00:15', '02:10', '02:45'],
    zone,
  } as const;
  const slots = calendarSlots(schedule, '2010-01-01', '2020-01-01');
  const due = dueOnes(slots);

  test('each local slot is due once, however late the tick', () => {
    const delivered: (Slot | undefined)[] = [];
    const wrong: (Slot | undefined)[] = [];
    let settled = slots[0]!.at - minute;
    for (const [index, slot] of due.entries()) {
      const wait = (due[index + 1]?.at ?? slot.at + minute) - slot.at;
      const late = slot.at + jitter(index, wait);
      wrong.push(dueSlot(schedule, settled, slot.at - 1));
      delivered.push(dueSlot(schedule, settled, late));
      settled = slot.at;
      wrong.push(dueSlot(schedule, settled, late));
    }
    expect(delivered).toEqual(due);
    expect(wrong.filter((slot) => slot !== undefined)).toEqual([]);
    expect(new Set(slots.map(({ local }) => local)).size).toBe(slots.length);
  });

  test('after a pause the latest is due, and all that were missed are counted', () => {
    let now = slots[0]!.at - minute;
    for (let reached = 0, step = 0; reached < slots.length; step += 1) {
      const after = now;
      now = Math.min(now + jitter(step, 9 * day), slots.at(-1)!.at);
      const next = slots.findIndex(({ at }, index) => index >= reached && at > now);
      const missed = slots.slice(reached, next < 0 ? slots.length : next);
      expect(dueSlot(schedule, after, now)).toEqual(missed.at(-1));
      expect(countSlots(schedule, after, now)).toBe(missed.length);
      expect(nextSlots(schedule, after, missed.length)).toEqual(missed);
      reached += missed.length;
    }
  });
});

describe('the changes of the clocks', () => {
  test('a time that is skipped falls due right after the gap', () => {
    const schedule = scheduleOf('daily 02:30 Europe/Berlin');
    expect(nextSlots(schedule, utc('2026-03-28T12:00'), 2)).toEqual([
      { local: '2026-03-29T02:30', at: utc('2026-03-29T01:00') },
      { local: '2026-03-30T02:30', at: utc('2026-03-30T00:30') },
    ]);
  });

  test('of times skipped together the latest is due, once', () => {
    const schedule = scheduleOf('daily 02:15 02:45 03:00 Europe/Berlin');
    const change = utc('2026-03-29T01:00');
    expect(dueSlot(schedule, change - day / 2, change - 1)).toBeUndefined();
    expect(dueSlot(schedule, change - day / 2, change)?.local).toBe('2026-03-29T03:00');
    expect(dueSlot(schedule, change, change + minute)).toBeUndefined();
    expect(countSlots(schedule, change - 1, change)).toBe(3);
  });

  test('a time that is shown twice falls due the first time only', () => {
    const schedule = scheduleOf('daily 02:30 Europe/Berlin');
    const first = utc('2026-10-25T00:30');
    expect(dueSlot(schedule, first - 1, first)).toEqual({ local: '2026-10-25T02:30', at: first });
    expect(dueSlot(schedule, first, first + 60 * minute)).toBeUndefined();
    expect(dueSlot(schedule, first - 1, first + 40 * minute)?.at).toBe(first);
    expect(nextSlots(schedule, first, 1)[0]?.local).toBe('2026-10-26T02:30');
  });

  test('a cron of every half hour names each local time once', () => {
    const schedule = scheduleOf('*/30 * * * * Europe/Berlin');
    const slots = nextSlots(schedule, utc('2026-10-24T23:30'), 6);
    expect(
      slots.map(({ local, at }) => `${local} ${new Date(at).toISOString().slice(11, 16)}`),
    ).toEqual([
      '2026-10-25T02:00 00:00',
      '2026-10-25T02:30 00:30',
      '2026-10-25T03:00 02:00',
      '2026-10-25T03:30 02:30',
      '2026-10-25T04:00 03:00',
      '2026-10-25T04:30 03:30',
    ]);
  });

  test('a day that a place skipped is a gap like any other', () => {
    const schedule = scheduleOf('fri 09:00 Pacific/Apia');
    expect(nextSlots(schedule, utc('2011-12-29T00:00'), 1)).toEqual([
      { local: '2011-12-30T09:00', at: utc('2011-12-30T10:00') },
    ]);
  });
});

describe('cron', () => {
  test.each([
    ['0 9 29 2 *', '2095-01-01', ['2096-02-29T09:00', '2104-02-29T09:00']],
    ['0 9 29 2 *', '2026-01-01', ['2028-02-29T09:00', '2032-02-29T09:00']],
    ['0 9 29 2 */6', '2026-01-01', ['2032-02-29T09:00', '2048-02-29T09:00']],
    ['30 6 31 * *', '2026-01-31', ['2026-01-31T06:30', '2026-03-31T06:30', '2026-05-31T06:30']],
    [
      '0 0 13 * 5',
      '2026-02-10',
      [
        '2026-02-13T00:00',
        '2026-02-20T00:00',
        '2026-02-27T00:00',
        '2026-03-06T00:00',
        '2026-03-13T00:00',
      ],
    ],
    ['0 9 */10 * 1', '2026-06-01', ['2026-06-01T09:00', '2026-08-31T09:00', '2026-09-21T09:00']],
    ['0 9 * * 7', '2026-11-24', ['2026-11-29T09:00', '2026-12-06T09:00']],
    ['0 9 * * MON-FRI', '2026-11-27', ['2026-11-27T09:00', '2026-11-30T09:00']],
    ['0 9 1 JAN,jul *', '2026-11-27', ['2027-01-01T09:00', '2027-07-01T09:00']],
    [
      '5,10-20/5 8-10/2 * * *',
      '2026-11-27',
      [
        '2026-11-27T08:05',
        '2026-11-27T08:10',
        '2026-11-27T08:15',
        '2026-11-27T08:20',
        '2026-11-27T10:05',
      ],
    ],
    ['@hourly', '2026-11-27', ['2026-11-27T00:00', '2026-11-27T01:00']],
    ['@weekly', '2026-11-27', ['2026-11-29T00:00', '2026-12-06T00:00']],
    ['@monthly', '2026-11-27', ['2026-12-01T00:00', '2027-01-01T00:00']],
  ])('%s from %s', (expression, from, expected) => {
    const slots = nextSlots(scheduleOf(expression), utc(`${from}T00:00`) - 1, expected.length);
    expect(slots.map(({ local }) => local)).toEqual(expected);
    expect(slots.every(({ local, at }) => utc(local) === at)).toBe(true);
    const last = slots.at(-1)!;
    expect(dueSlot(scheduleOf(expression), slots[0]!.at - 1, last.at + minute / 2)).toEqual(last);
  });

  /** A field as text and as the test it stands for. */
  function field(min: number, max: number) {
    const value = fc.integer({ min, max });
    const range = fc.tuple(value, value).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    const step = fc.integer({ min: 1, max: 12 });
    const star = fc.constant({ text: '*', has: () => true });
    const part = fc.oneof(
      value.map((one) => ({ text: `${one}`, has: (x: number) => x === one })),
      range.map(([a, b]) => ({ text: `${a}-${b}`, has: (x: number) => x >= a && x <= b })),
      fc.tuple(range, step).map(([[a, b], n]) => ({
        text: `${a}-${b}/${n}`,
        has: (x: number) => x >= a && x <= b && (x - a) % n === 0,
      })),
      step.map((n) => ({ text: `*/${n}`, has: (x: number) => (x - min) % n === 0 })),
    );
    const list = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => ({
      text: parts.map(({ text }) => text).join(','),
      has: (x: number) => parts.some(({ has }) => has(x)),
    }));
    return fc.oneof(star, list);
  }

  test('agrees with a walk over every minute', () => {
    const from = utc('2028-02-20T00:00');
    const until = from + 20 * day;
    fc.assert(
      fc.property(
        field(0, 59),
        field(0, 23),
        field(1, 31),
        field(1, 12),
        field(0, 6),
        (...fields) => {
          const [minutes, hours, dates, months, weekday] = fields;
          const parsed = parseSchedule(fields.map(({ text }) => text).join(' '), { zone: 'UTC' });
          fc.pre(parsed.ok);
          const either = !dates.text.startsWith('*') && !weekday.text.startsWith('*');
          const expected: number[] = [];
          for (let at = from; at < until && expected.length < 300; at += minute) {
            const date = new Date(at);
            const days = [dates.has(date.getUTCDate()), weekday.has(date.getUTCDay())];
            if (
              minutes.has(date.getUTCMinutes()) &&
              hours.has(date.getUTCHours()) &&
              months.has(date.getUTCMonth() + 1) &&
              (either ? days.some(Boolean) : days.every(Boolean))
            )
              expected.push(at);
          }
          const slots = nextSlots(parsed.value, from - 1, Math.max(1, expected.length));
          if (expected.length === 0) expect(slots[0]?.at ?? until).toBeGreaterThanOrEqual(until);
          else expect(slots.map(({ at }) => at)).toEqual(expected);
          for (const [index, at] of expected.slice(0, 20).entries()) {
            expect(dueSlot(parsed.value, from - 1, at)?.at).toBe(at);
            expect(dueSlot(parsed.value, from - 1, at - 1)?.at).toBe(expected[index - 1]);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the edges', () => {
  const daily = scheduleOf('daily 09:00 Europe/Berlin');

  test.each([
    [Number.NaN, 0],
    [0, Number.NaN],
    [5, 5],
    [10, 5],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])('nothing is due after %s at %s', (after, now) => {
    expect(dueSlot(daily, after, now)).toBeUndefined();
  });

  test('instants beyond any calendar are no trouble', () => {
    expect(nextSlots(daily, Number.NaN, 3)).toEqual([]);
    expect(nextSlots(daily, 8.64e15, 3)).toEqual([]);
    expect(nextSlots(daily, Number.POSITIVE_INFINITY, 3)).toEqual([]);
    expect(nextSlots(daily, Number.NEGATIVE_INFINITY, 1)).toHaveLength(1);
    expect(countSlots(daily, 0, Number.NaN)).toBe(0);
    expect(dueSlot(daily, Number.NEGATIVE_INFINITY, utc('2026-11-23T12:30'))?.local).toBe(
      '2026-11-23T09:00',
    );
  });

  test('lists and counts are bounded', () => {
    const often = scheduleOf('* * * * *');
    expect(nextSlots(often, 0, 1e9)).toHaveLength(1000);
    expect(countSlots(often, 0, 1e12)).toBe(1000);
    expect(nextSlots(often, 0, -1)).toEqual([]);
  });

  test('the order of the times does not matter', () => {
    const days = ['mon'] as const;
    const unordered: Schedule = { kind: 'weekly', days, times: ['17:00', '09:00'], zone: 'UTC' };
    const monday = utc('2026-11-23T00:00');
    expect(nextSlots(unordered, monday, 2).map(({ local }) => local.slice(11))).toEqual([
      '09:00',
      '17:00',
    ]);
    expect(dueSlot(unordered, monday, monday + day)?.local).toBe('2026-11-23T17:00');
  });

  test('a stored expression that does not parse is never due', () => {
    const broken: Schedule = { kind: 'cron', expression: 'often', zone: 'UTC' };
    expect(nextSlots(broken, 0, 1)).toEqual([]);
    expect(dueSlot(broken, 0, utc('2026-11-23T12:30'))).toBeUndefined();
  });

  test('a zone that does not exist is an error of the caller', () => {
    const broken: Schedule = { ...daily, zone: 'Europe/Berln' };
    expect(() => nextSlots(broken, 0, 1)).toThrow(RangeError);
  });
});
