import { setTimeout as sleep } from 'node:timers/promises';
import { type App, openApp } from '../app.ts';
import { commands } from '../commands/registry.ts';
import type { Config } from '../config.ts';
import { counted } from '../core/text/counted.ts';
import type { Log } from '../lib/log.ts';
import type { Platform } from '../platforms/platform.ts';
import { hasPlatform, isSurvivable, openPlatforms } from '../platforms/registry.ts';
import { createTerminalPlatform } from '../platforms/terminal/terminal-platform.ts';
import type { Verb } from './verb.ts';

export const serve: Verb = {
  name: 'serve',
  usage: '',
  summary:
    'Run without a prompt: read the feeds and post every digest on its schedule, until stopped',
  options: {},
  words: { min: 0, max: 0 },
  examples: ['serve'],
  async run({ config, output }) {
    const { pino } = await import('pino');
    const log = pino({ level: config.logLevel, name: 'paperround' }, pino.destination(2));
    const stop = nextStop(log);
    const terminal = createTerminalPlatform({ output: process.stdout, style: output.style });
    const platforms = [terminal, ...(await openPlatforms(config, { commands, log }))];
    const app = await openApp({ config, platforms, log });
    try {
      await run(app, { config, platforms, log, stop });
    } finally {
      await Promise.allSettled(platforms.map((platform) => platform.stop()));
      await app.stop();
    }
    return stop.signal.reason instanceof Error ? 1 : 0;
  },
};

interface RunOptions {
  readonly config: Config;
  readonly platforms: readonly Platform[];
  readonly log: Log;
  readonly stop: Stop;
}

/** A digest that was missed waits so long for the feeds, and no longer. */
const firstReadMs = 60_000;

/** Takes commands before the feeds are read: what is stored answers them. Digests wait for the first read. */
async function run(app: App, { config, platforms, log, stop }: RunOptions): Promise<void> {
  if (!hasPlatform(config)) {
    log.info('No Discord or Slack token is set: digests of the terminal are printed here.');
  }
  const started = Promise.all(platforms.map((platform) => platform.start(app)));
  await Promise.race([started, stop.called]);
  if (stop.signal.aborted) return;
  const reading = readFeeds(app, log, stop.signal);
  await Promise.race([reading, stop.called, sleep(firstReadMs, undefined, { ref: false })]);
  if (stop.signal.aborted) return;
  app.startSchedule();
  await Promise.all([reading, stop.called]);
}

async function readFeeds(app: App, log: Log, signal: AbortSignal): Promise<void> {
  const onProgress = (line: string): void => log.info(line);
  const { added, failures } = await app.ingest.refresh({ signal, onProgress });
  log.info(`Feeds read: ${counted(added, 'new paper')}, ${counted(failures.length, 'fault')}.`);
}

interface Stop {
  readonly signal: AbortSignal;
  readonly called: Promise<void>;
}

/**
 * The first SIGINT or SIGTERM stops in good order, the second one at once. So does an error that nobody caught: what it
 * leaves behind is unknown, except where it is known to be harmless.
 */
function nextStop(log: Log): Stop {
  const stopping = new AbortController();
  const stop = (reason: unknown): void => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort(reason);
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      log.info(`${name}: stopping.`);
      stop(name);
    });
  }
  process.on('uncaughtException', (error) => {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (isSurvivable(error))
      return log.warn(`A known fault of a library, nothing is lost: ${trace}`);
    log.warn(`A fault of ours, please report it: ${trace}`);
    stop(error instanceof Error ? error : new Error(trace));
  });
  const called = new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve());
  });
  return { signal: stopping.signal, called };
}
