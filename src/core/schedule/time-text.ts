import { formatLocal } from './describe-schedule.ts';
import { isZone } from './time-zone.ts';

/**
 * `Tue 24 Nov 2026, 09:00 (Berlin)` of epoch milliseconds; `09:00 (Berlin)` where that is the day of `today`, an instant
 * too. In a zone that is not known here, in UTC.
 */
export function timeText(at: number, zone: string, today?: number): string {
  const known = isZone(zone) ? zone : 'UTC';
  const place = known.slice(known.lastIndexOf('/') + 1).replaceAll('_', ' ');
  try {
    const local = formatLocal(at, known);
    const [day, time] = local.split(', ');
    const isToday = today !== undefined && formatLocal(today, known).startsWith(`${day},`);
    return `${isToday ? time : local} (${place})`;
  } catch {
    return 'an unknown time';
  }
}
