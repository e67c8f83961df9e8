import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createArchive } from '../src/core/archive.ts';
import type { Paper } from '../src/core/paper.ts';
import type { Subscription } from '../src/core/subscription.ts';
import { createDue } from '../src/digests/due.ts';
import { createGiveWay } from '../src/lib/give-way.ts';
import { renderDigest as renderForDiscord } from '../src/platforms/discord/render/render.ts';
import type { Platform } from '../src/platforms/platform.ts';
import { renderDigest as renderForSlack } from '../src/platforms/slack/render/render.ts';
import { openLowdbStore } from '../src/store/lowdb/open-lowdb-store.ts';
import type { Store } from '../src/store/store.ts';
import { subscription } from '../test/fakes/papers.ts';
import type { Bench } from './bench.ts';
import { readCorpus } from './corpus.ts';
import { pastDigests } from './past-digests.ts';
import { queryTexts } from './query-texts.ts';

/** A Tuesday, half a minute after nine in Berlin. */
const now = Date.parse('2026-03-10T08:00:30Z');
const yesterday = '2026-03-09T08:00:00.000Z';
const longAgo = '2026-01-01T00:00:00.000Z';
const dayMs = 24 * 3_600_000;
const days = 7;
const papersADay = 100;
const atOnce = 1_000;
const week = {
  from: Date.parse('2026-03-03T08:00:00.000Z'),
  slots: ['2026-03-04', '2026-03-05', '2026-03-06', '2026-03-09'].map((day) => ({
    key: `${day}T09:00+01:00`,
    at: Date.parse(`${day}T08:00:00.000Z`),
  })),
};

export const wholeBench = {
  name: 'whole',
  title: 'Whole work',
  async run(report) {
    const count = report.isSmall ? 2_000 : 100_000;
    const { papers } = await readCorpus(10_000);
    const directory = await mkdtemp(join(tmpdir(), 'paperround-bench-'));
    const open = () => openLowdbStore({ directory, mode: 'own', now: () => now });
    let store = await open();
    try {
      report.progress(`${count} subscriptions are written down, and what they were sent before`);
      const recent = papers.slice(0, days * papersADay).map(arrived);
      const queries = queryTexts(papers.slice(days * papersADay), count, 'popular');
      await fill(store, recent, queries.map(subscribed));
      await store.close();
      store = await open();
      const rows = (await store.deliveries.all()).length;
      const sent = { messages: 0 };
      const due = openDue(store, recent, sent);
      report.progress('their digests are planned, rendered, written down and sent');
      globalThis.gc?.();
      const used = process.cpuUsage();
      const started = performance.now();
      await due.run();
      const seconds = (performance.now() - started) / 1000;
      const { user, system } = process.cpuUsage(used);
      report.row({
        what: `${count} digests without network`,
        ours: (user + system) / 1e6,
        unit: 's of CPU',
        ...(!report.isSmall && { target: { atMost: 10 } }),
        note: `Planned from ${days * papersADay} papers beside a ledger of ${rows} rows, those of the week before; rendered for Discord and Slack by halves, written down before and after each of the ${sent.messages} messages, and the subscriptions after it; took ${seconds.toFixed(1)} s.`,
      });
    } finally {
      await store.close();
      await rm(directory, { recursive: true, force: true });
    }
  },
} satisfies Bench;

function openDue(store: Store, papers: readonly Paper[], sent: { messages: number }) {
  const log = { info: () => undefined, warn: (line: string) => console.error(line) };
  return createDue({
    store,
    archive: createArchive(papers),
    topics: new Map(),
    platforms: new Map([
      ['discord', sendingAtOnce('discord', renderForDiscord, sent)],
      ['slack', sendingAtOnce('slack', renderForSlack, sent)],
    ]),
    now: () => now,
    random: () => 0.5,
    uncertainPolicy: 'hold',
    giveWay: createGiveWay(),
    log,
  });
}

/** A platform to which everything gets at once. */
export function sendingAtOnce(
  id: string,
  render: Platform['render'],
  sent: { messages: number },
): Platform {
  return {
    id,
    start: async () => undefined,
    render,
    async send() {
      sent.messages += 1;
      return { kind: 'sent', externalId: `${sent.messages}` };
    },
    personalAddress: (actor) => actor,
    stop: async () => undefined,
  };
}

/** With the ledger of the digests of a week, as far as it has papers that count. */
async function fill(
  store: Store,
  papers: readonly Paper[],
  subscriptions: readonly Subscription[],
): Promise<void> {
  const past = await pastDigests(papers, subscriptions, week);
  for (let from = 0; from < subscriptions.length; from += atOnce) {
    const some = subscriptions.slice(from, from + atOnce);
    await Promise.all(some.map((each) => store.subscriptions.put(each)));
    await store.deliveries.put(...some.flatMap(past));
  }
}

function subscribed(query: string, number: number): Subscription {
  const place = `${1_000_000 + number}`;
  return subscription({
    id: `d${number}`,
    address: number % 2 === 0 ? `discord:${place}/${place}` : `slack:T${place}/C${place}`,
    queries: [query],
    schedule: {
      kind: 'weekly',
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      times: ['09:00'],
      zone: 'Europe/Berlin',
    },
    since: longAgo,
    settledUntil: yesterday,
    consideredUntil: yesterday,
    createdBy: 'discord:1',
    createdAt: longAgo,
  });
}

/** As many papers came each day, the last just before now. */
function arrived(paper: Paper, index: number): Paper {
  const at = now - 60_000 - (index / papersADay) * dayMs;
  return { ...paper, arrivedAt: new Date(at).toISOString() };
}
