import type { Log } from '../lib/log.ts';
import type { Beat } from '../lib/minute-beat.ts';
import type { Due } from './due.ts';
import type { Ingest } from './ingest/ingest.ts';

export interface SchedulerDependencies {
  readonly due: Due;
  readonly ingest: Ingest;
  /** Minutes between two reads of the feeds. */
  readonly refreshMinutes: number;
  readonly now: () => number;
  /** Calls about once a minute; what it misses is made up for. */
  readonly startBeat: (call: () => void) => Beat;
  /** Rejects when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

export interface Scheduler {
  start(): void;
  /** Starts nothing more, breaks off reading, and waits for what is under way. */
  stop(): Promise<void>;
}

const lookMs = 1_000;
/** A tick is made up for once the last one is so long ago. */
const overdueMs = 65_000;

/**
 * One tick a minute: what is due is delivered, and when it is time the feeds are read, side by side, so that a slow feed
 * never delays a digest. A tick that finds the previous one at work leaves that part alone. What is to be tried again does
 * not wait for the minute, and a tick that does not come, whatever was done to the clock, is made up for.
 */
export function createScheduler(dependencies: SchedulerDependencies): Scheduler {
  const { due, ingest, refreshMinutes, now, startBeat, wait, log } = dependencies;
  const stopping = new AbortController();
  const { signal } = stopping;
  let refreshing: Promise<unknown> | undefined;
  let refreshedAt = now();
  let tickedAt = Number.NEGATIVE_INFINITY;
  let beat: Beat | undefined;

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
    tickedAt = now();
    refreshIfTime();
    await deliver();
  }

  /** The first tick is overdue from the start. */
  async function watch(): Promise<void> {
    while (!signal.aborted) {
      const isOverdue = now() < tickedAt || now() - tickedAt >= overdueMs;
      if (isOverdue) {
        // Begun anew: node-cron would go through every minute that the clock left out.
        void beat?.stop();
        beat = startBeat(() => void tick());
        void tick();
      } else if (due.againAt() <= now()) void deliver();
      await wait(lookMs, signal).catch(() => undefined);
    }
  }

  return {
    start() {
      void watch();
    },
    async stop() {
      stopping.abort();
      await Promise.all([beat?.stop(), refreshing, due.stop()]);
    },
  };
}
