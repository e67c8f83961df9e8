import { ProblemError, problemText } from '../core/problem.ts';
import type { Log } from '../lib/log.ts';
import { backUp } from './back-up.ts';
import type { Store } from './store.ts';

const lookMs = 3_600_000;

/** Keeps one backup a day. */
export interface DailyBackups {
  start(): void;
  /** Begins no other, and waits for one under way. */
  stop(): Promise<void>;
}

/** It looks at the start and each hour whether today has its backup. One that cannot be written is said, and tried again. */
export function createDailyBackups(
  store: Store,
  { directory, now, log }: { directory: string; now: () => number; log: Log },
): DailyBackups {
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    try {
      const path = await backUp(store, { directory, now: now() });
      if (path !== undefined) log.info(`Backup kept: ${path}.`);
    } catch (error) {
      log.warn(error instanceof ProblemError ? problemText(error.problem) : String(error));
    }
  }

  function lookNext(): void {
    working = working.then(look);
  }

  return {
    start() {
      timer ??= setInterval(lookNext, lookMs).unref();
      lookNext();
    },
    async stop() {
      clearInterval(timer);
      await working;
    },
  };
}
