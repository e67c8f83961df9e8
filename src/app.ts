import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createComplete } from './commands/complete.ts';
import { createDispatch } from './commands/dispatch.ts';
import { formFor } from './commands/form.ts';
import { commands } from './commands/registry.ts';
import type { Services } from './commands/services.ts';
import type { Config } from './config.ts';
import { type Archive, createArchive } from './core/archive.ts';
import { deliveryId } from './core/delivery.ts';
import { failure, ProblemError, success } from './core/problem.ts';
import type { TopicTable } from './core/query/ast.ts';
import { createTopicTable, parseTopics } from './core/query/topics.ts';
import type { Address } from './core/subscription.ts';
import { markInterrupted } from './digests/deliver.ts';
import { createDue } from './digests/due.ts';
import { createIngest, type Ingest } from './digests/ingest.ts';
import { createPlaces } from './digests/places.ts';
import { planFor } from './digests/plan.ts';
import { createScheduler } from './digests/scheduler.ts';
import { createFetcher, type Fetcher } from './feeds/fetcher.ts';
import { createFeeds } from './feeds/registry.ts';
import type { Log } from './lib/log.ts';
import type { Desk, Platform } from './platforms/platform.ts';
import { openLowdbStore } from './store/lowdb/open-lowdb-store.ts';
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
  /** Stops the schedule, waits for what is under way, and closes the store. */
  stop(): Promise<void>;
}

export interface AppOptions {
  readonly config: Config;
  readonly platforms: readonly Platform[];
  readonly log: Log;
}

/** Puts the whole product together. Throws ProblemError when the store or the configuration cannot be used. */
export async function openApp({ config, platforms, log }: AppOptions): Promise<App> {
  const now = Date.now;
  const topics = await loadTopics(config);
  const store = await openLowdbStore({ directory: config.dataDirectory, mode: 'own' });
  for (const warning of store.warnings) log.warn(warning);
  const archive = createArchive(await store.papers.all());
  const feeds = createFeeds({ ...feedSettings(config), fetcher: openFetcher(), wait });
  const ingest = createIngest({ feeds, store, archive, now, log });
  const byId = new Map(platforms.map((platform) => [platform.id, platform]));
  const delivery = { store, archive, topics, now, log, platforms: byId };
  for (const key of await markInterrupted(delivery)) {
    log.warn(`${deliveryId(key)} was being sent when the process ended; it is not sent again.`);
  }
  const due = createDue(delivery);
  const placeProblem = async (address: Address) =>
    byId.get(address.slice(0, address.indexOf(':')))?.check?.(address);
  const places = createPlaces({ store, now, problemAt: placeProblem });
  const { refreshMinutes } = config;
  const scheduler = createScheduler({ due, ingest, refreshMinutes, now, log });
  const services: Services = {
    archive,
    store,
    topics,
    defaultZone: config.zone,
    now,
    digests: {
      preview: (subscription, slot) => planFor(delivery, subscription, slot, 'by-hand'),
      upcoming: (subscription, slot) => planFor(delivery, subscription, slot, 'schedule'),
      async sendNow(subscription) {
        const result = await due.sendNow(subscription);
        if (result.kind === 'sent') return success(result.papers);
        if (result.kind === 'nothing') return success(0);
        return failure({ message: `It could not be sent: ${result.detail}.` });
      },
    },
    searchHub: (words) => ingest.search(words, AbortSignal.timeout(searchHubTimeoutMs)),
    feedStatus: () => ingest.states(),
    placeProblem,
  };
  return {
    store,
    archive,
    topics,
    services,
    ingest,
    dispatch: createDispatch(services, commands, (fault, { path }) =>
      log.warn(`/${path.join(' ')}: ${fault instanceof Error ? fault.stack : String(fault)}`),
    ),
    complete: createComplete(services, commands),
    form: (invocation) => formFor(services, invocation),
    placesGone: places.gone,
    placesBack: places.back,
    placesChanged: places.changed,
    installations: store.installations,
    startSchedule: () => scheduler.start(),
    async stop() {
      await scheduler.stop();
      await store.close();
    },
  };
}

/** The one HTTP client, with the product's name. */
export function openFetcher(): Fetcher {
  return createFetcher({
    userAgent: 'paperround (a digest bot for research papers)',
    now: Date.now,
    wait,
  });
}

/** The curated topics. Throws ProblemError where the file is missing or has a fault. */
export async function loadTopics({ home }: Pick<Config, 'home'>): Promise<TopicTable> {
  const path = join(home, 'config/topics.json');
  const topics = parseTopics(await readJsonFile(path));
  const table = topics.ok ? createTopicTable(topics.value) : topics;
  if (table.ok) return table.value;
  throw new ProblemError({ ...table.problem, message: `${path}: ${table.problem.message}` });
}

async function readJsonFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const { message } = error as Error;
    throw new ProblemError({ message: `${path} cannot be read: ${message}.` }, { cause: error });
  }
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal });
}

function feedSettings(config: Config) {
  const { huggingFaceUrl, huggingFaceToken, arxivUrl, arxivRssUrl, arxivCategories } = config;
  const urls = { huggingFaceUrl, arxivUrl, arxivRssUrl, arxivCategories };
  return huggingFaceToken === undefined ? urls : { ...urls, huggingFaceToken };
}
