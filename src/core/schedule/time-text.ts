import { boundedMemo } from '../bounded-memo.ts';
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
    const { local, day, time } = localText({ at, zone: known });
    const isToday = today !== undefined && localText({ at: today, zone: known }).day === day;
    return `${isToday ? time : local} (${place})`;
  } catch {
    return 'an unknown time';
  }
}

/** Many digests tell of the same instants. */
const localText = boundedMemo(
  1_000,
  ({ at, zone }: { readonly at: number; readonly zone: string }) => {
    const local = formatLocal(at, zone);
    const [day, time] = local.split(', ');
    return { local, day, time };
  },
  { nameOf: ({ at, zone }) => `${at} ${zone}` },
);
