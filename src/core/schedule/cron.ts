import { failure, type Result, success } from '../problem.ts';
import { type CronField, cronFields, readCronField } from './cron-field.ts';
import { spacedWords, type Word } from './words.ts';

/** A cron expression read. Numbers ascend; in `weekdays` 0 is Sunday. */
export interface Cron {
  /** The five fields as typed, one space between. */
  readonly expression: string;
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
  /** Neither day field begins with a star: a day that fits either of them will do. */
  readonly eitherDay: boolean;
}

/**
 * Five fields as in crontab(5) of Vixie cron: minute, hour, day of month, month, day of week, with lists, ranges, steps
 * and English names. An expression that no date fits is a problem. The suggestion is a whole expression, whose other
 * fields may still be wrong.
 */
export function parseCron(text: string): Result<Cron> {
  const words = spacedWords(text);
  const span = { start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? text.length };
  if (words.length !== cronFields.length) return failure({ ...wrongCount(words), span });
  const values: number[][] = [];
  for (const [index, field] of cronFields.entries()) {
    const word = words[index];
    if (word === undefined) continue;
    const read = readCronField(word.text, field);
    if (!read.ok) {
      const { message, suggestion = field.usual } = read.problem;
      const corrected = words.map((each) => (each === word ? suggestion : each.text)).join(' ');
      return failure({
        message,
        remedy: remedyOf(field),
        span: { start: word.start, end: word.end },
        suggestion: corrected,
      });
    }
    values.push(read.value);
  }
  const [minutes = [], hours = [], daysOfMonth = [], months = [], weekdays = []] = values;
  const fields = words.map((word) => word.text);
  const eitherDay = ![fields[2], fields[4]].some((field) => field?.startsWith('*'));
  const longest = Math.max(...months.map((month) => monthLengths[month - 1] ?? 0));
  if (!eitherDay && Math.min(...daysOfMonth) > longest) {
    const last = longest === 29 ? 28 : longest;
    return failure({
      message: 'This never falls due: no month it names has such a day.',
      span: { start: words[2]?.start ?? span.start, end: words[3]?.end ?? span.end },
      suggestion: [...fields.slice(0, 2), last, ...fields.slice(3)].join(' '),
    });
  }
  const expression = fields.join(' ');
  return success({ expression, minutes, hours, daysOfMonth, months, weekdays, eitherDay });
}

const monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function wrongCount(words: readonly Word[]) {
  const count = cronFields.length;
  const kept = words.length > count ? words.slice(1, count + 1) : words;
  const fields = [
    ...kept.map((word) => word.text),
    ...cronFields.slice(kept.length).map((field) => field.usual),
  ];
  return {
    message: `A cron expression has five fields, and this has ${words.length}.`,
    remedy: 'They are minute, hour, day of month, month and day of week; there are no seconds.',
    suggestion: fields.join(' '),
  };
}

function remedyOf({ name, min, max }: CronField): string {
  return `The ${name} field takes a star, numbers from ${min} to ${max}, and lists, ranges and steps of them.`;
}
