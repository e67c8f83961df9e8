import { createComplete } from './commands/complete.ts';
import { createDispatch } from './commands/dispatch.ts';
import { formFor } from './commands/form.ts';
import { commands } from './commands/registry.ts';
import type { Services } from './commands/services.ts';
import type { Config } from './config.ts';
import type { Archive } from './core/archive.ts';
import { problemText } from './core/problem.ts';
import type { TopicTable } from './core/query/ast.ts';
import type { Address } from './core/subscription.ts';
import { counted } from './core/text/counted.ts';
import { createDigestService } from './digests/digest-service.ts';
import { createDue } from './digests/due.ts';
import { createFeedNotices } from './digests/ingest/feed-notices.ts';
import { createIngest, type Ingest } from './digests/ingest/ingest.ts';
import { createPlaces } from './digests/places.ts';
import { createScheduler } from './digests/scheduler.ts';
import { createFeeds } from './feeds/registry.ts';
import type { Monitor } from './http/monitor.ts';
import { createGiveWay } from './lib/give-way.ts';
import type { Log } from './lib/log.ts';
import { startMinuteBeat } from './lib/minute-beat.ts';
import { loadTopics } from './load-topics.ts';
import { openFetcher, wait } from './open-fetcher.ts';
import type { Desk, Platform } from './platforms/platform.ts';
import { createDailyBackups } from './store/daily-backups.ts';
import { diskProblem } from './store/disk-problem.ts';
import { createFaultLog } from './store/fault-log.ts';
import { backupDirectory } from './store/find-backup.ts';
import { lossProblem } from './store/lost-subscriptions.ts';
import { openLowdbStore } from './store/lowdb/open-lowdb-store.ts';
import { observedStore } from './store/observed-store.ts';
import { openArchive } from './store/search-snapshot.ts';
import type { Store } from './store/store.ts';

const searchHubTimeoutMs = 15_000;

export interface App extends Desk {
  readonly store: Store;
  readonly archive: Archive;
  readonly topics: TopicTable;
  readonly services: Services;
  readonly ingest: Ingest;
  /** Starts to deliver and to read the feeds on schedule. */
  startSchedule(): void;
  /** Starts nothing more, stops the platforms, waits for what is under way, and closes the store. */
  stop(): Promise<void>;
}

export interface AppOptions {
  readonly config: Config;
  readonly platforms: readonly Platform[];
  readonly log: Log;
  readonly monitor?: Pick<Monitor, 'observer' | 'dispatch' | 'onFault'>;
}

/** Puts the whole product together. Throws ProblemError when the store or the configuration cannot be used. */
export async function openApp({ config, platforms, log, monitor }: AppOptions): Promise<App> {
  const now = Date.now;
  const topics = await loadTopics(config);
  const faultLog = createFaultLog(log);
  const directory = backupDirectory(config.dataDirectory);
  const backups = createDailyBackups({ directory, now, log });
  const observers = [faultLog, backups, ...(monitor ? [monitor.observer] : [])];
  const store = await openStore(config, log, observers);
  const { archive, save } = await openArchive(config.dataDirectory, await store.papers.all(), log);
  void save();
  const feeds = createFeeds({ ...feedSettings(config), openFetcher, wait });
  const byId = new Map(platforms.map((platform) => [platform.id, platform]));
  const { adminAddress: admin, zone } = config;
  const notices = createFeedNotices({ store, platforms: byId, admin, zone, now, log });
  const remembered = await store.feeds.all();
  const onRead = notices.note;
  const ingest = createIngest({ feeds, store, archive, now, log, remembered, onRead });
  const delivery = {
    store,
    archive,
    topics,
    now,
    log,
    platforms: byId,
    random: Math.random,
    uncertainPolicy: config.uncertainPolicy,
    giveWay: createGiveWay(),
    feeds: ingest.states,
  };
  const due = createDue(delivery);
  const interrupted = await due.recover();
  if (interrupted > 0) {
    log.warn(`${counted(interrupted, 'message')} broke off when the process ended last.`);
  }
  const platformAt = (address: Address) => byId.get(address.slice(0, address.indexOf(':')));
  const placeProblem = async (address: Address) => platformAt(address)?.check?.(address);
  const places = createPlaces({ store, now, problemAt: placeProblem, log });
  const { refreshMinutes } = config;
  const startBeat = startMinuteBeat;
  const scheduler = createScheduler({ due, ingest, refreshMinutes, now, startBeat, wait, log });
  const services: Services = {
    archive,
    store,
    topics,
    defaultZone: config.zone,
    now,
    digests: createDigestService(delivery, due),
    searchHub: (words) => ingest.search(words, AbortSignal.timeout(searchHubTimeoutMs)),
    feedStatus: () => ingest.states(),
    placeProblem,
    linkOf: (address, externalId) => platformAt(address)?.link?.(address, externalId),
    isStoreFaulty: faultLog.isFaulty,
    isDataLost: async () => (await lossProblem(store, directory)) !== undefined,
  };
  const dispatch = createDispatch(services, commands, (fault, invocation) => {
    monitor?.onFault(invocation);
    const text = fault instanceof Error ? fault.stack : String(fault);
    log.warn(`/${invocation.path.join(' ')}: ${text}`);
  });
  return {
    store,
    archive,
    topics,
    services,
    ingest,
    dispatch: monitor?.dispatch(dispatch) ?? dispatch,
    complete: createComplete(services, commands),
    form: (invocation) => formFor(services, invocation),
    placeLost: places.lost,
    placesGone: places.gone,
    placesBack: places.back,
    placesChanged: places.changed,
    installations: store.installations,
    startSchedule() {
      scheduler.start();
      backups.start(store);
    },
    async stop() {
      const stopped = scheduler.stop();
      await Promise.allSettled(platforms.map((platform) => platform.stop()));
      await stopped;
      await save();
      await backups.stop();
      await store.close();
    },
  };
}

async function openStore(
  config: Config,
  log: Log,
  observers: Parameters<typeof observedStore>[1],
): Promise<Store> {
  const opened = await openLowdbStore({ directory: config.dataDirectory, mode: 'own' });
  const store = observedStore(opened, observers, () => performance.now());
  const lost = await lossProblem(store, backupDirectory(config.dataDirectory));
  // What brings back the rest is said once, for all of it.
  for (const warning of store.warnings) {
    log.warn(lost === undefined ? problemText(warning) : warning.message);
  }
  if (lost !== undefined) log.warn(problemText(lost));
  const disk = await diskProblem(config.dataDirectory);
  if (disk !== undefined) log.warn(problemText({ ...disk, message: `${disk.message}.` }));
  return store;
}

function feedSettings(config: Config) {
  const { huggingFaceUrl, huggingFaceToken, arxivUrl, arxivRssUrl, arxivCategories } = config;
  const urls = { huggingFaceUrl, arxivUrl, arxivRssUrl, arxivCategories };
  return huggingFaceToken === undefined ? urls : { ...urls, huggingFaceToken };
}
