import { failure, type Problem, type Result, success } from '../problem.ts';
import { nearest } from '../text/edit-distance.ts';
import { quote } from './quote.ts';
import { zoneCalled, zoneOfAbbreviation, zoneOfCity, zoneWords } from './zone-names.ts';

/**
 * A time zone as people write it: an IANA name in any case, or a city. Gives the present IANA name, `Europe/Berlin`.
 * Offsets (`UTC+2`) and abbreviations (`CET`) are refused with the zone they suggest; where nothing is near, `fallback` is.
 */
export function parseZone(text: string, fallback = 'UTC'): Result<string> {
  const span = { start: 0, end: text.length };
  const reading = readZone(text);
  if (reading.kind === 'zone') return success(reading.zone);
  if (reading.kind === 'refused') return failure({ ...reading.problem, span });
  return failure({
    message:
      text.trim() === '' ? 'A time zone is missing.' : `There is no time zone ${quote(text)}.`,
    remedy: 'Name a large city, or an IANA time zone such as Europe/Berlin.',
    span,
    suggestion: nearestZone(text, 3) ?? fallback,
  });
}

/** The problem of a schedule that names no zone where there is none to fall back on. */
export function missingZone(text: string): Problem {
  const end = text.trimEnd().length;
  return {
    message: 'The time zone is missing.',
    remedy: 'Add a large city, or an IANA time zone such as Europe/Berlin.',
    span: { start: end, end },
    suggestion: `${text} UTC`,
  };
}

export type ZoneReading =
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'unknown' };

/** Tells what is no zone at all from what is refused for a reason of its own. */
export function readZone(text: string): ZoneReading {
  if (text.length > longestName) return { kind: 'unknown' };
  const name = text
    .trim()
    .replace(/\s+time$/i, '')
    .replaceAll(/\s+/g, '_');
  const offset = offsetPattern.exec(name);
  if (offset !== null) return { kind: 'refused', problem: fixedOffset(name, offset) };
  const meant = zoneOfAbbreviation(name);
  if (meant !== undefined) return { kind: 'refused', problem: abbreviation(name, meant) };
  const zone = zoneOfCity(name) ?? (name.toLowerCase() === 'z' ? 'UTC' : zoneCalled(name));
  return zone === undefined ? { kind: 'unknown' } : { kind: 'zone', zone };
}

/** The zone whose name or city is at most `distance` typing errors away. */
export function nearestZone(text: string, distance: number): string | undefined {
  const typed = text.slice(0, longestName).trim().toLowerCase().replaceAll(/\s+/g, '_');
  const word = nearest(typed, zoneWords(), Math.min(distance, Math.floor(typed.length / 3)));
  return word === undefined ? undefined : (zoneOfCity(word) ?? zoneCalled(word));
}

const longestName = 100;

const offsetPattern = /^(?:utc|gmt)?_?([+-])(\d{1,2})(?::?(\d{2}))?$/i;

/** Where the clocks go by each offset, in minutes, when no summer time is on. */
const placesByOffset: ReadonlyMap<number, string> = new Map([
  [-600, 'Pacific/Honolulu'],
  [-570, 'Pacific/Marquesas'],
  [-540, 'America/Anchorage'],
  [-480, 'America/Los_Angeles'],
  [-420, 'America/Denver'],
  [-360, 'America/Chicago'],
  [-300, 'America/New_York'],
  [-240, 'America/Halifax'],
  [-210, 'America/St_Johns'],
  [-180, 'America/Sao_Paulo'],
  [0, 'Europe/London'],
  [60, 'Europe/Berlin'],
  [120, 'Europe/Athens'],
  [180, 'Europe/Istanbul'],
  [210, 'Asia/Tehran'],
  [240, 'Asia/Dubai'],
  [270, 'Asia/Kabul'],
  [300, 'Asia/Karachi'],
  [330, 'Asia/Kolkata'],
  [345, 'Asia/Kathmandu'],
  [360, 'Asia/Dhaka'],
  [390, 'Asia/Yangon'],
  [420, 'Asia/Bangkok'],
  [480, 'Asia/Singapore'],
  [525, 'Australia/Eucla'],
  [540, 'Asia/Tokyo'],
  [570, 'Australia/Adelaide'],
  [600, 'Australia/Sydney'],
  [630, 'Australia/Lord_Howe'],
  [660, 'Pacific/Noumea'],
  [720, 'Pacific/Auckland'],
  [765, 'Pacific/Chatham'],
  [780, 'Pacific/Tongatapu'],
]);

/** Etc/GMT-2 is two hours ahead of UTC: POSIX counts west of Greenwich as positive. */
function fixedOffset(typed: string, [, sign, hours, minutes]: RegExpExecArray): Problem {
  const size = Number(hours) * 60 + Number(minutes ?? 0);
  const place = placesByOffset.get(sign === '-' ? -size : size);
  const fixed = zoneCalled(`Etc/GMT${sign === '-' ? '+' : '-'}${size / 60}`);
  const city = place === undefined ? '' : `, such as ${place}`;
  const unchanging = fixed === undefined ? '' : `; for a clock that never changes, say ${fixed}`;
  return {
    message: `${quote(typed.replace('_', ''))} is a fixed offset, which does not follow daylight saving time.`,
    remedy: `Name a city${city}${unchanging}.`,
    suggestion: fixed ?? place ?? 'UTC',
  };
}

function abbreviation(typed: string, meant: string): Problem {
  return {
    message: `${quote(typed)} does not say which place's clock is meant, nor whether it changes in summer.`,
    remedy: `Name a city or an IANA time zone, such as ${meant}.`,
    suggestion: meant,
  };
}
