import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { liveYears } from './live-years.ts';

const { values } = parseArgs({
  options: {
    years: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    processes: { type: 'string', default: String(availableParallelism()) },
  },
});
const [years, firstSeed, processes] = [values.years, values.seed, values.processes].map(Number);
if (!isCount(years) || !isCount(processes) || !Number.isInteger(firstSeed)) {
  console.error('Usage: npm run simulate -- [--years N] [--seed N] [--processes N]');
  process.exit(2);
}

const total = { days: 0, cpuSeconds: 0, messages: 0, slots: 0, troubles: 0, starts: 0, broken: 0 };
const seeds = Array.from({ length: years }, (_, year) => Number(firstSeed) + year);
await liveYears(seeds, Math.min(processes, years), (year) => {
  const { seed, messages, papers, starts, troubles, slots, breaches } = year;
  total.days += year.livedDays;
  total.cpuSeconds += year.cpuSeconds;
  total.messages += messages;
  total.slots += slots;
  total.troubles += troubles;
  total.starts += starts;
  if (breaches.length > 0) total.broken += 1;
  console.log(
    `seed ${seed}: ${messages} messages, ${papers} papers, ${starts} starts, ${troubles} troubles, ` +
      `${slots} slots in quiet hours, ${breaches.length} broken promises`,
  );
  for (const breach of breaches.slice(0, 10)) console.log(`  ${breach}`);
});
const perMinute = Math.round((total.days / total.cpuSeconds) * 60);
console.log(
  `${years} years from seed ${firstSeed}: ${total.messages} messages, ${total.starts} starts, ` +
    `${total.troubles} troubles, ${total.slots} slots in quiet hours; ${total.broken} years with a broken promise. ` +
    `${perMinute} days a minute of processor time.`,
);
process.exitCode = total.broken === 0 ? 0 : 1;

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 1;
}
