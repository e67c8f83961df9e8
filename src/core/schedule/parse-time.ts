import { failure, type Result, success } from '../problem.ts';
import { quote } from './quote.ts';

/** Whether the word can only be meant as a time of day, right or wrong. */
export function isTimeWord(word: string): boolean {
  return /^(?:\d|noon$|midnight$)/i.test(word);
}

/** A time of day as people write it: `09:00`, `9`, `9.30`, `0930`, `9am`, `9:05 p.m.`, `noon`. Gives `HH:MM`. */
export function parseTime(text: string): Result<string> {
  const typed = text.trim().toLowerCase().replace(/\.$/, '');
  if (typed === 'noon') return success('12:00');
  if (typed === 'midnight') return success('00:00');
  const match = timePattern.exec(typed);
  const [hours, minutes, half] = [Number(match?.[1]), Number(match?.[2] ?? 0), match?.[3]];
  const reason = wrongPart(hours, minutes, half);
  if (reason === undefined) return success(clock(to24(hours, half) * 60 + minutes));
  return failure({
    message:
      typed === '' ? 'A time of day is missing.' : `There is no time ${quote(text)}: ${reason}.`,
    remedy: 'Say it as 09:00, 18:30 or 9:05pm.',
    span: { start: 0, end: text.length },
    suggestion: nearestTime(typed, hours, minutes, half),
  });
}

const timePattern = /^(\d{1,2})(?:[:.h]?(\d{2}))?h?\s*(?:([ap])\.?m)?$/;

function wrongPart(hours: number, minutes: number, half: string | undefined): string | undefined {
  if (Number.isNaN(hours)) return 'it is not hours and minutes';
  if (half !== undefined && (hours < 1 || hours > 12))
    return 'with am or pm, hours run from 1 to 12';
  if (hours > 23) return 'hours run from 0 to 23';
  return minutes > 59 ? 'minutes run from 0 to 59' : undefined;
}

function to24(hours: number, half: string | undefined): number {
  if (half === undefined || hours > 12) return hours;
  return (hours % 12) + (half === 'p' ? 12 : 0);
}

/** 25:00 is taken for one o'clock and 9:61 for 10:01; else what it begins with, else nine o'clock. */
function nearestTime(
  typed: string,
  hours: number,
  minutes: number,
  half: string | undefined,
): string {
  if (!Number.isNaN(hours)) return clock(to24(hours, half) * 60 + minutes);
  const begun = /^\d{1,2}(?!\d)/.exec(typed);
  return clock(begun === null ? 9 * 60 : Number(begun[0]) * 60);
}

/** `HH:MM` of a minute of the day; days over are dropped. */
function clock(minute: number): string {
  const hours = Math.floor(minute / 60) % 24;
  return `${String(hours).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
