import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, openApp } from '../src/app.ts';
import { parseLine } from '../src/commands/parse-line.ts';
import { commands } from '../src/commands/registry.ts';
import { type Config, loadConfig } from '../src/config.ts';
import { createArchive } from '../src/core/archive.ts';
import type { Invocation } from '../src/core/invocation.ts';
import type { Paper } from '../src/core/paper.ts';
import { freshMs } from '../src/core/plan-digest.ts';
import { createDue } from '../src/digests/due.ts';
import { createRecentAnswers } from '../src/digests/plan/recent-answers.ts';
import { feedDayAt } from '../src/feeds/hugging-face/feed-day.ts';
import { createMonitor } from '../src/http/monitor.ts';
import { createGiveWay } from '../src/lib/give-way.ts';
import type { Log } from '../src/lib/log.ts';
import { renderDigest as renderForDiscord } from '../src/platforms/discord/render/render.ts';
import type { Platform } from '../src/platforms/platform.ts';
import { renderDigest as renderForSlack } from '../src/platforms/slack/render/render.ts';
import { backUp } from '../src/store/back-up.ts';
import { dumpStore, dumpText } from '../src/store/dump.ts';
import { openLowdbStore } from '../src/store/lowdb/open-lowdb-store.ts';
import { openArchive } from '../src/store/search-snapshot.ts';
import { dailyPapers } from '../test/fakes/daily-papers.ts';
import { type FeedServer, openFeedServer } from '../test/fakes/feed-server.ts';
import { subscription } from '../test/fakes/papers.ts';
import type { Bench, BenchReport } from './bench.ts';
import { readCorpus } from './corpus.ts';
import { fillStore, placeOf } from './full-store.ts';
import { watchLoop } from './loop-probe.ts';
import { queryTexts } from './query-texts.ts';
import { sendingAtOnce } from './whole.ts';

const targetMs = 50;
const quietLog: Log = { info: () => undefined, warn: (line) => console.error(line) };

/** Does one thing, and notes for how long nothing else could run meanwhile. */
type Watch = <T>(what: string, work: () => Promise<T>) => Promise<T>;

/** Whatever a bot does that has 100,000 papers, subscriptions and deliveries: for how long each holds up all the rest. */
export const blocksBench = {
  name: 'blocks',
  title: 'Event loop: the longest time in which nothing else could run',
  async run(report) {
    const count = report.isSmall ? 3_000 : 100_000;
    const directory = await mkdtemp(join(tmpdir(), 'paperround-bench-'));
    const server = await openFeedServer();
    const { papers } = await readCorpus(count);
    const now = Math.floor(Date.now() / 60_000) * 60_000;
    const watch = watching(report);
    try {
      report.progress(`${count} papers, subscriptions and deliveries are written down`);
      const data = join(directory, 'data');
      await fillStore({ directory: data, papers, subscriptions: count, due: count / 20, now });
      await watchStart(watch, data);
      await watchApp(watch, { config: configFor(data, server), server, directory });
      await watchManyNew(watch, papers.slice(0, 9_000), now);
    } finally {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    }
  },
} satisfies Bench;

function watching(report: BenchReport): Watch {
  return async (what, work) => {
    report.progress(what);
    globalThis.gc?.();
    const probe = watchLoop();
    const result = await work();
    const { whole, ms, own, pause } = await probe.stopApart();
    const note = `${ms.toFixed(0)} ms with the garbage collector, whose longest pause was ${pause.toFixed(0)} ms`;
    report.row({
      what,
      ours: own,
      unit: 'ms',
      ...(report.isSmall
        ? { baseline: { name: 'all of it at once', value: whole } }
        : { target: { atMost: targetMs } }),
      note,
    });
    return result;
  };
}

function configFor(dataDirectory: string, { url }: FeedServer): Config {
  const config = loadConfig({ DATA_DIR: dataDirectory, HUGGING_FACE_URL: url });
  if (!config.ok) throw new Error(config.problem.message);
  return { ...config.value, dataDirectory, huggingFaceUrl: url, arxivCategories: [], zone: 'UTC' };
}

async function watchStart(watch: Watch, directory: string): Promise<void> {
  const store = await watch('opening the store', () => openLowdbStore({ directory, mode: 'own' }));
  const papers = await store.papers.all();
  const { save } = await watch('building the search index', () =>
    openArchive(directory, papers, quietLog),
  );
  await watch('saving the search index', save);
  await watch('loading the search index', () => openArchive(directory, papers, quietLog));
  await watch('writing every paper anew', async () => {
    await store.papers.put(papers.map((paper) => ({ ...paper, comments: paper.comments + 1 })));
    await store.papers.put(papers.map((paper) => ({ ...paper, comments: paper.comments + 2 })));
    await store.close();
  });
}

interface Running {
  readonly config: Config;
  readonly server: FeedServer;
  /** For what is written beside the store. */
  readonly directory: string;
}

async function watchApp(watch: Watch, { config, server, directory }: Running): Promise<void> {
  const sent = { messages: 0 };
  const platforms = [
    sendingAtOnce('discord', renderForDiscord, sent),
    sendingAtOnce('slack', renderForSlack, sent),
  ];
  const watched = createMonitor({
    platforms: platforms.map(({ id }) => id),
    commands: commands.map(({ path }) => path),
    log: quietLog,
  });
  const app = await watch('starting', () =>
    openApp({ config, platforms, log: quietLog, monitor: watched }),
  );
  const http = await watched.serve(
    { host: '127.0.0.1', port: 0 },
    {
      store: app.store,
      paperCount: () => app.archive.index.size,
      feeds: app.ingest.states,
      isStopping: () => false,
      diskProblem: async () => undefined,
      lossProblem: async () => undefined,
      notStarted: () => [],
      away: () => [],
    },
  );
  const metrics = async () => (await fetch(`${http.url}/metrics`)).text();
  await watch('the first /metrics', metrics);
  await watch('another /metrics', metrics);
  await watchCommands(watch, app);
  await watchDigests(watch, app, platforms);
  await watchRefresh(watch, app, server);
  await watch('another /metrics', metrics);
  await watch('a backup', () => backUp(app.store, { directory, now: Date.now() }));
  await watch('an export', async () => {
    await writeFile(
      join(directory, 'export.json'),
      dumpText(await dumpStore(app.store, Date.now())),
    );
  });
  await watch('stopping', () => app.stop());
  await http.close();
}

