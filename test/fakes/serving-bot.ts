import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { feedDayAt } from '../../src/feeds/hugging-face/feed-day.ts';
import { type DailyEntry, dailyPapers } from './daily-papers.ts';
import { openFeedServer } from './feed-server.ts';
import { spawnPaperround } from './paperround.ts';

const dayMs = 86_400_000;

/** `serve` as a process of its own, at a fake feed. */
export interface ServingBot {
  /** Its data directory. */
  readonly directory: string;
  pid(): number;
  /** Where it has ended, nothing. */
  signal(signal: NodeJS.Signals): void;
  /** What it has logged since it was started. */
  log(): string;
  /** Resolves with the match when the log has these words. Rejects when the process ends without them. */
  logged(words: RegExp): Promise<RegExpExecArray>;
  start(env: Readonly<Record<string, string>>): Promise<void>;
  /** Gives the code it ended with. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  close(): Promise<void>;
}

/**
 * `entries`: the papers of yesterday's feed, whose list is taken to be complete at any hour; more may be added while it
 * runs. `program`: what Node.js runs, instead of the source.
 */
export async function openServingBot(
  entries: readonly DailyEntry[],
  program?: readonly string[],
): Promise<ServingBot> {
  const directory = await mkdtemp(join(tmpdir(), 'paperround-bot-'));
  const feed = await openFeedServer();
  feed.on('/api/daily_papers', dailyPapers(feedDayAt(Date.now() - dayMs), entries));
  let child: ChildProcess | undefined;
  let log = '';

  function logged(words: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = words.exec(log);
        if (found === null) return;
        child?.stderr?.off('data', look);
        resolve(found);
      };
      child?.stderr?.on('data', look);
      child?.once('close', () => reject(new Error(`It ended without ${words}:\n${log}`)));
      look();
    });
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      return child?.exitCode ?? null;
    }
    const ended = once(child, 'close');
    child.kill(signal);
    const [code] = (await ended) as [number | null];
    return code;
  }

  return {
    directory,
    pid: () => child?.pid ?? 0,
    signal: (signal) => void child?.kill(signal),
    log: () => log,
    logged,
    async start(env) {
      log = '';
      const settings = { DATA_DIR: directory, HF_URL: feed.url, ...env };
      child = spawnPaperround(['serve'], settings, program);
      child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
        log += chunk;
      });
      await logged(/Feeds read/);
    },
    stop,
    async close() {
      await stop('SIGKILL');
      await feed.close();
      await rm(directory, { recursive: true });
    },
  };
}
