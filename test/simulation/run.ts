import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    years: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const years = Number(values.years);
const firstSeed = Number(values.seed);
if (!Number.isInteger(years) || years < 1 || !Number.isInteger(firstSeed)) {
  console.error('Usage: npm run simulate -- [--years N] [--seed N], both whole numbers.');
  process.exit(2);
}

const startedAt = performance.now();
let broken = 0;
let days = 0;
for (let seed = firstSeed; seed < firstSeed + years; seed += 1) {
  const report = await simulate({ seed, days: 365 });
  days += report.days;
  const perMinute = Math.round((days / (performance.now() - startedAt)) * 60_000);
  const { messages, papers, starts, troubles, slots, breaches } = report;
  console.log(
    `seed ${seed}: ${messages} messages, ${papers} papers, ${starts} starts, ${troubles} troubles, ` +
      `${slots} slots in quiet hours, ${breaches.length} broken promises (${perMinute} days a minute)`,
  );
  for (const breach of breaches.slice(0, 10)) console.log(`  ${breach}`);
  if (breaches.length > 0) broken += 1;
}
console.log(`${years} years of 365 days: ${broken} with a broken promise.`);
process.exitCode = broken === 0 ? 0 : 1;
