import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killRounds } from './kill-rounds.ts';

/** `npm run torture -- --rounds 1000 --seed 7`: kills the bot so often, and looks at everything after each tenth time. */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error('Usage: npm run torture -- [--rounds N] [--seed N], both whole numbers.');
  process.exit(2);
}

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort());
const startedAt = performance.now();
console.log(`${rounds} rounds, seed ${seed}`);
const report = await killRounds({
  ...{ rounds, seed, checkEvery: 10, signal: stopping.signal },
  onProgress: (line) => console.log(line),
});
const { breaches, kills, log, dump, ...counts } = report;
console.log({ kills, ...counts });
console.log(
  `${Math.round((performance.now() - startedAt) / 1_000)} s, ${breaches.length} broken promises`,
);
for (const breach of breaches) console.log(`  ${breach}`);
if (breaches.length > 0) {
  const folder = join(tmpdir(), 'paperround-torture');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${seed}.json`);
  writeFileSync(file, JSON.stringify({ breaches, log: log.split('\n'), dump }, null, 1));
  console.log(`What was stored, and the log of the last process: ${file}`);
}
process.exit(breaches.length === 0 ? 0 : 1);
