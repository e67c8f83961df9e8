import { failure, type Result, success } from '../problem.ts';
import { nearest } from '../text/edit-distance.ts';
import { quote } from './quote.ts';
import { type Weekday, weekdays } from './schedule.ts';
import { fillers, type Word, wordsOf } from './words.ts';

/** Days as people write them: `weekdays`, `mon,wed,fri`, `Monday to Thursday`, `daily`. In week order, each once. */
export function parseDays(text: string): Result<readonly Weekday[]> {
  const words = wordsOf(text.slice(0, longestText));
  const days = new Set<Weekday>();
  let index = 0;
  for (let word = words[0]; word !== undefined; word = words[index]) {
    const found = daysAt(words, index);
    for (const day of found?.days ?? []) days.add(day);
    if (found === undefined && !fillers.has(word.text)) return unknownDay(text, word);
    index += found?.length ?? 1;
  }
  if (days.size > 0 && text.length <= longestText) return success(inWeekOrder(days));
  return failure({
    message:
      days.size > 0 ? `Days take ${longestText} characters at most.` : 'The days are missing.',
    remedy,
    span: { start: 0, end: text.length },
    suggestion: usualDays,
  });
}

/** The days that begin at a word, and how many words they take; `mon - fri` takes three. */
export function daysAt(
  words: readonly Word[],
  index: number,
): { readonly days: readonly Weekday[]; readonly length: number } | undefined {
  const [first, link, last] = words.slice(index, index + 3);
  if (first === undefined) return undefined;
  const from = dayNames.get(first.text);
  const to = dayNames.get(last?.text ?? '');
  const linked = /^(?:-|to|thru|through|until)$/.test(link?.text ?? '');
  if (linked && from !== undefined && to !== undefined) {
    return { days: dayRange(from, to), length: 3 };
  }
  const days: Weekday[] = [];
  for (const part of first.text.split('/')) {
    const named = daysNamed(part);
    if (named === undefined) return undefined;
    days.push(...named);
  }
  return { days, length: 1 };
}

/** The word for days that is at most `distance` typing errors away. */
export function nearestDays(word: string, distance: number): string | undefined {
  const allowed = Math.min(distance, Math.floor(word.length / 3));
  return nearest(word, [...dayNames.keys(), ...dayGroups.keys()], allowed);
}

export function inWeekOrder(days: ReadonlySet<Weekday>): readonly Weekday[] {
  return weekdays.filter((day) => days.has(day));
}

const longestText = 200;
const usualDays = 'weekdays';
const remedy = 'Say weekdays, weekends, daily, or days such as mon,wed,fri.';

const workdays = weekdays.slice(0, 5);
const weekend = weekdays.slice(5);

const dayGroups: ReadonlyMap<string, readonly Weekday[]> = new Map(
  [
    { words: 'weekday weekdays workday workdays', days: workdays },
    { words: 'weekend weekends', days: weekend },
    { words: 'daily day days everyday', days: weekdays },
  ].flatMap(({ words, days }) => words.split(' ').map((word) => [word, days] as const)),
);

const dayNames: ReadonlyMap<string, Weekday> = new Map(
  (
    [
      { day: 'mon', words: 'mon monday mondays' },
      { day: 'tue', words: 'tue tues tuesday tuesdays' },
      { day: 'wed', words: 'wed weds wednesday wednesdays' },
      { day: 'thu', words: 'thu thur thurs thursday thursdays' },
      { day: 'fri', words: 'fri friday fridays' },
      { day: 'sat', words: 'sat saturday saturdays' },
      { day: 'sun', words: 'sun sunday sundays' },
    ] as const
  ).flatMap(({ day, words }) => words.split(' ').map((word) => [word, day] as const)),
);

function daysNamed(word: string): readonly Weekday[] | undefined {
  const [first = '', last, ...more] = word.split('-');
  const from = dayNames.get(first);
  if (last === undefined) return from === undefined ? dayGroups.get(word) : [from];
  const to = dayNames.get(last);
  return from === undefined || to === undefined || more.length > 0 ? undefined : dayRange(from, to);
}

/** Over the weekend too: `fri-mon`. */
function dayRange(from: Weekday, to: Weekday): readonly Weekday[] {
  const start = weekdays.indexOf(from);
  const length = ((weekdays.indexOf(to) - start + 7) % 7) + 1;
  return [...weekdays, ...weekdays].slice(start, start + length);
}

function unknownDay(text: string, word: Word): Result<never> {
  const near = nearestDays(word.text, 1) ?? nearestDays(word.text, 2);
  const mended = near && `${text.slice(0, word.start)}${near}${text.slice(word.end)}`.trim();
  return failure({
    message: `${quote(text.slice(word.start, word.end))} is not a day.`,
    remedy,
    span: { start: word.start, end: word.end },
    suggestion: mended !== undefined && parseDays(mended).ok ? mended : usualDays,
  });
}
