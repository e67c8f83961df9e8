import { boundedMemo } from '../bounded-memo.ts';

/** What a wall clock shows, as a number: the epoch milliseconds at which a clock in UTC shows the same. */
export type WallTime = number;

export const minuteLength = 60_000;
export const dayLength = 86_400_000;

/** Whether this runtime knows the zone: `Europe/Berlin`. Fixed offsets such as `+02:00` are not zones. */
export function isZone(name: string): boolean {
  return canonicalZone(name) !== undefined;
}

/** The name under which this runtime files the zone, which may be an old one (`Asia/Calcutta`). */
export function canonicalZone(name: string): string | undefined {
  return /^[a-z][a-z0-9_+/-]{1,49}$/i.test(name) ? filed(name).zone : undefined;
}

const filed = boundedMemo(1000, (name: string): { readonly zone?: string } => {
  try {
    return {
      zone: new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone,
    };
  } catch {
    return {};
  }
});

/** What clocks in `zone` show at `instant` (epoch ms). RangeError where the zone or the instant does not exist. */
export function localOf(instant: number, zone: string): WallTime {
  return instant + offsetAt(instant, zone);
}

/**
 * The instant at which clocks in `zone` show `wall`. Where they skip it (spring), the first instant after the gap;
 * where they show it twice (autumn), the first of the two. Never decreases as `wall` grows.
 */
export function instantOf(wall: WallTime, zone: string): number {
  const before = offsetAt(wall - dayLength, zone);
  if (offsetAt(wall - before, zone) === before) return wall - before;
  const after = offsetAt(wall + dayLength, zone);
  if (offsetAt(wall - after, zone) === after) return wall - after;
  return changeBetween(wall - after, wall - before, (instant) => offsetAt(instant, zone));
}

/** `2026-11-24T09:00`; years of four digits. */
export function wallText(wall: WallTime): string {
  return new Date(wall).toISOString().slice(0, 16);
}

/** Local time minus UTC, in ms. */
export function offsetAt(instant: number, zone: string): number {
  const block = blocksOf(zone)(Math.floor(instant / blockLength));
  return instant < block.change ? block.before : block.after;
}

/** Four days. No zone has changed its clocks twice within a week since 1970, so a block holds one change at most. */
const blockLength = 4 * dayLength;

interface Block {
  readonly before: number;
  readonly after: number;
  readonly change: number;
}

const blocksOf = boundedMemo(1000, (zone: string) => {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const askOffset = (instant: number) => readOffset(format.format(instant));
  return boundedMemo(300, (block: number): Block => {
    const start = block * blockLength;
    const end = start + blockLength;
    const before = askOffset(start);
    const after = askOffset(end);
    return { before, after, change: before === after ? end : changeBetween(start, end, askOffset) };
  });
});

/** From `6/1/2026, GMT+05:30`; before standard time offsets have seconds too. */
function readOffset(formatted: string): number {
  const [, sign, hours, minutes, seconds] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(formatted) ?? [];
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0);
  return (sign === '-' ? -size : size) * 1000;
}

/** The first instant in `(low, high]` with the offset of `high`, given that `low` has another. */
function changeBetween(low: number, high: number, askOffset: (instant: number) => number): number {
  const target = askOffset(high);
  let [without, having] = [low, high];
  while (having - without > 1) {
    const middle = Math.floor((without + having) / 2);
    if (askOffset(middle) === target) having = middle;
    else without = middle;
  }
  return having;
}
