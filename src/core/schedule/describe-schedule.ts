import { type Cron, parseCron } from './cron.ts';
import { type Schedule, type Weekday, weekdays } from './schedule.ts';
import { localOf, minuteLength } from './time-zone.ts';

/** In plain words, to stand in a sentence: `weekdays at 09:00 Berlin time`. `parseSchedule` understands the weekly ones. */
export function describeSchedule(schedule: Schedule): string {
  const zone = zoneText(schedule.zone);
  if (schedule.kind === 'weekly') {
    return `${daysText(schedule.days)} at ${listText(schedule.times)} ${zone}`;
  }
  const cron = parseCron(schedule.expression);
  const described = cron.ok ? cronText(cron.value) : undefined;
  return described === undefined
    ? `by the cron line ${schedule.expression} (${zone})`
    : `${described} ${zone}`;
}

/** As short text that `parseSchedule` reads back to the same schedule: `mon,wed,fri 09:00,17:00 Europe/Berlin`. */
export function formatSchedule(schedule: Schedule): string {
  if (schedule.kind === 'cron') return `cron ${schedule.expression} ${schedule.zone}`;
  const days = dayGroup(schedule.days)?.typed ?? schedule.days.join(',');
  return `${days} ${schedule.times.join(',')} ${schedule.zone}`;
}

/** `Tue 24 Nov 2026, 09:00`, as clocks in `zone` show the instant (epoch ms). RangeError where either does not exist. */
export function formatLocal(at: number, zone: string): string {
  const wall = new Date(localOf(at, zone));
  const time = wall.toISOString().slice(-13, -8);
  const month = monthNames[wall.getUTCMonth()]?.slice(0, 3);
  return `${dayNames[wall.getUTCDay()]?.slice(0, 3)} ${wall.getUTCDate()} ${month} ${wall.getUTCFullYear()}, ${time}`;
}

/** How far `at` lies ahead of `now` (both epoch ms): `in 3 h 12 min`, `in 2 d 4 h`; `now` once it is there. */
export function untilText(now: number, at: number): string {
  const minutes = Math.ceil((at - now) / minuteLength);
  return minutes > 0 ? `in ${minutesText(minutes)}` : 'now';
}

/** How far `at` lies behind `now` (both epoch ms): `12 min ago`; `just now` within the first minute. */
export function sinceText(now: number, at: number): string {
  const minutes = Math.floor((now - at) / minuteLength);
  return minutes > 0 ? `${minutesText(minutes)} ago` : 'just now';
}

/** `3 h 12 min`, `2 d 4 h`, of one minute or more. */
function minutesText(minutes: number): string {
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  const parts = [
    { amount: days, unit: 'd' },
    { amount: hours, unit: 'h' },
    { amount: days > 0 ? 0 : minutes % 60, unit: 'min' },
  ].filter(({ amount }) => amount > 0);
  return parts.map(({ amount, unit }) => `${amount} ${unit}`).join(' ');
}

const dayNames = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const monthNames =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

function zoneText(zone: string): string {
  if (zone === 'UTC') return zone;
  const fixed = /^Etc\/GMT([+-])(\d+)$/.exec(zone);
  if (fixed !== null) return `UTC${fixed[1] === '-' ? '+' : '-'}${fixed[2]}`;
  return `${zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')} time`;
}

function dayGroup(days: readonly Weekday[]) {
  const key = days.join(',');
  return dayGroups.find((group) => group.days === key);
}

const dayGroups = [
  { days: weekdays.join(','), typed: 'daily', described: 'every day' },
  { days: weekdays.slice(0, 5).join(','), typed: 'weekdays', described: 'weekdays' },
  { days: weekdays.slice(5).join(','), typed: 'weekends', described: 'weekends' },
];

function daysText(days: readonly Weekday[]): string {
  const names = days.map((day) => `${dayNames[(weekdays.indexOf(day) + 1) % 7]}s`);
  return dayGroup(days)?.described ?? listText(names);
}

/** `a, b and c` */
function listText(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** Undefined where words would be harder to read than the expression. */
function cronText(cron: Cron): string | undefined {
  const days = cronDaysText(cron);
  const times = cronTimesText(cron);
  if (days === undefined || times === undefined) return undefined;
  return days === 'every day' && times.startsWith('every hour') ? times : `${days} ${times}`;
}

const mostListed = 4;

function cronTimesText({ minutes, hours }: Cron): string | undefined {
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  if (hours.length === 24 && minutes.length <= mostListed) {
    return `every hour at ${listText(minutes.map((minute) => `:${twoDigits(minute)}`))}`;
  }
  if (hours.length * minutes.length > mostListed) return undefined;
  const times = hours.flatMap((hour) =>
    minutes.map((minute) => `${twoDigits(hour)}:${twoDigits(minute)}`),
  );
  return `at ${listText(times)}`;
}

function cronDaysText(cron: Cron): string | undefined {
  const { daysOfMonth, months, eitherDay } = cron;
  const [everyDate, everyWeekday] = [daysOfMonth.length === 31, cron.weekdays.length === 7];
  const everyMonth = months.length === 12;
  if (everyMonth && eitherDay && (everyDate || everyWeekday)) return daysText(weekdays);
  if (everyMonth && everyDate) {
    return daysText(weekdays.filter((_, index) => cron.weekdays.includes((index + 1) % 7)));
  }
  if (eitherDay || !everyWeekday || everyDate || daysOfMonth.length > mostListed) return undefined;
  const dates = listText(daysOfMonth.map(ordinal));
  if (everyMonth) return `on the ${dates} of every month`;
  if (months.length > mostListed) return undefined;
  return `on the ${dates} of ${listText(months.map((month) => monthNames[month - 1] ?? ''))}`;
}

/** `1st`, `2nd`, `3rd`, `11th` */
function ordinal(day: number): string {
  const ending = day > 10 && day < 14 ? undefined : ['th', 'st', 'nd', 'rd'][day % 10];
  return `${day}${ending ?? 'th'}`;
}
