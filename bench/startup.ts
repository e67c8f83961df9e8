import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';

/** What a process loads, by name, from `src/`. */
const loads = {
  everything: [
    'cli/run-cli.ts',
    'app.ts',
    'http/activity.ts',
    'platforms/discord/discord-platform.ts',
    'platforms/slack/slack-platform.ts',
  ],
  'Discord alone': ['app.ts', 'platforms/discord/discord-platform.ts'],
  'Slack alone': ['app.ts', 'platforms/slack/slack-platform.ts'],
  'the terminal': ['app.ts', 'platforms/terminal/terminal-platform.ts'],
  search: ['cli/run-cli.ts'],
} as const;

type Load = keyof typeof loads;

interface Cost {
  readonly ms: number;
  readonly megabytes: number;
}

/** What a start costs before anything is done: the modules alone, each in a process of its own. */
export const startupBench: Bench = {
  name: 'startup',
  title: 'Start-up: time and memory of loading the code',
  async run({ isSmall, progress, row }) {
    const names = Object.keys(loads) as Load[];
    const costs = new Map<Load, Cost[]>(names.map((name) => [name, []]));
    for (let round = 0; round < (isSmall ? 3 : 9); round += 1) {
      progress(`round ${round + 1}`);
      for (const name of names) costs.get(name)?.push(await costOf(loads[name]));
    }
    const median = (name: Load, of: (cost: Cost) => number): number => {
      const sorted = (costs.get(name) ?? []).map(of).sort((a, b) => a - b);
      return sorted[sorted.length >> 1] ?? Number.NaN;
    };
    const whole = median('everything', ({ ms }) => ms);
    for (const name of names) {
      const isPlatform = name === 'Discord alone' || name === 'Slack alone';
      row({
        what: `processor time to load ${name}`,
        ours: median(name, ({ ms }) => ms),
        unit: 'ms',
        ...(name !== 'everything' && { baseline: { name: 'everything', value: whole } }),
        ...(isPlatform && { target: { atLeast: 1.8 } }),
      });
      row({
        what: `memory with ${name} loaded`,
        ours: median(name, ({ megabytes }) => megabytes),
        unit: 'MB',
      });
    }
  },
};

async function costOf(files: readonly string[]): Promise<Cost> {
  const urls = files.map((file) => new URL(`../src/${file}`, import.meta.url).href);
  const script = `
    const urls = ${JSON.stringify(urls)};
    Promise.all(urls.map((url) => import(url))).then(() => {
      const { user, system } = process.cpuUsage();
      console.log(JSON.stringify({
        ms: (user + system) / 1000, megabytes: process.memoryUsage().rss / 2 ** 20,
      }));
      process.exit();
    });`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (data: Buffer) => {
    text += data.toString();
  });
  await once(child, 'close');
  return JSON.parse(text) as Cost;
}
