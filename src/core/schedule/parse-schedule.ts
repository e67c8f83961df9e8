import { failure, type Result } from '../problem.ts';
import { isCronText, parseCronSchedule } from './parse-cron-schedule.ts';
import { parseWeeklySchedule } from './parse-weekly-schedule.ts';
import { parseZone } from './parse-zone.ts';
import type { Schedule } from './schedule.ts';

export { parseDays } from './parse-days.ts';
export { parseTime } from './parse-time.ts';
export { parseZone } from './parse-zone.ts';

/**
 * When to post, as people write it: days, local times and a zone in any order (`weekdays 09:00 Europe/Berlin`,
 * `mon-fri at 9 and 17 new york`), or five cron fields and a zone (`0 9 * * 1-5 Berlin`, `@daily`). Without days it is
 * every day; without a zone, `defaults.zone`, where that is one. The suggestion of a problem is a whole schedule that parses.
 */
export function parseSchedule(text: string, defaults: { readonly zone: string }): Result<Schedule> {
  const known = parseZone(defaults.zone);
  const zone = known.ok ? known.value : undefined;
  const read = readSchedule(text, zone);
  if (read.ok) return read;
  return failure({
    ...read.problem,
    suggestion: repaired(read.problem.suggestion, zone),
  });
}

const longestText = 200;
const mostRepairs = 20;

/** Mends one mistake after the other. */
function repaired(text: string | undefined, zone: string | undefined): string {
  let candidate = text;
  for (let round = 0; candidate !== undefined && round < mostRepairs; round += 1) {
    const tidy = candidate
      .replaceAll(/\s+/g, ' ')
      .replace(/[\s,]+$/, '')
      .trim();
    const read = readSchedule(tidy, zone);
    if (read.ok) return tidy;
    candidate = read.problem.suggestion;
  }
  return example(zone);
}

function example(zone = 'UTC'): string {
  return `weekdays 09:00 ${zone}`;
}

/** As `parseSchedule`, but a suggestion mends the first mistake only. */
function readSchedule(text: string, defaultZone: string | undefined): Result<Schedule> {
  if (text.trim() === '') {
    return failure({
      message: 'A schedule is missing.',
      remedy: 'Say days, a time and a city.',
      span: { start: 0, end: text.length },
      suggestion: example(defaultZone),
    });
  }
  if (text.length > longestText) {
    return failure({
      message: `A schedule takes ${longestText} characters at most, and this has ${text.length}.`,
      span: { start: longestText, end: text.length },
      suggestion: example(defaultZone),
    });
  }
  return isCronText(text)
    ? parseCronSchedule(text, defaultZone)
    : parseWeeklySchedule(text, defaultZone);
}
