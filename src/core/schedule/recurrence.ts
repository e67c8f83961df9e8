import { boundedMemo } from '../bounded-memo.ts';
import { parseCron } from './cron.ts';
import { type Schedule, type Weekday, weekdays } from './schedule.ts';
import { dayLength, minuteLength, type WallTime } from './time-zone.ts';

/** A schedule ready to be searched: which days, and the same times on each of them. It knows nothing of zones. */
interface Recurrence {
  /** Minutes of the day, ascending. */
  readonly minutes: readonly number[];
  /** From January on; false where no day of the month can match, so that a search may pass over it. */
  readonly months: readonly boolean[];
  /** Given a date whose UTC fields are the local ones. */
  readonly hasDay: (date: Date) => boolean;
}

/** The first time that the schedule names at or after `wall`, within the horizon. */
export function wallAtOrAfter(schedule: Schedule, wall: WallTime): WallTime | undefined {
  const recurrence = recurrenceOf(schedule);
  const day = Math.floor(wall / dayLength);
  const minute = (wall - day * dayLength) / minuteLength;
  if (findDay(recurrence, day, 1, day) !== undefined) {
    const sameDay = recurrence.minutes.find((each) => each >= minute);
    if (sameDay !== undefined) return wallOf(day, sameDay);
  }
  const next = findDay(recurrence, day + 1, 1, day + horizon);
  return next === undefined ? undefined : wallOf(next, recurrence.minutes[0]);
}

/** The last time that the schedule names at or before `wall`, on the day of `earliest` or later. */
export function wallAtOrBefore(
  schedule: Schedule,
  wall: WallTime,
  earliest: WallTime,
): WallTime | undefined {
  const recurrence = recurrenceOf(schedule);
  const day = Math.floor(wall / dayLength);
  const minute = (wall - day * dayLength) / minuteLength;
  const lastDay = Math.max(Math.floor(earliest / dayLength), day - horizon);
  if (findDay(recurrence, day, -1, Math.max(day, lastDay)) !== undefined) {
    const sameDay = recurrence.minutes.findLast((each) => each <= minute);
    if (sameDay !== undefined) return wallOf(day, sameDay);
  }
  const previous = findDay(recurrence, day - 1, -1, lastDay);
  return previous === undefined ? undefined : wallOf(previous, recurrence.minutes.at(-1));
}

/** Days. 29 February rests eight years around 2100; where a weekday step must fit it too, up to forty. */
const horizon = 41 * 366;

/** The first matching day (counted from 1970) from `day` in the given direction, up to and including `lastDay`. */
function findDay(
  { months, hasDay }: Recurrence,
  day: number,
  direction: 1 | -1,
  lastDay: number,
): number | undefined {
  let current = day;
  while (direction * current <= direction * lastDay) {
    const date = new Date(current * dayLength);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    if (months[month] === true) {
      if (hasDay(date)) return current;
      current += direction;
    } else {
      // The first day of the next month, or the last of the one before.
      const next = direction === 1 ? Date.UTC(year, month + 1, 1) : Date.UTC(year, month, 0);
      current = next / dayLength;
    }
  }
  return undefined;
}

function wallOf(day: number, minute: number | undefined): WallTime | undefined {
  return minute === undefined ? undefined : day * dayLength + minute * minuteLength;
}

function recurrenceOf(schedule: Schedule): Recurrence {
  return schedule.kind === 'cron'
    ? cronRecurrence(schedule.expression)
    : weeklyRecurrence(schedule.days, schedule.times);
}

const everyMonth = Array.from({ length: 12 }, () => true);

function weeklyRecurrence(days: readonly Weekday[], times: readonly string[]): Recurrence {
  return {
    minutes: times
      .map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)))
      .sort((a, b) => a - b),
    months: everyMonth,
    hasDay: (date) => {
      const weekday = weekdays[(date.getUTCDay() + 6) % 7];
      return weekday !== undefined && days.includes(weekday);
    },
  };
}

/** An expression that does not parse recurs never. */
const cronRecurrence = boundedMemo(1000, (expression: string): Recurrence => {
  const parsed = parseCron(expression);
  if (!parsed.ok) return { minutes: [], months: [], hasDay: () => false };
  const { minutes, hours, daysOfMonth, months, weekdays, eitherDay } = parsed.value;
  return {
    minutes: hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute)),
    months: everyMonth.map((_, month) => months.includes(month + 1)),
    hasDay: (date) => {
      const byDate = daysOfMonth.includes(date.getUTCDate());
      const byWeekday = weekdays.includes(date.getUTCDay());
      return eitherDay ? byDate || byWeekday : byDate && byWeekday;
    },
  };
});
