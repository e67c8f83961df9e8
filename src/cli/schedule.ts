import { ProblemError } from '../core/problem.ts';
import {
  describeSchedule,
  formatLocal,
  formatSchedule,
} from '../core/schedule/describe-schedule.ts';
import { nextSlots } from '../core/schedule/due-slot.ts';
import { parseSchedule, parseZone } from '../core/schedule/parse-schedule.ts';
import { capitalized } from '../core/text/capitalized.ts';
import { readCount, readInstant, UsageError } from './option-values.ts';
import type { Verb } from './verb.ts';

export const schedule: Verb = {
  name: 'schedule',
  usage: 'SPEC [--zone ZONE] [--after ISO] [--count N]',
  summary: 'Print when a schedule falls due next, in UTC and in local time',
  options: {
    zone: { type: 'string', value: 'ZONE', help: 'its time zone, where SPEC names none' },
    after: { type: 'string', value: 'ISO', help: 'look from this instant on; from now by default' },
    count: { type: 'string', value: 'N', help: 'how many, 1 to 1000; 5 by default' },
  },
  words: { min: 1, max: 100 },
  examples: [
    `schedule 'weekdays 09:00 Europe/Berlin'`,
    `schedule '30 2 * * *' --zone America/New_York --after 2026-03-07T00:00:00Z --count 3`,
  ],
  async run({ words, options, config, output }) {
    const text = words.join(' ');
    const defaultZone = zoneOption(options.text('zone')) ?? config.zone;
    const after = readInstant(options, 'after') ?? Date.now();
    const count = readCount(options, 'count', 1_000) ?? 5;
    const parsed = parseSchedule(text, { zone: defaultZone });
    if (!parsed.ok) throw new ProblemError({ ...parsed.problem, input: text });
    const slots = nextSlots(parsed.value, after, count);
    const { zone } = parsed.value;
    if (options.flag('json')) {
      const list = slots.map(({ at, local }) => ({ utc: new Date(at).toISOString(), local, zone }));
      output.json({ schedule: formatSchedule(parsed.value), slots: list });
      return 0;
    }
    const described = describeSchedule(parsed.value);
    output.print(capitalized(described));
    for (const { at } of slots) {
      output.print(
        `${new Date(at).toISOString().replace(':00.000Z', 'Z')}  ${formatLocal(at, zone)} ${zone}`,
      );
    }
    return 0;
  },
};

function zoneOption(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const zone = parseZone(text);
  if (!zone.ok) throw new UsageError({ ...zone.problem, input: text });
  return zone.value;
}
