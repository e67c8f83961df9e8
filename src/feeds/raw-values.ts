import type { FeedDay, Instant } from '../core/paper.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** More stars or votes than anything has: a number beyond it is a fault of the source. */
const mostCount = 1_000_000_000;
const longestLink = 2_000;

/** ISO 8601 from its day on; RFC 822 as RSS writes it. A clock time without a zone is UTC. */
const isoInstant =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/;
const rfc822Instant =
  /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|[A-Z]{1,5})$/;

/** The value as a JSON object; of anything else an empty one. */
export function readObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A whole number of 0 and more; undefined for what cannot be a count. */
export function readCount(value: unknown): number | undefined {
  if (typeof value !== 'number' || !(value >= 0 && value <= mostCount)) return undefined;
  return Math.floor(value);
}

/** The instant in UTC; undefined for what is none, and before arXiv or after 2100. */
export function readInstant(value: unknown): Instant | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  const iso = isoInstant.exec(text);
  if (iso === null && !rfc822Instant.test(text)) return undefined;
  const isZoneless = iso !== null && iso.groups?.zone === undefined && text.length > 10;
  const time = Date.parse(isZoneless ? `${text}Z` : text);
  const isPlausible = time >= Date.UTC(1986, 0) && time < Date.UTC(2100, 0);
  return isPlausible ? new Date(time).toISOString() : undefined;
}

/** The calendar day at the beginning of a date or an instant, as written. */
export function readDay(value: unknown): FeedDay | undefined {
  if (typeof value !== 'string') return undefined;
  const day = value.trim().slice(0, 10);
  return readInstant(day)?.slice(0, 10) === day ? day : undefined;
}

/** An address of the web that is safe to show: http or https, without white space or a password. */
export function readLink(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > longestLink) return undefined;
  const text = value.replaceAll(/[\s\p{Cc}\p{Cf}]/gu, '');
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.username === '' && url.password === '' ? url.href : undefined;
}
