import { Temporal } from 'temporal-polyfill';
import type { FeedDay } from '../../core/paper.ts';

/** The first day that Hugging Face ever listed. */
const firstDay = '2023-05-04';

/** A day opens at 21:30 in New York on the evening before it, so this long before its midnight. */
const opensBeforeMidnight = Temporal.Duration.from({ hours: 2, minutes: 30 });

/**
 * The newest feed day that is open at an instant, epoch milliseconds. Clocks change at 2:00, never between 21:30 and
 * midnight, so that the shift by elapsed time is right on every day of the year.
 */
export function feedDayAt(now: number): FeedDay {
  return Temporal.Instant.fromEpochMilliseconds(now)
    .add(opensBeforeMidnight)
    .toZonedDateTimeISO('America/New_York')
    .toPlainDate()
    .toString();
}

/** The `count` days that end with the open one, newest first, none before Hugging Face began. */
export function lastFeedDays(now: number, count: number): FeedDay[] {
  const newest = Temporal.PlainDate.from(feedDayAt(now));
  return Array.from({ length: count }, (_, days) => newest.subtract({ days }).toString()).filter(
    (day) => day >= firstDay,
  );
}

/** Hugging Face lists nothing on Saturdays and Sundays. */
export function isWeekend(day: FeedDay): boolean {
  return Temporal.PlainDate.from(day).dayOfWeek > 5;
}
