import { failure, type Problem, type Result, type Span, success } from '../problem.ts';
import { daysAt, inWeekOrder, nearestDays } from './parse-days.ts';
import { isTimeWord, parseTime } from './parse-time.ts';
import { missingZone, nearestZone, readZone } from './parse-zone.ts';
import { placeProblem, replaced } from './place-problem.ts';
import { quote } from './quote.ts';
import { type Schedule, type Weekday, weekdays } from './schedule.ts';
import { fillers, type Word, wordsOf } from './words.ts';

interface Reading {
  readonly text: string;
  readonly words: readonly Word[];
  readonly defaultZone: string | undefined;
  readonly days: Set<Weekday>;
  readonly times: Set<string>;
  zone?: string;
}

/** Days, local times and a zone, in any order. A suggestion mends the first mistake only. */
export function parseWeeklySchedule(
  text: string,
  defaultZone: string | undefined,
): Result<Schedule> {
  const words = wordsOf(text);
  const reading: Reading = { text, words, defaultZone, days: new Set(), times: new Set() };
  let index = 0;
  while (index < words.length) {
    const length = readAt(reading, index);
    if (!length.ok) return length;
    index += length.value;
  }
  if (reading.times.size === 0) return failure(missingTime(text));
  const zone = reading.zone ?? defaultZone;
  if (zone === undefined) return failure(missingZone(text));
  return success({
    kind: 'weekly',
    days: reading.days.size === 0 ? weekdays : inWeekOrder(reading.days),
    times: [...reading.times].sort(),
    zone,
  });
}

/** Takes in what begins at a word. Gives the number of words taken. */
function readAt(reading: Reading, index: number): Result<number> {
  const { words, text } = reading;
  const word = words[index];
  if (word === undefined || fillers.has(word.text)) return success(1);
  if (isTimeWord(word.text)) {
    const time = parseTime(text.slice(word.start, word.end));
    if (!time.ok) return failure(placeProblem(time.problem, text, word));
    reading.times.add(time.value);
    return success(1);
  }
  const found = daysAt(words, index);
  if (found === undefined) return readZoneAt(reading, index);
  for (const day of found.days) reading.days.add(day);
  return success(found.length);
}

/** The most words in the name of a city: `port au prince`, `dar es salaam`, with one to spare. */
const longestName = 4;

function readZoneAt(reading: Reading, index: number): Result<number> {
  const { text, words } = reading;
  const name = nameAt(words, index);
  for (let length = name.length; length > 0; length -= 1) {
    const span = spanOf(name.slice(0, length));
    const read = readZone(text.slice(span.start, span.end));
    if (read.kind === 'refused') return failure(placeProblem(read.problem, text, span));
    if (read.kind === 'unknown') continue;
    if (reading.zone !== undefined && reading.zone !== read.zone) {
      return failure(secondZone(text, span, reading.zone));
    }
    reading.zone = read.zone;
    return success(length);
  }
  return failure(unknownWord(reading, index, spanOf(name)));
}

/** The words from `index` on that are none of days, times and fillers. */
function nameAt(words: readonly Word[], index: number): readonly Word[] {
  const following = words.slice(index, index + longestName);
  const end = following.findIndex(
    ({ text }, place) =>
      fillers.has(text) || isTimeWord(text) || daysAt(words, index + place) !== undefined,
  );
  return end < 0 ? following : following.slice(0, end);
}

function spanOf(words: readonly Word[]): Span {
  return { start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 };
}

/** Recurrences that only cron can express, and weeks without a day. */
const otherRecurrences: ReadonlyMap<string, string> = new Map([
  ...['hour', 'hours', 'hourly', 'minute', 'minutes'].map((word) => [word, '@hourly'] as const),
  ['week', 'mondays 09:00'],
  ['weekly', 'mondays 09:00'],
  ['month', '@monthly'],
  ['monthly', '@monthly'],
  ['year', '@yearly'],
  ['yearly', '@yearly'],
]);

/** Nothing begins with the word at `index`; `name` spans all that might be a name with it. */
function unknownWord(
  { text, words, zone, defaultZone }: Reading,
  index: number,
  name: Span,
): Problem {
  const word = words[index] ?? { text: '', ...name };
  const span = { start: word.start, end: word.end };
  const other = otherRecurrences.get(word.text);
  const message = `${quote(text.slice(span.start, span.end))} is not understood.`;
  const remedy = 'Say days, times and a city, such as weekdays 09:00 Berlin.';
  if (other !== undefined) return { message, remedy, span, suggestion: other };
  const typedName = text.slice(name.start, name.end);
  const misspelledZone = (distance: number): Problem | undefined => {
    const near = nearestZone(typedName, distance);
    if (near === undefined) return undefined;
    return {
      message: `There is no time zone ${quote(typedName)}.`,
      span: name,
      suggestion: replaced(text, name, near),
    };
  };
  const misspelledDays = (distance: number): Problem | undefined => {
    const near = nearestDays(word.text, distance);
    if (near === undefined) return undefined;
    return { message, remedy, span, suggestion: replaced(text, span, near) };
  };
  const misspelled =
    misspelledDays(1) ?? misspelledZone(1) ?? misspelledDays(2) ?? misspelledZone(3);
  if (misspelled !== undefined) return misspelled;
  if (name.end !== words.at(-1)?.end) return { message, remedy, span };
  const usual = zone === undefined ? (defaultZone ?? 'UTC') : '';
  const isAll = name.start === words[0]?.start;
  const suggestion = isAll ? `weekdays 09:00 ${usual}` : replaced(text, name, usual);
  return { message, remedy, span, suggestion };
}

function secondZone(text: string, span: Span, zone: string): Problem {
  return {
    message: `Two time zones are named, ${zone} and ${quote(text.slice(span.start, span.end))}.`,
    remedy: 'A schedule has one; for another, add a second digest.',
    span,
    suggestion: replaced(text, span, ''),
  };
}

function missingTime(text: string): Problem {
  return {
    message: 'The time of day is missing.',
    remedy: 'Add it as 09:00, 18:30 or 9:05pm.',
    span: { start: text.trimEnd().length, end: text.trimEnd().length },
    suggestion: `${text.trim()} 09:00`,
  };
}
