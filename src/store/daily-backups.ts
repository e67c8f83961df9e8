import { ProblemError, problemText } from '../core/problem.ts';
import type { Log } from '../lib/log.ts';
import { backUp } from './back-up.ts';
import type { StoreObserver } from './observed-store.ts';
import type { Store } from './store.ts';

const minuteMs = 60_000;
const lookMs = 60 * minuteMs;
/** Whoever sets up a digest changes it a few times. */
const settledMs = 5 * minuteMs;
/** Each digest that is posted changes its subscription, and a backup has all papers in it. */
const betweenMs = 60 * minuteMs;

/** Keeps one backup a day, and today's up to date. */
export interface DailyBackups extends Pick<StoreObserver, 'onWrite'> {
  start(store: Store): void;
  /** Waits for one under way, and renews today's where something has changed since. Begins no other. */
  stop(): Promise<void>;
}

/**
 * It looks at the start and each hour whether today has its backup. Today's is written anew some minutes after subscriptions
 * or people have changed, once an hour at most. One that cannot be written is said, and tried again.
 */
export function createDailyBackups({
  directory,
  now,
  log,
}: {
  directory: string;
  now: () => number;
  log: Log;
}): DailyBackups {
  let store: Store | undefined;
  let timer: NodeJS.Timeout | undefined;
  let renewal: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();
  let changes = 0;
  let keptChanges = 0;
  let keptAt = Number.NEGATIVE_INFINITY;

  async function keep(isRenewal: boolean): Promise<void> {
    if (store === undefined) return;
    const known = changes;
    try {
      const path = await backUp(store, { directory, now: now(), isRenewal });
      if (path === undefined) return;
      keptChanges = known;
      keptAt = now();
      log.info(`Backup kept: ${path}.`);
    } catch (error) {
      log.warn(error instanceof ProblemError ? problemText(error.problem) : String(error));
    }
  }

  function keepNext(isRenewal: boolean): void {
    working = working.then(() => keep(isRenewal));
  }

  function renewLater(): void {
    const afterMs = Math.max(settledMs, keptAt + betweenMs - now());
    renewal ??= setTimeout(() => {
      renewal = undefined;
      keepNext(true);
    }, afterMs).unref();
  }

  return {
    onWrite({ collection, fault }) {
      if (fault !== undefined || collection === 'feeds' || collection === 'installations') return;
      changes += 1;
      const isOfPeople = collection === 'subscriptions' || collection === 'people';
      if (isOfPeople && timer !== undefined) renewLater();
    },
    start(given) {
      store = given;
      timer ??= setInterval(() => keepNext(false), lookMs).unref();
      keepNext(false);
    },
    async stop() {
      clearInterval(timer);
      clearTimeout(renewal);
      timer = undefined;
      renewal = undefined;
      await working;
      if (changes !== keptChanges) await keep(true);
      store = undefined;
    },
  };
}
