import { setTimeout as sleep } from 'node:timers/promises';
import { type App, openApp } from '../app.ts';
import { commands } from '../commands/registry.ts';
import type { Config } from '../config.ts';
import { ProblemError } from '../core/problem.ts';
import { counted } from '../core/text/counted.ts';
import type { HttpServer } from '../http/http-server.ts';
import type { Monitor } from '../http/monitor.ts';
import type { Log } from '../lib/log.ts';
import type { Platform } from '../platforms/platform.ts';
import { hasPlatform, openPlatforms } from '../platforms/registry.ts';
import { createTerminalPlatform } from '../platforms/terminal/terminal-platform.ts';
import { diskProblem } from '../store/disk-problem.ts';
import { backupDirectory } from '../store/find-backup.ts';
import { lossProblem } from '../store/lost-subscriptions.ts';
import { openServeLog } from './serve-log.ts';
import { nextStop, type Stop } from './stop.ts';
import type { Verb } from './verb.ts';

export const serve: Verb = {
  name: 'serve',
  usage: '',
  summary:
    'Run without a prompt: read the feeds and post every digest on its schedule, until stopped',
  options: {},
  isOpenEnded: true,
  words: { min: 0, max: 0 },
  examples: ['serve'],
  async run({ config, output }) {
    const log = await openServeLog(config);
    const stop = nextStop(log);
    const terminal = createTerminalPlatform({ output: process.stdout, style: output.style });
    const opened = [terminal, ...(await openPlatforms(config, { commands, log }))];
    checkAdmin(config, opened);
    const monitor = await openMonitor(config, opened, log);
    const platforms = monitor ? opened.map(monitor.platform) : opened;
    const app = await openApp({ config, platforms, log, ...(monitor && { monitor }) });
    const notStarted = new Set(platforms);
    let http: HttpServer | undefined;
    try {
      http = await monitor?.serve(
        { host: config.httpHost, port: config.httpPort ?? 0 },
        {
          store: app.store,
          diskProblem: () => diskProblem(config.dataDirectory),
          lossProblem: () => lossProblem(app.store, backupDirectory(config.dataDirectory)),
          paperCount: () => app.archive.index.size,
          feeds: () => app.ingest.states(),
          isStopping: () => stop.signal.aborted,
          notStarted: () => [...notStarted].map(({ id }) => id),
          away: () =>
            platforms.map(({ id, awayMs, awayProblem }) => ({
              id,
              ms: awayMs?.() ?? 0,
              problem: awayProblem?.(),
            })),
        },
      );
      if (http !== undefined) log.info(`Health and metrics are at ${http.url}.`);
      await run(app, { config, notStarted, log, stop });
    } finally {
      await app.stop();
      await http?.close();
    }
    log.info('Stopped.');
    return stop.exitCode();
  },
};

/** Only what is served is watched; its libraries are loaded only then. */
async function openMonitor(
  { httpPort }: Config,
  opened: readonly Platform[],
  log: Log,
): Promise<Monitor | undefined> {
  if (httpPort === undefined) return undefined;
  const { createMonitor } = await import('../http/monitor.ts');
  return createMonitor({
    platforms: opened.map(({ id }) => id),
    commands: commands.map(({ path }) => path),
    log,
  });
}

function checkAdmin({ adminAddress }: Config, opened: readonly Platform[]): void {
  if (adminAddress === undefined) return;
  if (opened.some(({ id }) => adminAddress.startsWith(`${id}:`))) return;
  throw new ProblemError({
    message: `ADMIN_ADDRESS is ${adminAddress}, but that platform is not configured.`,
    remedy: 'Set its token, or choose another place.',
  });
}

interface RunOptions {
  readonly config: Config;
  /** Loses those that have started. */
  readonly notStarted: Set<Platform>;
  readonly log: Log;
  readonly stop: Stop;
}

/** A digest that was missed waits so long for the feeds, and no longer. */
const firstReadMs = 60_000;

/** Takes commands before the feeds are read: what is stored answers them. Digests wait for the first read. */
async function run(app: App, { config, notStarted, log, stop }: RunOptions): Promise<void> {
  if (!hasPlatform(config)) {
    log.info('No Discord or Slack token is set: digests of the terminal are printed here.');
  }
  const started = Promise.all(
    [...notStarted].map(async (platform) => {
      await platform.start(app);
      notStarted.delete(platform);
    }),
  );
  await Promise.race([started, stop.called]);
  if (stop.signal.aborted) return;
  const reading = readFeeds(app, log, stop.signal);
  await Promise.race([reading, stop.called, sleep(firstReadMs, undefined, { ref: false })]);
  if (stop.signal.aborted) return;
  app.startSchedule();
  await Promise.all([reading, stop.called]);
}

/** A store that cannot be written keeps papers out for now; everything else goes on, and the next read tries again. */
async function readFeeds(app: App, log: Log, signal: AbortSignal): Promise<void> {
  const onProgress = (line: string): void => log.info(line);
  try {
    const { added, failures } = await app.ingest.refresh({ signal, onProgress });
    log.info(`Feeds read: ${counted(added, 'new paper')}, ${counted(failures.length, 'fault')}.`);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    log.warn(`Reading the feeds: ${error.message}`);
  }
}
