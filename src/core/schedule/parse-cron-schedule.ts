import { failure, type Result, success } from '../problem.ts';
import { nearest } from '../text/edit-distance.ts';
import { parseCron } from './cron.ts';
import { missingZone, parseZone } from './parse-zone.ts';
import { placeProblem } from './place-problem.ts';
import { quote } from './quote.ts';
import type { Schedule } from './schedule.ts';
import { spacedWords } from './words.ts';

/** Whether the text is meant as cron: it says so, begins with `@`, or begins with what only cron has. */
export function isCronText(text: string): boolean {
  if (/^\s*(?:cron(?![a-z])|@)/i.test(text)) return true;
  const words = text.trim().split(/\s+/).slice(0, 5);
  const star = words.findIndex((word) => /^[*?]/.test(word));
  const fields = star < 0 ? words : words.slice(0, star);
  return (star >= 0 || words.length === 5) && fields.every(isPlainField);
}

/** Five cron fields or a nickname such as `@daily`, with or without `cron` before and a zone after. */
export function parseCronSchedule(text: string, defaultZone: string | undefined): Result<Schedule> {
  const words = spacedWords(text);
  if (/^cron:?$/i.test(words[0]?.text ?? '')) words.shift();
  const start = words[0]?.start ?? text.length;
  const foreign = words.findIndex((word, index) => !isField(word.text, index));
  const fields = foreign < 0 ? words : words.slice(0, foreign);
  const fieldSpan = { start, end: fields.at(-1)?.end ?? start };
  const typed = text.slice(fieldSpan.start, fieldSpan.end);
  const parsed = typed.startsWith('@') ? parseNickname(typed) : parseCron(typed);
  if (!parsed.ok) {
    const { suggestion } = parsed.problem;
    const padded = suggestion === undefined ? {} : { suggestion: ` ${suggestion} ` };
    return failure(placeProblem({ ...parsed.problem, ...padded }, text, fieldSpan));
  }
  const { expression } = parsed.value;
  if (foreign < 0) {
    if (defaultZone === undefined) return failure(missingZone(text));
    return success({ kind: 'cron', expression, zone: defaultZone });
  }
  const zoneSpan = { start: words[foreign]?.start ?? text.length, end: text.trimEnd().length };
  const zone = parseZone(text.slice(zoneSpan.start, zoneSpan.end), defaultZone);
  if (!zone.ok) return failure(placeProblem(zone.problem, text, zoneSpan));
  return success({ kind: 'cron', expression, zone: zone.value });
}

const names = 'jan feb mar apr may jun jul aug sep oct nov dec sun mon tue wed thu fri sat';
const nameList = `(?:${names.replaceAll(' ', '|')})(?![a-z])`;
const nameField = new RegExp(`^(?:${nameList}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)`, 'i');

/** Without a star: numbers, and names of months and weekdays where those stand. */
function isPlainField(word: string, index: number): boolean {
  return /^(?:\d(?:[\d,/-]*\d)?|\d*[LW])$/i.test(word) || (index >= 3 && nameField.test(word));
}

function isField(word: string, index: number): boolean {
  if (index === 0 && word.startsWith('@')) return true;
  return /^[\d*?]/.test(word) || isPlainField(word, index);
}

/** As in crontab(5). */
const nicknames: ReadonlyMap<string, string> = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
]);

function parseNickname(typed: string): ReturnType<typeof parseCron> {
  const expression = nicknames.get(typed.toLowerCase());
  if (expression !== undefined) return parseCron(expression);
  const [first = ''] = typed.split(/\s/);
  const known = [...nicknames.keys()];
  return failure({
    message: `${quote(typed)} is no schedule.`,
    remedy: `Of this kind there are ${known.join(', ')}.`,
    suggestion: nearest(first.toLowerCase(), known) ?? '@daily',
  });
}
