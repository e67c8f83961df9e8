import { formatLocal } from './describe-schedule.ts';
import { isZone } from './time-zone.ts';

/** `Tue 24 Nov 2026, 09:00 (Berlin)` of epoch milliseconds. In a zone that is not known here, in UTC. */
export function timeText(at: number, zone: string): string {
  const known = isZone(zone) ? zone : 'UTC';
  const place = known.slice(known.lastIndexOf('/') + 1).replaceAll('_', ' ');
  try {
    return `${formatLocal(at, known)} (${place})`;
  } catch {
    return 'an unknown time';
  }
}
