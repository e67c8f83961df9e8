import { createTask } from 'node-cron';
import type { Log } from '../lib/log.ts';
import type { Due } from './due.ts';
import type { Ingest } from './ingest.ts';

export interface SchedulerDependencies {
  readonly due: Due;
  readonly ingest: Ingest;
  /** Minutes between two reads of the feeds. */
  readonly refreshMinutes: number;
  readonly now: () => number;
  /** Rejects when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

export interface Scheduler {
  start(): void;
  /** Starts nothing more, breaks off reading, and waits for what is under way. */
  stop(): Promise<void>;
}

const beatMs = 1_000;

/**
 * One tick a minute: what is due is delivered, and when it is time the feeds are read, side by side, so that a slow feed
 * never delays a digest. A tick that finds the previous one at work leaves that part alone. What is to be tried again does
 * not wait for the minute.
 */
export function createScheduler(dependencies: SchedulerDependencies): Scheduler {
  const { due, ingest, refreshMinutes, now, wait, log } = dependencies;
  const stopping = new AbortController();
  const { signal } = stopping;
  let refreshing: Promise<unknown> | undefined;
  let refreshedAt = now();

  function refreshIfTime(): void {
    // A clock that was set back must not stop the reading until it is where it was.
    const isTooSoon = Math.abs(now() - refreshedAt) < refreshMinutes * 60_000;
    if (refreshing !== undefined || isTooSoon) return;
    refreshedAt = now();
    refreshing = ingest
      .refresh({ signal, onProgress: () => undefined })
      .catch((error: unknown) => log.warn(`reading the feeds: ${String(error)}`))
      .finally(() => {
        refreshing = undefined;
      });
  }

  async function deliver(): Promise<void> {
    await due.run().catch((error: unknown) => log.warn(`delivering: ${String(error)}`));
  }

  async function tick(): Promise<void> {
    if (signal.aborted) return;
    refreshIfTime();
    await deliver();
  }

  async function tryAgain(): Promise<void> {
    while (!signal.aborted) {
      if (due.againAt() <= now()) void deliver();
      await wait(beatMs, signal).catch(() => undefined);
    }
  }

  const task = createTask('* * * * *', tick, { suppressMissedWarning: true });

  return {
    start() {
      void task.start();
      void tick();
      void tryAgain();
    },
    async stop() {
      stopping.abort();
      await Promise.all([task.destroy(), refreshing, due.stop()]);
    },
  };
}
