import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DailyEntry } from '../fakes/daily-papers.ts';
import { type FakeDiscord, openFakeDiscord } from '../fakes/discord/open-fake-discord.ts';
import { type DiscordBot, openDiscordBot } from '../fakes/discord-bot.ts';
import { openLab, said, textOf, until as untilIt } from '../fakes/discord-lab.ts';
import { runPaperround } from '../fakes/paperround.ts';

const minuteMs = 60_000;
const refused = /Discord does not accept the token in DISCORD_TOKEN\..*Reset Token.*start again/s;

let discord: FakeDiscord;
let entries: DailyEntry[];
let bot: DiscordBot;

beforeEach(async () => {
  entries = [{ id: '2603.00001', title: 'Agents that knit', upvotes: 50 }];
  discord = await openFakeDiscord();
  bot = await openDiscordBot(discord, entries);
});

afterEach(async () => {
  await bot.close();
  await discord.close();
  expect(discord.violations).toEqual([]);
});

const until = (holds: () => boolean | Promise<boolean>, withinMs = 1.7 * minuteMs) =>
  untilIt(holds, { withinMs, account: bot.log });

/** A bot that has a digest for a minute to come, and a paper for it; gives what is needed to ask for them. */
async function openDue() {
  await bot.start();
  const lab = openLab(discord);
  const due = new Date(Math.ceil(Date.now() / minuteMs + 0.5) * minuteMs);
  const when = `daily ${due.toISOString().slice(11, 16)} UTC`;
  await lab.slash(lab.ana, 'digest add', { channel: lab.papers, query: 'agents', when });
  entries.push({ id: '2603.00002', title: 'Agents that bake', upvotes: 90 });
  await bot.stop();
  await bot.start({ HTTP_PORT: '0' });
  const [, url] = await bot.logged(/Health and metrics are at (http:\S+)\./);
  return { ...lab, ready: () => fetch(`${url}/readyz`), due };
}

test(
  'a token that is revoked: the log, /readyz and doctor say what to do, and a new one brings all back',
  async () => {
    const { ana, papers, slash, ready, due } = await openDue();
    expect((await ready()).status).toBe(200);
    discord.revokeToken();
    await bot.logged(refused);
    const { stdout, code } = await runPaperround(['doctor'], {
      env: {
        DATA_DIR: bot.directory,
        DISCORD_API_URL: discord.url,
        DISCORD_TOKEN: 'the-old-token',
        HF_URL: 'http://127.0.0.1:9',
      },
    });
    expect(stdout).toMatch(new RegExp(`FAULT +Discord: ${refused.source}`, 's'));
    expect(code).toBe(1);
    await until(async () => (await ready()).status === 503);
    expect(await (await ready()).text()).toMatch(refused);
    await until(() => Date.now() > due.getTime());
    await bot.logged(/Nothing is sent, as Discord refuses the token: 401.*start again/);
    expect(bot.log().match(/does not accept the token/g)).toHaveLength(1);
    expect(discord.messages(papers)).toEqual([]);

    expect(await bot.stop()).toBe(0);
    await bot.start({ DISCORD_TOKEN: discord.issueToken() });
    await until(() => discord.messages(papers).length > 0);
    expect(textOf(discord.messages(papers))).toContain('Agents that bake');
    expect(await said(slash(ana, 'digest check', { digest: 'd1' }))).toMatch(/: posted 1 paper/);
    expect(discord.messages(papers)).toHaveLength(1);
    expect(discord.dms(ana)).toEqual([]);
  },
  5 * minuteMs,
);
