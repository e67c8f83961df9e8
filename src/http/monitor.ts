import type { Dispatch, Invocation } from '../core/invocation.ts';
import type { Problem } from '../core/problem.ts';
import type { FeedState } from '../digests/ingest/ingest.ts';
import type { Log } from '../lib/log.ts';
import type { Platform } from '../platforms/platform.ts';
import type { DiskProblem } from '../store/disk-problem.ts';
import type { StoreObserver } from '../store/observed-store.ts';
import type { Store } from '../store/store.ts';
import { type HttpServer, openHttpServer } from './http-server.ts';
import { createMetrics, type MetricsOptions } from './metrics.ts';
import { type Away, readinessFaults } from './readiness.ts';
import { createRoutes } from './routes.ts';
import { createStoreHealth } from './store-health.ts';

/** Watches the parts of the product from outside, and serves what it sees. */
export interface Monitor {
  readonly observer: StoreObserver;
  platform(platform: Platform): Platform;
  dispatch(dispatch: Dispatch): Dispatch;
  /** That a command met a fault that it did not foresee. */
  onFault(invocation: Invocation): void;
  /** Answers `/healthz`, `/readyz` and `/metrics` until it is closed. Rejects with a ProblemError. */
  serve(
    where: { readonly host: string; readonly port: number },
    sources: Watched,
  ): Promise<HttpServer>;
}

/** What is running. */
export interface Watched {
  readonly store: Store;
  /** What is wrong with the disk of the data directory. */
  diskProblem(): Promise<DiskProblem | undefined>;
  /** What was lost and is not brought back yet. */
  lossProblem(): Promise<Problem | undefined>;
  paperCount(): number;
  feeds(): readonly FeedState[];
  isStopping(): boolean;
  /** The platforms that do not take commands yet, by their ids. */
  notStarted(): readonly string[];
  away(): readonly Away[];
}

export interface MonitorOptions extends MetricsOptions {
  readonly log: Log;
}

export function createMonitor(options: MonitorOptions): Monitor {
  const steadyNow = () => performance.now();
  const { activity, ...metrics } = createMetrics(options);
  const { platform, dispatch, onFault, onDeliveries, onWrite } = activity;
  const health = createStoreHealth(steadyNow);

  return {
    platform,
    dispatch,
    onFault,
    observer: {
      onDeliveries,
      onWrite(write) {
        health.note(write);
        onWrite(write);
      },
    },
    async serve(where, { store, paperCount, feeds, ...state }) {
      metrics.watch({ store, paperCount, feeds, now: Date.now });
      const storeProblem = () => health.check(store.feeds);
      const readiness = { ...state, storeProblem, paperCount, feeds };
      const routes = createRoutes({
        readinessFaults: () => readinessFaults(readiness),
        metrics: metrics.text,
        metricsType: metrics.type,
        onFault: (fault) => options.log.warn(`HTTP: ${fault.stack}`),
      });
      return openHttpServer(routes, where);
    },
  };
}
