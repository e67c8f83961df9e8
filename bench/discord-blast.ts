import { REST, Routes } from 'discord.js';
import { openLowdbStore } from '../src/store/lowdb/open-lowdb-store.ts';
import { type FakeDiscord, openFakeDiscord } from '../test/fakes/discord/open-fake-discord.ts';
import { type DiscordBot, openDiscordBot } from '../test/fakes/discord-bot.ts';
import { until } from '../test/fakes/discord-lab.ts';
import { subscription } from '../test/fakes/papers.ts';
import type { Bench, BenchReport } from './bench.ts';

const channelsPerServer = 500;
const idleSamples = 50;
const gapMs = 200;
const minuteMs = 60_000;
/** What Discord lets a bot do at once, and then each second (topics/rate-limits). */
const globalLimit = 50;

/** The product as a process of its own: a slash command while nothing else happens, and while a morning's digests leave. */
export const discordBlastBench = discordBlast('discord', 2_000);
export const discordManyBench = discordBlast('many', 10_000);

function discordBlast(name: string, count: number): Bench {
  return {
    name,
    title: `Discord: ${count} digests at once, and commands meanwhile`,
    async run(report) {
      const discord = await openFakeDiscord({ openapi: false });
      const titles = ['kettles', 'ladders', 'lanterns', 'anchors', 'bridges'];
      const entries = titles.map((title, index) => ({
        id: `2601.0000${index}`,
        title: `On ${title}`,
        upvotes: 10 * index,
      }));
      const bot = await openDiscordBot(discord, entries);
      try {
        await measure(report, { discord, bot, count: report.isSmall ? count / 10 : count });
      } finally {
        await bot.close();
        await discord.close();
      }
    },
  };
}

interface Blast {
  readonly discord: FakeDiscord;
  readonly bot: DiscordBot;
  readonly count: number;
}

async function measure(report: BenchReport, { discord, bot, count }: Blast): Promise<void> {
  const servers = addServers(discord, count);
  const guild = servers[0]?.id ?? '';
  const user = discord.addUser('ana');
  const places = servers.flatMap(({ channels }) => Object.values(channels));
  const dueAt = Math.ceil((Date.now() + minuteMs / 2) / minuteMs) * minuteMs;
  await subscribe(
    bot.directory,
    servers.flatMap(({ id, channels }) =>
      Object.values(channels).map((channel) => `discord:${id}/${channel}`),
    ),
    dueAt,
  );
  await bot.start();
  const ask = async (): Promise<number> => {
    const asked = performance.now();
    await discord.slash({ user, guild, command: 'papers topics' });
    return performance.now() - asked;
  };
  for (let warm = 0; warm < 20; warm += 1) await ask();
  report.progress('a command while nothing else happens');
  const idle: number[] = [];
  while (idle.length < idleSamples) idle.push(await after(gapMs, ask));

  report.progress(`waiting for the minute of ${count} digests`);
  const posts = () =>
    discord.requests.filter(({ path }) => /^\/channels\/\d+\/messages$/.test(path));
  await until(() => posts().length > 0, { withinMs: 2 * minuteMs, account: bot.log });
  const busy: number[] = [];
  while (posts().length < count || places.some((place) => discord.messages(place).length === 0)) {
    busy.push(await after(gapMs, ask));
  }
  const ours = fanOut(posts());
  await bot.stop();
  report.progress('the same by the REST client of discord.js');
  const before = posts().length;
  const body = discord.messages(places[0] ?? '')[0];
  await byDiscordJs(discord, places, {
    content: body?.content || 'On kettles',
    allowed_mentions: { parse: [] },
  });
  const stock = fanOut(posts().slice(before));

  const bound = Math.max(1, (count - globalLimit) / globalLimit);
  const [median, idleMedian] = [quantile(busy, 0.5), quantile(idle, 0.5)];
  report.row({
    what: `slash command answered while ${count} digests leave, median`,
    ours: median,
    unit: 'ms',
    baseline: { name: 'while nothing else happens', value: idleMedian },
    ratio: median / idleMedian,
    target: { atMost: 1.2 },
    note: `90 %: ${quantile(busy, 0.9).toFixed(1)} against ${quantile(idle, 0.9).toFixed(1)} ms`,
  });
  report.row({
    what: `${count} digests to as many channels`,
    ours: ours.seconds,
    unit: 's',
    baseline: { name: 'discord.js REST, posts at once', value: stock.seconds },
    ratio: ours.seconds / bound,
    target: { atMost: 1.08 },
    note: `the ratio is to the bound of the global limit, ${bound.toFixed(1)} s`,
  });
  report.row({
    what: 'of these refused with 429',
    ours: ours.refusedPercent,
    unit: '%',
    baseline: { name: 'discord.js REST, posts at once', value: stock.refusedPercent },
    ratio: ours.refusedPercent,
    target: { atMost: 1 },
  });
  if (discord.violations.length > 0) throw new Error(discord.violations.slice(0, 3).join('\n'));
}

function addServers(discord: FakeDiscord, channels: number) {
  const servers = Array.from({ length: Math.ceil(channels / channelsPerServer) }, (_, server) =>
    Math.min(channelsPerServer, channels - server * channelsPerServer),
  );
  return servers.map((count, server) =>
    discord.addGuild({
      name: `Lab ${server}`,
      channels: Array.from({ length: count }, (_, number) => ({ name: `c${number}` })),
    }),
  );
}

/** One digest for each address, all due at the same instant. */
async function subscribe(
  directory: string,
  addresses: readonly string[],
  dueAt: number,
): Promise<void> {
  const store = await openLowdbStore({ directory, mode: 'own' });
  const at = new Date().toISOString();
  const times = [new Date(dueAt).toISOString().slice(11, 16)];
  const { id: _, schedule, ...base } = subscription();
  const days = schedule.kind === 'weekly' ? schedule.days : [];
  await Promise.all(
    addresses.map((address) =>
      store.subscriptions.add({
        ...base,
        address,
        schedule: { kind: 'weekly', days, times, zone: 'UTC' },
        since: at,
        settledUntil: at,
        consideredUntil: at,
        createdAt: at,
        createdBy: 'discord:1',
      }),
    ),
  );
  await store.close();
}

async function byDiscordJs(
  discord: FakeDiscord,
  places: readonly string[],
  body: object,
): Promise<void> {
  const rest = new REST({ api: discord.url, version: '10' }).setToken(discord.token);
  await Promise.all(places.map((channel) => rest.post(Routes.channelMessages(channel), { body })));
  rest.clearHashSweeper();
  rest.clearHandlerSweeper();
}

function fanOut(posts: FakeDiscord['requests']) {
  const times = posts.map(({ at }) => at);
  const refused = posts.filter(({ status }) => status === 429).length;
  return {
    seconds: (Math.max(...times) - Math.min(...times)) / 1_000,
    refusedPercent: (100 * refused) / posts.length,
  };
}

async function after<T>(ms: number, work: () => Promise<T>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return work();
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN;
}
