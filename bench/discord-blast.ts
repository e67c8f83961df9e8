import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { digestView } from '../src/core/views/digest-view.ts';
import { openDiscordPlatform } from '../src/platforms/discord/discord-platform.ts';
import { openFakeDiscord } from '../test/fakes/discord/open-fake-discord.ts';
import { paper, subscription } from '../test/fakes/papers.ts';

const channels = 2_000;
const idleSamples = 50;
const gapMs = 200;
const quiet = { info: () => undefined, warn: console.warn };

if (process.env.BLAST_URL === undefined) await measure();
else await beTheBot(process.env.BLAST_URL, process.env.BLAST_TOKEN ?? '');

/** How long a slash command takes while nothing else happens, and while 2,000 digests leave. */
async function measure(): Promise<void> {
  const discord = await openFakeDiscord({ openapi: false });
  const names = Array.from({ length: channels }, (_, number) => ({ name: `c${number}` }));
  const guild = discord.addGuild({ name: 'Lab', channels: names });
  const user = discord.addUser('ana');
  const bot = fork(fileURLToPath(import.meta.url), {
    env: { ...process.env, BLAST_URL: discord.url, BLAST_TOKEN: discord.token },
  });
  await once(bot, 'message');
  const ask = async (): Promise<number> => {
    const asked = performance.now();
    await discord.slash({ user, guild: guild.id, command: 'papers topics' });
    return performance.now() - asked;
  };
  for (let warm = 0; warm < 20; warm += 1) await ask();
  const idle: number[] = [];
  while (idle.length < idleSamples) idle.push(await after(gapMs, ask));

  let isOver = false;
  bot.send(Object.values(guild.channels).map((channel) => `discord:${guild.id}/${channel}`));
  const begun = performance.now();
  const ended = once(bot, 'message').then(() => {
    isOver = true;
  });
  const busy: number[] = [];
  while (!isOver) busy.push(await after(gapMs, ask));
  await ended;
  const seconds = (performance.now() - begun) / 1_000;
  const posted = Object.values(guild.channels).filter((id) => discord.messages(id).length === 1);
  console.log(
    `${posted.length} of ${channels} channels have their digest after ${seconds.toFixed(1)} s`,
  );
  console.log(`violations: ${discord.violations.length}`);
  report('idle', idle);
  report('during the blast', busy);
  console.log(`ratio of the medians: ${(quantile(busy, 0.5) / quantile(idle, 0.5)).toFixed(2)}`);
  bot.kill();
  await discord.close();
}

/** The platform as it is, with a desk that answers at once: what is measured is the way to Discord and back. */
async function beTheBot(apiUrl: string, token: string): Promise<void> {
  const view = { summary: 'Topics', blocks: [{ kind: 'text' as const, text: ['Topics'] }] };
  const nothing = async (): Promise<undefined> => undefined;
  const { commands } = await import('../src/commands/registry.ts');
  const platform = openDiscordPlatform({ token, apiUrl, shards: 'auto', commands, log: quiet });
  await platform.start({
    dispatch: async () => ({ view, visibility: 'private', ok: true }),
    complete: async () => [],
    form: nothing,
    placesGone: nothing,
    placesChanged: nothing,
    placesBack: nothing,
    installations: { all: async () => [], get: nothing, put: nothing, remove: nothing },
  });
  const papers = Array.from({ length: 5 }, (_, number) => paper(`2601.0000${number}`));
  const digest = {
    subscription: subscription(),
    slot: { local: '2026-03-02T09:00', at: Date.parse('2026-03-02T09:00:00Z') },
    chosen: papers.map((each) => ({ paper: each, rose: false })),
    leftOut: [],
  };
  process.on('message', async (addresses: readonly string[]) => {
    const sent = addresses.map((address) => {
      const [message] = platform.render(digestView(digest), { address, scope: 'channel' });
      return platform.send(address, message?.payload, address);
    });
    await Promise.all(sent);
    process.send?.('done');
  });
  process.send?.('ready');
}

async function after<T>(ms: number, work: () => Promise<T>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return work();
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN;
}

function report(name: string, values: readonly number[]): void {
  const [p50, p90] = [quantile(values, 0.5), quantile(values, 0.9)];
  console.log(`${name}: p50 ${p50.toFixed(1)} ms, p90 ${p90.toFixed(1)} ms of ${values.length}`);
}
