import { openApp } from '../app.ts';
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
    const stopped = nextStopSignal();
    const terminal = createTerminalPlatform({ output: process.stdout, style: output.style });
    const app = await openApp({ config, platforms: [terminal], log });
    log.info(
      { data: config.dataDirectory },
      'No Discord or Slack token is set: digests of the terminal are printed here.',
    );
    app.startSchedule();
    log.info(
      await app.ingest.refresh({ signal: stopped.signal, onProgress: (line) => log.info(line) }),
      'feeds read',
    );
    log.info({ signal: await stopped.received }, 'stopping');
    await app.stop();
    return 0;
  },
};

/** The first SIGINT or SIGTERM stops in good order; the second one at once. */
function nextStopSignal(): { received: Promise<NodeJS.Signals>; signal: AbortSignal } {
  const stopping = new AbortController();
  const received = new Promise<NodeJS.Signals>((resolve) => {
    const stop = (name: NodeJS.Signals): void => {
      if (stopping.signal.aborted) process.exit(1);
      stopping.abort();
      resolve(name);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
  return { received, signal: stopping.signal };
}
