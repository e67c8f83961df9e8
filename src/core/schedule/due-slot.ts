import { wallAtOrAfter, wallAtOrBefore } from './recurrence.ts';
import type { Schedule, Slot } from './schedule.ts';
import { dayLength, instantOf, localOf, minuteLength, offsetAt, wallText } from './time-zone.ts';

/**
 * The latest slot with `after < slot.at <= now` (epoch ms), or undefined: what a tick at `now` has to post when
 * everything up to `after` is settled. However late the tick and however many slots were missed, one is due.
 *
 * Each local date and time that the schedule names is one slot, whatever the clocks do. A time that they skip falls due
 * at the first instant after the gap, together with the others skipped, of which the latest is due. A time that they
 * show twice falls due the first time only. RangeError where the zone does not exist.
 */
export function dueSlot(schedule: Schedule, after: number, now: number): Slot | undefined {
  if (!(after < now)) return undefined;
  const { zone } = schedule;
  const end = clamp(now);
  const earliest = localOf(clamp(after), zone);
  // In the second pass of an hour shown twice, later times of the first pass lie behind us too.
  let wall = end + Math.max(offsetAt(end, zone), offsetAt(end - dayLength, zone));
  for (;;) {
    const named = wallAtOrBefore(schedule, wall, earliest);
    if (named === undefined) return undefined;
    const at = instantOf(named, zone);
    if (at <= after) return undefined;
    if (at <= now) return { local: wallText(named), at };
    wall = named - minuteLength;
  }
}

/** The first `count` slots (1000 at most) with `slot.at > after`, in order; fewer where the schedule ends in the year 9990. */
export function nextSlots(schedule: Schedule, after: number, count: number): Slot[] {
  const slots: Slot[] = [];
  const wanted = Math.min(count, longestList);
  if (!(wanted > 0)) return slots;
  for (const slot of slotsAfter(schedule, after)) {
    slots.push(slot);
    if (slots.length >= wanted) break;
  }
  return slots;
}

/** How many slots have `after < slot.at <= until`; 1000 stands for any more. */
export function countSlots(schedule: Schedule, after: number, until: number): number {
  let count = 0;
  for (const slot of slotsAfter(schedule, after)) {
    if (!(slot.at <= until) || count >= longestList) break;
    count += 1;
  }
  return count;
}

function* slotsAfter(schedule: Schedule, after: number): Generator<Slot> {
  if (Number.isNaN(after)) return;
  const local = localOf(clamp(after), schedule.zone);
  let wall = Math.floor(local / minuteLength) * minuteLength;
  for (;;) {
    const named = wallAtOrAfter(schedule, wall + minuteLength);
    if (named === undefined || named > lastInstant) return;
    const at = instantOf(named, schedule.zone);
    if (at > after) yield { local: wallText(named), at };
    wall = named;
  }
}

const longestList = 1000;
/** Searches keep to years of four digits. */
const firstInstant = Date.UTC(1000, 0, 1);
const lastInstant = Date.UTC(9990, 0, 1);

function clamp(instant: number): number {
  return Math.min(Math.max(instant, firstInstant), lastInstant);
}
