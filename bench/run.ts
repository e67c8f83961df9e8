import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Bench, BenchPoint, BenchReport, BenchRow } from './bench.ts';
import { plotSvg } from './plot.ts';
import { tableOf } from './table.ts';

/** Every bench, loaded when it is its turn. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  search: async () => (await import('./search.ts')).searchBench,
  matching: async () => (await import('./matching.ts')).matchingBench,
  store: async () => (await import('./store.ts')).storeBench,
  whole: async () => (await import('./whole.ts')).wholeBench,
  discord: async () => (await import('./discord-blast.ts')).discordBlastBench,
  slack: async () => (await import('./slack-fan-out.ts')).slackFanOutBench,
  blocks: async () => (await import('./blocks.ts')).blocksBench,
  startup: async () => (await import('./startup.ts')).startupBench,
};

/** Run only where they are named. */
const onlyByName: typeof benches = {
  many: async () => (await import('./discord-blast.ts')).discordManyBench,
  million: async () => (await import('./search-million.ts')).searchMillionBench,
};
const all = { ...benches, ...onlyByName };

interface Results {
  readonly bench: string;
  readonly title: string;
  readonly seconds: number;
  readonly rows: readonly BenchRow[];
  readonly points: readonly BenchPoint[];
}

const results = fileURLToPath(new URL('results/', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { small: { type: 'boolean', default: false } },
});

if (process.send === undefined) await runAll();
else await runHere(positionals[0] ?? '');

/** Each bench in a process of its own: none pays for what another left in memory. */
async function runAll(): Promise<void> {
  const names = positionals.length === 0 ? Object.keys(benches) : positionals;
  const unknown = names.find((name) => all[name] === undefined);
  if (unknown !== undefined) {
    console.error(`There is no bench "${unknown}". There are: ${Object.keys(all).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const measured: Results[] = [];
  for (const name of names) {
    const result = await runApart(name);
    if (result === undefined) process.exitCode = 1;
    else measured.push(result);
    await keep(measured);
  }
}

async function runApart(name: string): Promise<Results | undefined> {
  const child = fork(fileURLToPath(import.meta.url), [name, ...(values.small ? ['--small'] : [])], {
    execArgv: [...process.execArgv, '--expose-gc', '--max-old-space-size=16384'],
  });
  let result: Results | undefined;
  child.on('message', (message) => {
    result = message as Results;
  });
  await once(child, 'exit');
  if (result === undefined) console.error(`The bench "${name}" failed.`);
  else console.log(`\n${tableOf(result.title, result.rows)}\n`);
  return result;
}

async function runHere(name: string): Promise<void> {
  const bench = await all[name]?.();
  if (bench === undefined) return;
  const rows: BenchRow[] = [];
  const points: BenchPoint[] = [];
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const report: BenchReport = {
    isSmall: values.small,
    progress: (message) =>
      console.error(`${elapsed().toFixed(0).padStart(4)} s  ${name}: ${message}`),
    row: (row) => rows.push(row),
    point: (point) => points.push(point),
  };
  await bench.run(report);
  const result: Results = { bench: name, title: bench.title, seconds: elapsed(), rows, points };
  process.send?.(result, () => process.exit());
}

async function keep(measured: readonly Results[]): Promise<void> {
  const machine = { node: process.version, cores: cpus().length, processor: cpus()[0]?.model };
  const json = JSON.stringify({ machine, small: values.small, benches: measured }, undefined, 2);
  await mkdir(results, { recursive: true });
  await writeFile(`${results}latest.json`, `${json}\n`);
  const points = measured.flatMap((each) => each.points);
  if (points.length > 0) await writeFile(`${results}growth.svg`, plotSvg(points));
}
