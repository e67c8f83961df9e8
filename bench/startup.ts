import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Bench } from './bench.ts';

const verbs = 'config digest doctor papers preview query schedule search serve start transfer'
  .split(' ')
  .map((name) => `cli/${name}.ts`);
const discord = 'platforms/discord/discord-platform.ts';
const slack = 'platforms/slack/slack-platform.ts';

/** What a process loads, by name, from `src/`. What is loaded when it is first asked for is part of everything. */
const loads = {
  everything: [
    'app.ts',
    'http/http-server.ts',
    'http/monitor.ts',
    'feeds/fetcher.ts',
    'feeds/hugging-face/feed.ts',
    'feeds/arxiv/feed.ts',
    'feeds/arxiv/pace.ts',
    discord,
    slack,
    'cli/run-cli.ts',
    ...verbs,
  ],
  'Discord alone': ['app.ts', discord],
  'Slack alone': ['app.ts', slack],
  'the terminal alone': ['app.ts', 'platforms/terminal/terminal-platform.ts'],
  'serve with Discord': ['cli/run-cli.ts', 'cli/serve.ts', discord],
  'serve with Slack': ['cli/run-cli.ts', 'cli/serve.ts', slack],
  'npm start': ['cli/run-cli.ts', 'cli/start.ts'],
  search: ['cli/run-cli.ts', 'cli/search.ts'],
} as const;

type Load = keyof typeof loads;

interface Cost {
  readonly ms: number;
  readonly megabytes: number;
}

const home = fileURLToPath(new URL('..', import.meta.url));

/** What a start costs before anything is done: the modules alone, each time in a process of its own. */
export const startupBench: Bench = {
  name: 'startup',
  title: 'Start-up: processor time and memory of loading the code',
  async run({ isSmall, progress, row }) {
    const bundle = await bundleAll();
    const names = Object.keys(loads) as Load[];
    const costs = new Map<string, Cost[]>();
    for (let round = 0; round < (isSmall ? 3 : 9); round += 1) {
      progress(`round ${round + 1}`);
      for (const name of names) {
        note(
          costs,
          name,
          await costOf(
            loads[name].map((file) => join(home, 'src', file)),
            true,
          ),
        );
        const bundled = loads[name].map((file) => join(bundle, file.replace(/ts$/, 'js')));
        note(costs, `${name}, bundled`, await costOf(bundled, false));
      }
    }
    await rm(bundle, { recursive: true });
    const median = (name: string, of: (cost: Cost) => number): number => {
      const sorted = (costs.get(name) ?? []).map(of).sort((a, b) => a - b);
      return sorted[sorted.length >> 1] ?? Number.NaN;
    };
    const whole = median('everything', ({ ms }) => ms);
    for (const name of costs.keys()) {
      const isPlatform = / alone/.test(name);
      const target = { atLeast: name.endsWith('bundled') ? 4 : 1.8 };
      row({
        what: name,
        ours: median(name, ({ ms }) => ms),
        unit: 'ms',
        ...(name !== 'everything' && { baseline: { name: 'everything', value: whole } }),
        ...(isPlatform && { target }),
        note: `${Math.round(median(name, ({ megabytes }) => megabytes))} MB`,
      });
    }
  },
};

/** Every load as `npm run bundle` makes it, in a folder inside the project, so that it finds what is not bundled. */
async function bundleAll(): Promise<string> {
  const results = join(home, 'bench/results');
  await mkdir(results, { recursive: true });
  const folder = await mkdtemp(join(results, 'bundle-'));
  const files = [...new Set(Object.values(loads).flat())].map((file) => `src/${file}`);
  const where = [`--outdir=${folder}`, '--outbase=src'];
  const child = spawn('npm', ['run', '-s', 'bundle', '--', ...files, ...where], { cwd: home });
  await once(child, 'close');
  return folder;
}

function note(costs: Map<string, Cost[]>, name: string, cost: Cost): void {
  costs.set(name, [...(costs.get(name) ?? []), cost]);
}

async function costOf(files: readonly string[], isSource: boolean): Promise<Cost> {
  const urls = files.map((file) => pathToFileURL(file).href);
  const script = `
    const urls = ${JSON.stringify(urls)};
    Promise.all(urls.map((url) => import(url))).then(() => {
      const { user, system } = process.cpuUsage();
      console.log(JSON.stringify({
        ms: (user + system) / 1000, megabytes: process.memoryUsage().rss / 2 ** 20,
      }));
      process.exit();
    });`;
  const loader = isSource ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, [...loader, '--input-type=module', '-e', script], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (data: Buffer) => {
    text += data.toString();
  });
  await once(child, 'close');
  return JSON.parse(text) as Cost;
}