/** Each is asked twice: the first time may prepare something. */
async function watchCommands(watch: Watch, app: App): Promise<void> {
  const latest = [...app.archive.papers()].at(-1) as Paper;
  const word = latest.title.split(' ').find((each) => /^[a-z]{6,}$/i.test(each)) ?? 'model';
  const lines = [
    `/papers search ${word}`,
    `/papers search ${word.slice(0, 4)}*`,
    '/papers search "of the"',
    '/papers search query:upvotes>=1 sort:trending',
    '/papers trending',
    '/papers trending period:30d',
    `/papers trending topic:${word} period:30d`,
    `/papers show ${latest.title}`,
    `/papers similar ${latest.id}`,
    `/papers why ${latest.id}`,
    '/papers status',
    `/papers my follow ${word} OR transformer`,
    '/papers my preview',
    '/papers my catchup 90d',
    '/papers my data export',
    '/digest list',
    '/digest preview d0',
    '/digest catchup d0 90d',
    `/digest add ${word}`,
    '/digest check d0',
    `/digest edit d0 query:"${word} OR model"`,
    '/digest pause d0',
    '/digest resume d0',
  ];
  for (const line of lines) {
    await watch(line, async () => {
      await ask(app, line);
      await ask(app, line);
    });
  }
  const completed = [
    ['papers show', 'paper', ''],
    ['papers show', 'paper', word.slice(0, 3)],
    ['digest edit', 'digest', 'd'],
    ['papers my zone', 'zone', 'eu'],
  ] as const;
  for (const [path, argument, typed] of completed) {
    const invocation = invocationOf(path.split(' '), { [argument]: typed });
    await watch(`completing “${typed}” as a ${argument}`, async () => {
      await app.complete({ invocation, argument });
      await app.complete({ invocation, argument });
    });
  }
}

async function ask(app: App, line: string): Promise<void> {
  const parsed = parseLine(line, commands);
  if (!parsed.ok) throw new Error(`${line}: ${parsed.problem.message}`);
  const { command, args } = parsed.value;
  const { ok, view } = await app.dispatch(invocationOf(command.path, args));
  if (!ok) throw new Error(`${line}: ${view.summary}`);
}

function invocationOf(path: readonly string[], args: Readonly<Record<string, string>>): Invocation {
  const address = placeOf(0);
  return {
    path,
    args,
    address,
    realm: address.slice(0, address.lastIndexOf('/') + 1),
    personalAddress: 'discord:@me/1',
    actor: { id: 'discord:1', name: 'Ana', canManage: true },
  };
}

async function watchDigests(watch: Watch, app: App, platforms: readonly Platform[]): Promise<void> {
  const { store, archive, topics, ingest } = app;
  const due = createDue({
    store,
    archive,
    topics,
    platforms: new Map(platforms.map((platform) => [platform.id, platform])),
    now: Date.now,
    random: Math.random,
    uncertainPolicy: 'hold',
    giveWay: createGiveWay(),
    log: quietLog,
    feeds: ingest.states,
  });
  await watch('the first busy minute', () => due.run());
  await watch('a minute without digests', () => due.run());
  await watch('a server that is left', () =>
    app.placesGone('discord:1001/', 'The bot was removed.'),
  );
  await watch('a server that is joined again', () =>
    app.placesBack('discord:1001/', 'The bot was removed.'),
  );
  await due.stop();
}

/** As if every feed were read: 600 papers a day. */
async function watchManyNew(watch: Watch, papers: readonly Paper[], now: number): Promise<void> {
  const arrived = papers.map(({ featuredOn: _, ...paper }, age) => ({
    ...paper,
    arrivedAt: new Date(now - 60_000 - (age / 600) * 86_400_000).toISOString(),
  }));
  const archive = createArchive(arrived);
  const recent = createRecentAnswers({ archive, topics: new Map(), giveWay: createGiveWay() });
  await watch(`five digests of ${papers.length} papers of two weeks`, async () => {
    for (const query of queryTexts(papers, 5, 'popular')) {
      const asked = subscription({ queries: [query] });
      await recent.gather([asked], now);
      recent.ranking(asked, { newsFrom: now - freshMs, now });
    }
  });
}

async function watchRefresh(watch: Watch, app: App, server: FeedServer): Promise<void> {
  const day = feedDayAt(Date.now());
  const summary =
    'We measure how long a kettle sings on a ladder, and compare it with anchors. '.repeat(15);
  const entries = Array.from({ length: 100 }, (_, number) => ({
    id: `2612.${10_000 + number}`,
    title: `On kettles, ladders and ${number} anchors`,
    upvotes: number,
    summary,
  }));
  server.on('/api/daily_papers', dailyPapers(day, entries));
  const options = { signal: new AbortController().signal, onProgress: () => undefined };
  const { added } = await watch('a read of the feeds with 100 new papers', () =>
    app.ingest.refresh(options),
  );
  if (added < 100) throw new Error(`Only ${added} papers were new.`);
  await watch('a read without news', () => app.ingest.refresh(options));
}
