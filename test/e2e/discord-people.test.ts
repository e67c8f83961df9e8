import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DailyEntry } from '../fakes/daily-papers.ts';
import { type FakeDiscord, openFakeDiscord } from '../fakes/discord/open-fake-discord.ts';
import { type DiscordBot, openDiscordBot } from '../fakes/discord-bot.ts';
import { openLab, said, textOf, until } from '../fakes/discord-lab.ts';

/** Too long for the id of a button. */
const longQuery = `agents OR ${'"a phrase that nobody wrote" OR '.repeat(12)}note`;

const entries: DailyEntry[] = [
  { id: '2603.00001', title: 'Diffusion for kettles', upvotes: 30 },
  ...[2, 3, 4, 5, 6, 7, 8].map((number) => ({
    id: `2603.0000${number}`,
    title: `A note on agents ${number}`,
    upvotes: number,
  })),
];

let discord: FakeDiscord;
let bot: DiscordBot;

beforeAll(async () => {
  discord = await openFakeDiscord();
  bot = await openDiscordBot(discord, entries);
  await bot.start();
}, 30_000);

afterAll(async () => {
  await bot.close();
  await discord.close();
});

afterEach(() => expect(discord.violations).toEqual([]));

describe('a long query', () => {
  test('can be paged, shared and followed like any other', async () => {
    const { bo, slash, press } = openLab(discord);
    const found = await slash(bo, 'papers search', { query: longQuery });
    expect(textOf(found.message)).toContain(`-# In full: \`${longQuery}\``);
    const next = await press(found, 'Next', bo);
    expect(textOf(next.message)).toMatch(/Page 2 of 2/);
    expect(next.message?.id).toBe(found.message?.id);
    expect(await said(press(next, 'Share here', bo))).toMatch(/Shared by bo.*A note on agents/s);
    const followed = await slash(bo, 'papers my follow', { topic: longQuery });
    expect(await said(press(followed, 'Undo', bo))).toMatch(/no longer follow/);
  });

  test('of a digest can be followed from it', async () => {
    const { ana, bo, papers, slash, press } = openLab(discord);
    const added = await slash(ana, 'digest add', { channel: papers, query: longQuery });
    const preview = await press(added, 'Preview', ana);
    await press(preview, 'Send now', ana);
    const [digest] = discord.messages(papers);
    expect(await said(press({ message: digest }, 'More papers', bo))).toMatch(/A note on agents/);
    expect(await said(press({ message: digest }, 'Get this privately', bo))).toMatch(
      /You now follow/,
    );
    const list = await slash(bo, 'papers my list');
    expect(textOf(list.message)).toContain('a phrase that nobody wrote');
  });
});

describe('the time zone', () => {
  test('is asked for once, accepted in one press, and never asked for again', async () => {
    const { bo, slash, press } = openLab(discord);
    const followed = await slash(bo, 'papers my follow', { topic: 'agents' });
    expect(textOf(followed.message)).toMatch(/Your time zone is a guess: .*<t:\d+:f>\?/);
    const [, zone = ''] = /a guess: (\S+)\. /.exec(textOf(followed.message)) ?? [];
    const settled = await press(followed, `Yes, ${zone}`, bo);
    expect(textOf(settled.message)).toContain(`Your time zone is ${zone} from now on.`);
    await slash(bo, 'papers my unfollow', { topic: 'agents' });
    const again = await slash(bo, 'papers my follow', { topic: 'agents' });
    expect(textOf(again.message)).not.toContain('guess');
  });

  test('is guessed by the language of the person, and mended by a form', async () => {
    const { bo, slash, press } = openLab(discord);
    discord.setLocale(bo, 'de');
    const followed = await slash(bo, 'papers my follow', { topic: 'agents' });
    expect(textOf(followed.message)).toMatch(/09:00 Berlin time.*a guess: Europe\/Berlin/s);
    const form = await press(followed, 'Another time zone', bo);
    expect(JSON.stringify(form.modal)).toContain('Europe/Berlin');
    const mended = await discord.submitModal(form, { 'Time zone': 'lisbon' });
    expect(textOf(mended.message)).toMatch(/Europe\/Lisbon from now on.*09:00 Lisbon time/s);
    const wrong = await discord.submitModal(form, { 'Time zone': 'Atlantis' });
    expect(textOf(wrong.message)).toMatch(/no time zone “Atlantis”/);
  });
});

describe('what is stored about a person', () => {
  test('comes as text where it is short and as a file where it is long', async () => {
    const { bo, slash } = openLab(discord);
    await slash(bo, 'papers save', { paper: '2603.00001' });
    const short = await slash(bo, 'papers my data', { action: 'export' });
    expect(textOf(short.message)).toContain('arxiv:2603.00001');
    await slash(bo, 'papers my follow', { topic: 'agents' });
    for (const letter of ['a', 'b', 'c', 'd']) {
      await slash(bo, 'papers my follow', { topic: `${letter} ${longQuery}` });
    }
    const long = await slash(bo, 'papers my data', { action: 'export' });
    expect(long.isEphemeral).toBe(true);
    const [file] = long.message?.attachments ?? [];
    expect(file?.filename).toBe('paperround-data.json');
    const exported = (await (await fetch(file?.url ?? '')).json()) as {
      readonly person: { readonly saved: readonly unknown[] };
      readonly digest: { readonly queries: readonly string[] };
    };
    expect(exported.person.saved).toHaveLength(1);
    expect(exported.digest.queries).toHaveLength(5);
  });
});

describe('the first digest', () => {
  test('is offered to who may set it up, beside what they asked for, until there is one', async () => {
    const { ana, bo, slash, press, addDigest } = openLab(discord);
    const shown = await slash(ana, 'papers trending');
    expect(textOf(shown.message)).toContain('No channel here gets a digest yet.');
    expect((await press(shown, 'Set up a digest', ana)).modal?.title).toBe(
      'A digest for this place',
    );
    const shared = await press(shown, 'Share here', ana);
    expect(textOf(shared.message)).not.toContain('No channel here');
    expect(await said(slash(bo, 'papers trending'))).not.toContain('No channel here');
    await addDigest();
    expect(await said(slash(ana, 'papers trending'))).not.toContain('No channel here');
  });
});

describe('closed direct messages', () => {
  test('are told to their owner alone, at the next command, and tried again by a press', async () => {
    const { ana, bo, slash, press } = openLab(discord);
    await slash(bo, 'papers my follow', { topic: 'agents' });
    await slash(bo, 'papers my digest', { when: '* * * * * UTC' });
    discord.closeDms(bo);
    entries.push({ id: '2603.00009', title: 'Agents that bake', upvotes: 90 });
    await bot.stop();
    await bot.start();
    await bot.logged(/not told/);
    const shown = await slash(bo, 'papers trending');
    expect(textOf(shown.message)).toMatch(/Your personal digest is paused.*messages to you/s);
    expect(await said(press(shown, 'Share here', bo))).not.toMatch(/paused/);
    expect(await said(slash(ana, 'papers trending'))).not.toMatch(/paused/);
    discord.openDms(bo);
    expect(await said(press(shown, 'Try again', bo))).toMatch(/Resumed/);
    expect(await said(slash(bo, 'papers trending'))).not.toMatch(/paused/);
    await until(() => discord.dms(bo).length > 0, { withinMs: 75_000, account: bot.log });
    expect(discord.dms(bo)[0]?.content).toMatch(/Agents that bake/);
  }, 180_000);
});
