import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Problem, Result } from '../../src/core/problem.ts';
import { describeSchedule, formatSchedule } from '../../src/core/schedule/describe-schedule.ts';
import { countSlots, dueSlot, nextSlots } from '../../src/core/schedule/due-slot.ts';
import {
  parseDays,
  parseSchedule,
  parseTime,
  parseZone,
} from '../../src/core/schedule/parse-schedule.ts';
import type { Schedule } from '../../src/core/schedule/schedule.ts';
import { hostileText } from './hostile.ts';
import { mutatedText } from './mutations.ts';
import { defineTarget } from './target.ts';

const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC', 'berlin', 'utc+5:45');
const words = fc.constantFrom(
  ...'weekdays daily weekends mon tuesday tue-fri fri-mon - at and every 9 09:00 9pm noon , &'.split(
    ' ',
  ),
  ...'25:00 9:61 13pm wekdays UTC berlin utc+2 +05:30 CET * */5 1-5 5-1 31 2 feb L ? # @daily'.split(
    ' ',
  ),
  ...'@x cron except hours weekly 0 59 60 1,2,3 MON jan-mar */0 1/2 99999999999999999999'.split(
    ' ',
  ),
);
const anySchedule = fc.oneof(
  fc.array(words, { maxLength: 9 }).map((each) => each.join(' ')),
  fc.tuple(words, words, zones).map((each) => each.join(' ')),
  fc
    .array(fc.oneof(fc.constant('*'), words, fc.nat(60).map(String)), {
      minLength: 5,
      maxLength: 5,
    })
    .map((fields) => fields.join(' ')),
  mutatedText(
    fc.oneof(
      fc.constantFrom(
        'weekdays 09:00 Europe/Berlin',
        '0 9 1,15 * mon-fri Asia/Tokyo',
        '@daily utc',
      ),
      zones.map((zone) => `mon,wed 8:30,17:00 ${zone}`),
    ),
  ),
  hostileText,
);
/** Also beyond what dates can be. */
const instants = fc.oneof(
  fc.integer({ min: 0, max: 4_102_444_800_000 }),
  fc.integer({ min: -9e15, max: 9e15 }),
);

export const schedules = defineTarget({
  name: 'schedules',
  holds:
    'a text is a schedule that reads back from its short form and has its slots in order, or has a problem in its place and a suggestion that parses',
  share: 10_000,
  input: fc.tuple(anySchedule, fc.oneof(zones, fc.constantFrom('', 'Nowhere')), instants),
  open: () => ({
    run([text, zone, at]) {
      checkParts(text);
      const parsed = parseSchedule(text, { zone });
      if (!parsed.ok)
        return checkProblem(text, parsed.problem, (each) => parseSchedule(each, { zone }));
      checkSlots(parsed.value, at);
      const again = parseSchedule(formatSchedule(parsed.value), { zone: 'UTC' });
      assert.deepEqual(again, parsed);
      assert.notEqual(describeSchedule(parsed.value), '');
    },
  }),
});

function checkProblem(
  text: string,
  { message, span, suggestion = '' }: Problem,
  parse: (text: string) => Result<unknown>,
): void {
  assert.notEqual(message, '');
  if (span !== undefined) {
    assert.ok(span.start >= 0 && span.end >= span.start && span.end <= text.length);
  }
  assert.ok(parse(suggestion).ok, `${suggestion} does not parse`);
}

function checkParts(text: string): void {
  for (const parse of [parseTime, parseDays, parseZone]) {
    const read: Result<unknown> = parse(text);
    if (!read.ok) checkProblem(text, read.problem, parse);
  }
}

function checkSlots(schedule: Schedule, at: number): void {
  const slots = nextSlots(schedule, at, 3);
  const [first] = slots;
  if (first === undefined) return;
  assert.ok(first.at > at);
  for (const [index, slot] of slots.entries()) {
    assert.ok(slot.at >= (slots[index - 1]?.at ?? at));
    assert.match(slot.local, /^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
  }
  // Times that the clocks skip fall due together, and the latest of them is the one due.
  assert.equal(dueSlot(schedule, at, first.at)?.at, first.at);
  assert.ok(countSlots(schedule, at, first.at) >= 1);
}
