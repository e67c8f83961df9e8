import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DailyEntry } from '../fakes/daily-papers.ts';
import { type FakeDiscord, openFakeDiscord } from '../fakes/discord/open-fake-discord.ts';
import { type DiscordBot, openDiscordBot } from '../fakes/discord-bot.ts';
import { openLab, said, textOf, until as untilIt } from '../fakes/discord-lab.ts';

const invited = 274_877_991_936n;
const viewOnly = 1n << 10n;
const minuteMs = 60_000;
const eachMinute = '* * * * * UTC';

let discord: FakeDiscord;
let entries: DailyEntry[];
let bot: DiscordBot;

beforeEach(async () => {
  entries = [
    { id: '2603.00001', title: 'Diffusion for kettles', upvotes: 30 },
    { id: '2603.00002', title: 'Agents that knit', upvotes: 50 },
    ...[3, 4, 5, 6].map((number) => ({
      id: `2603.0000${number}`,
      title: `Agents of kind ${number}`,
      upvotes: number,
    })),
  ];
  discord = await openFakeDiscord();
  bot = await openDiscordBot(discord, entries);
  await bot.start();
}, minuteMs);

afterEach(async () => {
  await bot.close();
  await discord.close();
  expect(discord.violations).toEqual([]);
});

const until = (holds: () => boolean | Promise<boolean>, withinMs = 1.3 * minuteMs) =>
  untilIt(holds, { withinMs, account: bot.log });

test(
  'a server from the invitation to its digests, and what befalls it',
  async () => {
    const { guild, ana, bo, channel, papers, slash, press } = openLab(discord);
    const cleo = discord.addUser('cleo');
    const addTo = async (name: string, options = {}): Promise<string> => {
      const wanted = { channel: channel(name), query: 'agents', when: eachMinute, ...options };
      const added = await said(slash(ana, 'digest add', wanted));
      return /Digest (d\d+) is set up/.exec(added)?.[1] ?? added;
    };

    // Set up by a form, for a minute to come, and by options.
    const due = new Date(Math.ceil(Date.now() / minuteMs + 1) * minuteMs);
    const form = await slash(ana, 'digest add', { channel: papers });
    const added = await discord.submitModal(form, {
      About: 'agents OR diffusion',
      Days: 'daily',
      'Local time': due.toISOString().slice(11, 16),
      'Time zone': 'UTC',
    });
    expect(textOf((await press(added, 'Preview', ana)).message)).toMatch(/Agents that knit/);
    await addTo('news', { publish: true });
    const [inForum, inGeneral] = [await addTo('forum'), await addTo('general')];
    for (const person of [bo, cleo]) {
      await slash(person, 'papers my follow', { topic: 'agents' });
      await slash(person, 'papers my digest', { when: eachMinute });
    }
    await slash(cleo, 'papers my pause', { for: '1w' });
    expect(guild.id).not.toBe('');
    expect(discord.messages(papers)).toEqual([]);

    // A right and a channel are taken, the process is killed, a paper comes, and it starts again.
    discord.setPermissions(channel('forum'), viewOnly);
    discord.deleteChannel(channel('general'));
    expect(await bot.stop('SIGKILL')).toBeNull();
    entries.push({ id: '2603.00009', title: 'Agents that bake', upvotes: 90 });
    await bot.start();

    // Each digest at its minute, with what is new.
    await until(() => discord.messages(channel('news')).length > 0);
    await until(() => discord.dms(bo).length > 0);
    const [direct] = discord.dms(bo);
    expect(direct?.content).toMatch(/Agents that bake/);
    const [published] = discord.messages(channel('news'));
    await until(() => ((discord.messages(channel('news'))[0]?.flags ?? 0) & 1) !== 0);
    await until(() => discord.messages(papers).length > 0, 2 * minuteMs);
    const [digest] = discord.messages(papers);
    expect(Date.parse(digest?.timestamp ?? '')).toBeGreaterThanOrEqual(due.getTime());
    expect(Date.parse(digest?.timestamp ?? '')).toBeLessThan(due.getTime() + minuteMs);
    for (const message of [digest, published]) {
      expect(textOf(message)).toMatch(/Agents that bake/);
      expect(textOf(message)).not.toMatch(/Agents that knit/);
    }
    expect(discord.dms(cleo)).toEqual([]);

    // Its buttons: details, saving, more of it, following, paging.
    const details = await press({ message: digest }, 'Details', bo);
    expect(await said(press(details, 'Save', bo))).toMatch(/Saved/);
    expect(await said(slash(bo, 'papers saved'))).toMatch(/Agents that bake/);
    const more = await press({ message: digest }, 'More papers', bo);
    expect(await said(press(more, 'Next', bo))).toMatch(/Page 2/);
    expect(await said(press({ message: digest }, 'Get this privately', cleo))).toMatch(/You now/);

    // What could not be posted was told once each, and goes on by itself once the right is back.
    const told = () => discord.dms(ana).map(textOf).join('\n');
    await until(
      async () => /Paused/.test(await said(slash(ana, 'digest check', { digest: inForum }))),
      2 * minuteMs,
    );
    expect(told()).toMatch(new RegExp(`digest ${inGeneral}\\b.*channel( or thread)? is gone`, 's'));
    expect(told()).toMatch(new RegExp(`digest ${inForum}\\b`));
    expect(discord.dms(ana)).toHaveLength(2);
    discord.setPermissions(channel('forum'), invited);
    await until(async () =>
      /Next:/.test(await said(slash(ana, 'digest check', { digest: inForum }))),
    );
    expect(await said(slash(ana, 'digest send-now', { digest: inForum }))).toMatch(/Posted/);
    expect(discord.dms(ana)).toHaveLength(2);

    // The token is revoked, and another one set.
    discord.revokeToken();
    await bot.logged(/Discord does not accept the token/);
    expect(await bot.stop()).toBe(0);
    await bot.start({ DISCORD_TOKEN: discord.issueToken() });
    expect(await said(press({ message: digest }, 'Details', bo))).toMatch(/Agents that bake/);
    expect(discord.messages(papers)).toHaveLength(1);
    expect(bot.log()).not.toContain('fake-token');
  },
  6 * minuteMs,
);

test(
  'a process that is killed in the middle of a post has posted once when it is up again',
  async () => {
    const { ana, channel, papers, slash } = openLab(discord);
    for (const place of [papers, channel('news')]) {
      await slash(ana, 'digest add', { channel: place, query: 'agents', when: eachMinute });
    }
    entries.push({ id: '2603.00009', title: 'Agents that bake', upvotes: 90 });
    await bot.stop();
    await bot.start();
    discord.failNext(`POST /channels/${papers}/messages`, { hang: true, afterStoring: true });
    discord.failNext(`POST /channels/${channel('news')}/messages`, { hang: true });
    const posts = () =>
      discord.requests.filter(({ path }) => /^\/channels\/\d+\/messages$/.test(path));
    await until(() => posts().length === 2);
    expect(await bot.stop('SIGKILL')).toBeNull();
    expect(discord.messages(papers)).toHaveLength(1);
    expect(discord.messages(channel('news'))).toEqual([]);
    await bot.start();
    await until(() => discord.messages(channel('news')).length === 1);
    for (const digest of ['d1', 'd2']) {
      const check = () => said(slash(ana, 'digest check', { digest }));
      await until(async () => /: posted 1 paper/.test(await check()));
      expect(await check()).not.toMatch(/perhaps|twice/);
    }
    expect(discord.messages(papers)).toHaveLength(1);
    expect(discord.messages(channel('news'))).toHaveLength(1);
  },
  4 * minuteMs,
);
