import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fuzzTarget, type Outcome, shareInputs } from './fuzz-target.ts';
import type { Target } from './target.ts';
import { targets } from './targets.ts';
import { startWatchdog } from './watchdog.ts';

/**
 * `npm run fuzz -- --inputs 1000000 --seed 7 --target queries`: so many inputs, shared out among all targets or given to one.
 * A failure is shrunk, printed with the command that repeats it, and written to a file.
 */
const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    target: { type: 'string' },
  },
});
const inputs = Number(values.inputs);
const seed = Number(values.seed);
const folder = join(tmpdir(), 'paperround-fuzz');
const chosen = targets.filter(({ name }) => values.target === undefined || name === values.target);
if (chosen.length === 0 || !Number.isSafeInteger(inputs) || !Number.isSafeInteger(seed)) {
  console.error(`--inputs and --seed are whole numbers; --target is one of:`);
  for (const { name, holds } of targets) console.error(`  ${name.padEnd(22)} ${holds}`);
  process.exit(2);
}

const watchdog = startWatchdog();
const collectGarbage = garbageCollector();
const started = performance.now();
let current = '';
for (const event of ['unhandledRejection', 'uncaughtException']) {
  process.on(event, (fault: unknown) => {
    console.error(`Something failed where nobody was waiting for it: ${current}\n`, fault);
    process.exit(1);
  });
}

console.log(`${inputs} inputs, seed ${seed}`);
let total = 0;
let failures = 0;
for (const [target, wanted] of shareInputs(chosen, inputs)) {
  const outcome = await fuzzTarget(target, {
    inputs: wanted,
    seed,
    collectGarbage,
    onInput: watchdog.beat,
    onBatch(batch) {
      current = repeat(target, batch.seed, batch.inputs);
      watchdog.watch(current);
      showProgress(`${target.name} ${batch.done} of ${wanted}`);
    },
  });
  showProgress('');
  total += outcome.inputs;
  console.log(line(target, outcome));
  if (outcome.failure !== undefined) {
    failures += 1;
    report(target, outcome.failure);
  }
}
await watchdog.stop();
const seconds = Math.round((performance.now() - started) / 1_000);
const peak = Math.round(process.resourceUsage().maxRSS / 1_024);
console.log(
  `${total} inputs in ${seconds} s, at most ${peak} MB; ${failures} of ${chosen.length} targets failed`,
);
process.exitCode = failures === 0 ? 0 : 1;

function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

function line(
  { name }: Target,
  { inputs: count, seconds: took, slowest, grownMb }: Outcome,
): string {
  const columns = [
    name.padEnd(22),
    `${count} inputs`.padStart(15),
    `${took.toFixed(0)} s`.padStart(7),
    `slowest ${slowest.ms.toFixed(0)} ms (seed ${slowest.seed})`.padEnd(36),
    `memory +${grownMb} MB`,
  ];
  return columns.join('  ');
}

function repeat({ name }: Pick<Target, 'name'>, batchSeed: number, count: number): string {
  return `npm run fuzz -- --target ${name} --seed ${batchSeed} --inputs ${count}`;
}

function report(target: Target, failure: NonNullable<Outcome['failure']>): void {
  const again = repeat(target, failure.seed, failure.inputs);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${target.name}-${failure.seed}.json`);
  writeFileSync(file, `${JSON.stringify({ again, ...failure }, null, 2)}\n`);
  console.log(`  ${failure.problem.slice(0, 2_000)}`);
  console.log(`  input: ${failure.input.slice(0, 500)}`);
  console.log(`  whole in ${file}; again: ${again}`);
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
