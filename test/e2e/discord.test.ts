import { setImmediate as soon } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DailyEntry } from '../fakes/daily-papers.ts';
import { type FakeDiscord, openFakeDiscord } from '../fakes/discord/open-fake-discord.ts';
import { type DiscordBot, openDiscordBot } from '../fakes/discord-bot.ts';
import {
  messageOf,
  openLab as openLabAt,
  said,
  textOf,
  until as untilIt,
} from '../fakes/discord-lab.ts';
import { runPaperround } from '../fakes/paperround.ts';

const manageServer = 1n << 5n;
const invited = 274_877_991_936n;
const viewOnly = 1n << 10n;

let discord: FakeDiscord;
let entries: DailyEntry[];
let bot: DiscordBot;

async function openAll(): Promise<void> {
  entries = [
    { id: '2603.00001', title: 'Diffusion for kettles', upvotes: 30 },
    { id: '2603.00002', title: 'Agents that knit', upvotes: 50 },
    ...[3, 4, 5, 6, 7].map((number) => ({
      id: `2603.0000${number}`,
      title: `A note on topic ${number}`,
      upvotes: number,
    })),
  ];
  discord = await openFakeDiscord();
  bot = await openDiscordBot(discord, entries);
}

async function closeAll(): Promise<void> {
  await bot.close();
  await discord.close();
}

const openLab = () => openLabAt(discord);

const until = (holds: () => boolean | Promise<boolean>, withinMs = 5_000) =>
  untilIt(holds, { withinMs, account: bot.log });

afterEach(() => expect(discord.violations).toEqual([]));

describe('a bot that runs', () => {
  beforeAll(async () => {
    await openAll();
    await bot.start();
  });
  afterAll(closeAll);

  describe('from the invitation to the digest', () => {
    test('nothing is posted uninvited, and the first command offers to set one up', async () => {
      const { ana, papers, slash, press } = openLab();
      const list = await slash(ana, 'digest list');
      expect(textOf(list.message)).toMatch(/There is no digest here yet/);
      expect(list.isEphemeral).toBe(true);
      expect((await press(list, 'Set up a digest', ana)).modal?.title).toBe(
        'A digest for this place',
      );
      expect(discord.messages(papers)).toEqual([]);
      expect(discord.gateway.identifies[0]?.intents).toBe(1);
    });

    test('a digest is set up by a form, previewed, sent, changed and removed', async () => {
      const { ana, papers, slash, press } = openLab();
      const form = await slash(ana, 'digest add', { channel: papers });
      const added = await discord.submitModal(form, { About: 'agents OR diffusion' });
      expect(added.isEphemeral).toBe(true);
      expect(textOf(added.message)).toContain(`<#${papers}>`);
      expect(textOf(added.message)).toMatch(/Digest d\d+ is set up.*agents OR diffusion/s);
      await until(() => added.followUps.length === 1);
      expect(textOf(added.followUps[0])).toMatch(/by ana\n.*Digest d\d+ is set up/s);
      expect(JSON.stringify(added.followUps[0])).not.toContain('custom_id');

      const preview = await press(added, 'Preview', ana);
      expect(textOf(preview.message)).toMatch(/Preview.*Agents that knit/s);
      expect(preview.isEphemeral).toBe(true);
      expect(discord.messages(papers)).toEqual([]);

      expect(await said(press(preview, 'Send now', ana))).toMatch(/Posted 2 papers/);
      expect(textOf(discord.messages(papers))).toMatch(/Agents that knit.*Diffusion for kettles/s);
      expect(await said(press(preview, 'Send now', ana))).toMatch(/Nothing new/);
      expect(discord.messages(papers)).toHaveLength(1);

      const edit = await press(preview, 'Edit', ana);
      expect(JSON.stringify(edit.modal)).toContain('agents OR diffusion');
      const changed = await discord.submitModal(edit, { 'Papers per digest': '3' });
      expect(textOf(changed.message)).toMatch(/Changed d\d+.*up to 3 papers/);
      const [, digest = ''] = /Changed (d\d+)/.exec(textOf(changed.message)) ?? [];
      expect(await said(slash(ana, 'digest pause', { digest, for: '1w' }))).toMatch(
        /Paused digest d\d+ until/,
      );
      expect(await said(slash(ana, 'digest resume', { digest }))).toMatch(/Resumed/);
      expect(await said(slash(ana, 'digest check', { digest }))).toMatch(/posted 2 papers/);
      const remove = await slash(ana, 'digest remove', { digest });
      const removed = await press(remove, 'Remove for good', ana);
      expect(textOf(removed.message)).toMatch(/Removed d\d+/);
      expect(removed.message?.id).toBe(remove.message?.id);
    });

    test('details of a paper are saved from the posted digest', async () => {
      const { ana, bo, papers, slash, press, addDigest } = openLab();
      await slash(ana, 'digest send-now', { digest: await addDigest() });
      const details = await press({ message: discord.messages(papers)[0] }, 'Details', bo);
      expect(details.isEphemeral).toBe(true);
      expect(await said(press(details, 'Save', bo))).toMatch(/Saved/);
      expect(await said(slash(bo, 'papers saved'))).toMatch(/You saved 1 paper/);
    });
  });

  describe('looking things up', () => {
    test('is private and can be shared; details come beside it', async () => {
      const { bo, slash, press } = openLab();
      const shown = await slash(bo, 'papers trending');
      expect(shown.isEphemeral).toBe(true);
      const details = await press(shown, 'Details', bo);
      expect(details.message?.id).not.toBe(shown.message?.id);
      expect(details.isEphemeral).toBe(true);
      const shared = await press(shown, 'Share here', bo);
      expect(shared.isEphemeral).toBe(false);
      expect(textOf(shared.message)).toMatch(/Shared by bo.*Agents that knit/s);
    });

    test('shares a saved paper as one that others can save, and nothing where nothing was found', async () => {
      const { bo, slash, press } = openLab();
      await slash(bo, 'papers save', { paper: '2603.00001' });
      const shown = await slash(bo, 'papers show', { paper: '2603.00001' });
      expect(JSON.stringify(shown.message)).toContain('Remove from saved');
      const shared = await press(shown, 'Share here', bo);
      expect(JSON.stringify(shared.message)).toContain('"Save"');
      expect(JSON.stringify(shared.message)).not.toContain('Remove from saved');
      const none = await slash(bo, 'papers search', { query: 'zebra quilt' });
      expect(JSON.stringify(none.message)).not.toContain('Share here');
    });

    test('finds the papers that a message names', async () => {
      const { ana, bo, papers } = openLab();
      const asked = { user: bo, command: 'Look up papers' };
      const links = 'https://arxiv.org/abs/2603.00001 https://huggingface.co/papers/2603.00002';
      const message = discord.say(papers, ana, `see ${links}`);
      const found = await discord.messageCommand({ ...asked, message });
      expect(textOf(found.message)).toMatch(/Diffusion for kettles.*Agents that knit/s);
      expect(found.isEphemeral).toBe(true);
      const plain = discord.say(papers, ana, 'good morning');
      expect(await said(discord.messageCommand({ ...asked, message: plain }))).toMatch(
        /has no arXiv id/,
      );
    });

    test('offers topics, papers and digests while they are typed', async () => {
      const { ana, addDigest, autocomplete } = openLab();
      const digest = await addDigest();
      const cases = [
        { command: 'papers my follow', focused: 'topic', typed: 'agent', value: 'llm-agents' },
        { command: 'papers show', focused: 'paper', typed: 'kettl', value: '2603.00001' },
        { command: 'digest pause', focused: 'digest', typed: '', value: digest },
      ];
      for (const { command, focused, typed, value } of cases) {
        const { choices, ms } = await autocomplete(ana, command, focused, typed);
        expect(choices.map((choice) => choice.value)).toContain(value);
        expect(ms).toBeLessThan(100);
      }
    });

    test('works in direct messages, where digests of servers are not managed', async () => {
      const { bo } = openLab();
      const options = { paper: 'kettles' };
      const shown = await discord.slash({ user: bo, command: 'papers show', options });
      expect(textOf(shown.message)).toMatch(/Diffusion for kettles/);
      expect(JSON.stringify(shown.message)).not.toContain('Share here');
      const list = discord.slash({ user: bo, command: 'digest list' });
      await expect(list).rejects.toThrow(/not shown/);
    });

    test('works in a server that only the person has the bot for', async () => {
      const { id } = discord.addGuild({
        name: 'Elsewhere',
        state: 'left',
        channels: [{ name: 'chat' }],
      });
      const asked = { user: discord.addUser('dee'), guild: id, permissions: manageServer };
      expect(await said(discord.slash({ ...asked, command: 'papers trending' }))).toMatch(/Agents/);
      const list = discord.slash({ ...asked, command: 'digest list' });
      await expect(list).rejects.toThrow(/not shown/);
    });

    test('answers a button of another version kindly', async () => {
      const { bo, slash, press } = openLab();
      const shown = await slash(bo, 'papers trending');
      const older = JSON.stringify(shown.message?.components).replaceAll('"p1a:', '"p9z:');
      Object.assign(messageOf(shown), { components: JSON.parse(older) });
      expect(await said(press(shown, 'Details', bo))).toMatch(/older message/);
    });
  });

  describe('who may do what', () => {
    test('a member without the right is shown no such command, and refused in words by buttons', async () => {
      const { ana, bo, slash, press, addDigest } = openLab();
      await expect(slash(bo, 'digest list')).rejects.toThrow(/not shown/);
      const preview = await slash(ana, 'digest preview', { digest: await addDigest() });
      const refused = await discord.press(messageOf(preview), 'Send now', ana, 0n);
      expect(textOf(refused.message)).toMatch(/You may not use .*Ask somebody who manages/s);
      expect(refused.isEphemeral).toBe(true);
      const shown = await slash(bo, 'papers trending');
      expect(textOf(shown.message)).not.toContain('gets a digest');
      expect(await said(press(shown, 'Next', bo))).toMatch(/Page 2/);
    });

    test('who is given the command by the admins may use it, and what it answers', async () => {
      const { guild, bo, papers, slash, press } = openLab();
      discord.grantCommand(guild.id, 'digest', bo);
      const form = await slash(bo, 'digest add', { channel: papers });
      const added = await discord.submitModal(form, { About: 'agents' });
      expect(textOf(added.message)).toMatch(/Digest d\d+ is set up/);
      const preview = await press(added, 'Preview', bo);
      expect(await said(press(preview, 'Send now', bo))).toMatch(/Posted 1 paper/);
      const [digest] = discord.messages(papers);
      const about = await press({ message: digest }, 'About this digest', bo);
      expect(textOf(about.message)).toMatch(/posted 1 paper/);
    });

    test('a change asked for elsewhere is told with the channel that it is about', async () => {
      const { ana, papers, channel, slash, addDigest } = openLab();
      const digest = await addDigest();
      for (const { command, options } of [
        { command: 'digest edit', options: { limit: 3 } },
        { command: 'digest pause', options: {} },
        { command: 'digest resume', options: {} },
        { command: 'digest clone', options: {} },
      ]) {
        const asked = await slash(ana, command, { digest, ...options });
        await until(() => asked.followUps.length === 1);
        for (const shown of [asked.message, asked.followUps[0]]) {
          expect(textOf(shown)).toContain(`<#${papers}>`);
          expect(textOf(shown)).not.toContain(`<#${channel('general')}>`);
        }
      }
    });

    test('what can never be mentioned is refused when it is named', async () => {
      const { ana, guild, papers, slash } = openLab();
      const wanted = { channel: papers, query: 'agents' };
      for (const ping of ['Readers', '@here', `<@&${guild.id}>`]) {
        expect(await said(slash(ana, 'digest add', { ...wanted, ping }))).toMatch(
          /ping: I can mention a role of this server/,
        );
      }
      expect(await said(slash(ana, 'digest add', { ...wanted, ping: '<@&77>' }))).toMatch(
        /with a mention/,
      );
    });

    test('a channel where the bot may not post is refused, with what is missing', async () => {
      const { ana, papers, slash } = openLab();
      discord.setPermissions(papers, viewOnly);
      const refused = await slash(ana, 'digest add', { channel: papers, query: 'agents' });
      expect(textOf(refused.message)).toMatch(/#papers.*missing Send Messages, Embed Links/s);
      expect(await said(slash(ana, 'digest list'))).toMatch(/no digest here/);
    });

    test('two servers never see the digests of each other', async () => {
      const lab = openLab();
      const club = openLab();
      const digest = await lab.addDigest();
      expect(await said(club.slash(club.ana, 'digest list'))).toMatch(/no digest here/);
      for (const verb of ['remove', 'preview', 'send-now', 'check', 'pause', 'clone']) {
        const answer = await said(club.slash(club.ana, `digest ${verb}`, { digest }));
        expect(answer).toContain(`There is no digest “${digest}” here`);
      }
      const offered = await club.autocomplete(club.ana, 'digest pause', 'digest', '');
      expect(offered.choices).toEqual([]);
    });
  });

  describe('when something is in the way', () => {
    test('a permission that is taken is named, and given back it is sent', async () => {
      const { ana, papers, slash, addDigest } = openLab();
      const digest = await addDigest();
      discord.setPermissions(papers, viewOnly);
      expect(await said(slash(ana, 'digest send-now', { digest }))).toMatch(
        /could not be sent.*Send Messages/s,
      );
      expect(await said(slash(ana, 'digest check', { digest }))).toMatch(
        /Warning.*missing Send Messages/s,
      );
      discord.setPermissions(papers, invited);
      expect(await said(slash(ana, 'digest check', { digest }))).not.toMatch(/Warning/);
      expect(await said(slash(ana, 'digest send-now', { digest }))).toMatch(/Posted 2 papers/);
      expect(discord.messages(papers)).toHaveLength(1);
    });

    test('a thread that is locked pauses, its creator is told once, and unlocked it goes on', async () => {
      const { ana, channel, slash, addDigest } = openLab();
      const digest = await addDigest('thread');
      discord.setThread(channel('thread'), { locked: true });
      expect(await said(slash(ana, 'digest send-now', { digest }))).toMatch(/thread is locked/);
      await until(() => discord.dms(ana).length === 1);
      const [notice] = discord.dms(ana);
      expect(textOf(notice)).toContain(`I had to pause digest ${digest}`);
      const check = discord.press(messageOf({ message: notice }), 'Check again', ana);
      expect(await said(check)).toMatch(/The thread is locked/);
      discord.setThread(channel('thread'), { locked: false });
      await until(async () => /Next:/.test(await said(slash(ana, 'digest list'))));
      expect(discord.dms(ana)).toHaveLength(1);
    });

    test('the button of that notice resumes what is mended', async () => {
      const { ana, channel, slash, addDigest } = openLab();
      const digest = await addDigest('forum');
      discord.failNext(/^GET .*threads.active/, { status: 404, code: 10003 });
      discord.failNext(`GET /channels/${channel('forum')}`, { status: 404, code: 10003 });
      expect(await said(slash(ana, 'digest send-now', { digest }))).toMatch(/thread is gone/);
      await until(() => discord.dms(ana).length === 1);
      const [notice] = discord.dms(ana);
      const check = discord.press(messageOf({ message: notice }), 'Check again', ana);
      expect(await said(check)).toMatch(/Resumed/);
    });

    test('a filter is named, and borne twice', async () => {
      const { ana, papers, slash, addDigest } = openLab();
      const digest = await addDigest();
      const body = { code: 200000, message: 'Blocked by the rule “No links”' };
      discord.failNext(`POST /channels/${papers}/messages`, { status: 400, body });
      expect(await said(slash(ana, 'digest send-now', { digest }))).toMatch(/rule “No links”/);
      expect(await said(slash(ana, 'digest list'))).toMatch(/Next:/);
    });

    test('an announcement channel is published where that is asked for', async () => {
      const { ana, channel, papers, slash } = openLab();
      const wanted = { query: 'agents', publish: true };
      const refused = await slash(ana, 'digest add', { ...wanted, channel: papers });
      expect(textOf(refused.message)).toMatch(/#papers is not an announcement channel/);
      const added = await slash(ana, 'digest add', { ...wanted, channel: channel('news') });
      const [, digest = ''] = /Digest (d\d+) is set up/.exec(textOf(added.message)) ?? [];
      discord.failNext(/crosspost$/, { status: 500 });
      expect(await said(slash(ana, 'digest send-now', { digest }))).toMatch(/Posted 1 paper/);
      expect(discord.messages(channel('news'))).toHaveLength(1);
      expect(await said(slash(ana, 'digest check', { digest }))).toMatch(
        /published to followers.*posted 1 paper; not published/s,
      );
    });

    test('a channel that is deleted pauses its digest before anything is posted', async () => {
      const { ana, papers, slash, addDigest } = openLab();
      const digest = await addDigest();
      discord.deleteChannel(papers);
      await bot.logged(new RegExp(`${digest} at \\S+: paused: The channel is gone`));
      expect(await said(slash(ana, 'digest resume', { digest }))).toMatch(/is gone\./);
      expect(await said(slash(ana, 'digest send-now', { digest }))).toMatch(/is gone\./);
      expect(await said(slash(ana, 'digest list'))).toMatch(/Paused: The channel is gone/);
      expect(await said(slash(ana, 'digest check', { digest }))).toMatch(
        /Place: The channel or thread is gone\..*Paused for it\. To have it elsewhere, type there: /s,
      );
      await until(() => discord.dms(ana).length === 1);
    });

    test('leaving a server pauses its digests, coming back resumes them', async () => {
      const { guild, ana, slash, addDigest } = openLab();
      const digest = await addDigest();
      discord.removeGuild(guild.id);
      discord.returnGuild(guild.id);
      await until(async () => /Next:/.test(await said(slash(ana, 'digest list'))));
      expect(await said(slash(ana, 'digest send-now', { digest }))).toMatch(/Posted/);
    });

    test.each([
      ['an answer that was lost', { status: 502, afterStoring: true }],
      ['a fault before anything was stored', { status: 503 }],
      ['a connection cut after storing', { reset: true as const, afterStoring: true }],
    ])('%s does not post twice', async (_, fault) => {
      const { ana, papers, slash, addDigest } = openLab();
      const digest = await addDigest();
      discord.failNext(`POST /channels/${papers}/messages`, fault);
      expect(await said(slash(ana, 'digest send-now', { digest }))).toMatch(/Posted 2 papers/);
      expect(discord.messages(papers)).toHaveLength(1);
    });

    test.each(['user', 'shared', 'global'] as const)(
      'a limit of scope %s is waited for',
      async (scope) => {
        const { ana, papers, slash, addDigest } = openLab();
        const digest = await addDigest();
        discord.rateLimit(`POST /channels/${papers}/messages`, { scope, waitMs: 700 });
        expect(await said(slash(ana, 'digest send-now', { digest }))).toMatch(/Posted 2 papers/);
        expect(discord.messages(papers)).toHaveLength(1);
      },
    );

    test('a refused layout is sent in plain text', async () => {
      const { ana, papers, slash, addDigest } = openLab();
      const digest = await addDigest();
      discord.failNext(`POST /channels/${papers}/messages`, { status: 400, code: 50035 });
      expect(await said(slash(ana, 'digest send-now', { digest }))).toMatch(/Posted 2 papers/);
      expect(discord.messages(papers)[0]?.content).toMatch(/Agents that knit/);
    });

    test('an answer that cannot be shown is replaced by words', async () => {
      const { bo, slash } = openLab();
      discord.failNext(/^PATCH .*@original/, { status: 400, code: 50035 });
      expect(await said(slash(bo, 'papers trending'))).toMatch(/could not show the answer/);
    });

    test('a forum gets one post a month, a thread takes digests as a channel does', async () => {
      const { ana, channel, slash, addDigest } = openLab();
      const inForum = await addDigest('forum', 'agents');
      expect(await said(slash(ana, 'digest send-now', { digest: inForum }))).toMatch(/Posted 1/);
      const again = await addDigest('forum', 'diffusion');
      expect(await said(slash(ana, 'digest send-now', { digest: again }))).toMatch(/Posted 1/);
      const route = `/channels/${channel('forum')}/threads`;
      expect(discord.requests.filter(({ path }) => path === route)).toHaveLength(1);
      const inThread = await addDigest('thread');
      expect(await said(slash(ana, 'digest send-now', { digest: inThread }))).toMatch(/Posted 2/);
      expect(textOf(discord.messages(channel('thread')))).toMatch(/Agents that knit/);
    });
  });

  describe('the connection', () => {
    test.each([
      ['dropped', () => discord.dropGateway({ resumable: true })],
      ['dropped for good', () => discord.dropGateway({ resumable: false })],
      ['asked to reconnect', () => discord.reconnectRequest()],
      ['told that its session is invalid', () => discord.invalidSession(false)],
    ])(
      'goes on when it is %s',
      async (_, disturb) => {
        const { bo, slash } = openLab();
        const connected = () => discord.gateway.identifies.length + discord.gateway.resumes;
        const before = connected();
        disturb();
        await until(() => connected() > before, 15_000);
        const shown = await slash(bo, 'papers trending');
        expect(textOf(shown.message)).toMatch(/Agents that knit/);
      },
      30_000,
    );

    test('goes on after a session that is resumed and at once invalid, which may trip discord.js', async () => {
      const { bo, slash } = openLab();
      const { resumes } = discord.gateway;
      discord.dropGateway({ resumable: true });
      while (discord.gateway.resumes === resumes) await soon();
      const identified = discord.gateway.identifies.length;
      discord.invalidSession(false);
      await until(() => discord.gateway.identifies.length > identified, 15_000);
      expect(await said(slash(bo, 'papers trending'))).toMatch(/Agents that knit/);
    }, 30_000);
  });

  test('doctor finds what is missing, beside the bot that runs', async () => {
    const { ana, papers, addDigest } = openLab();
    await addDigest();
    discord.setPermissions(papers, viewOnly);
    const { stdout, code } = await runPaperround(['doctor'], {
      env: {
        DATA_DIR: bot.directory,
        DISCORD_API_URL: discord.url,
        DISCORD_TOKEN: discord.token,
        HF_URL: 'http://127.0.0.1:9',
      },
    });
    expect(stdout).toMatch(/ok +Discord: lets the bot in/);
    expect(stdout).toMatch(new RegExp(`FAULT.*/${papers}: I cannot post in #papers`));
    expect(code).toBe(1);
    expect(discord.dms(ana)).toEqual([]);
  });
});

describe('a bot that starts and stops', () => {
  beforeEach(openAll);
  afterEach(closeAll);

  test('its buttons work after a restart, its commands are registered once', async () => {
    await bot.start();
    const { bo, slash, press } = openLab();
    const first = await slash(bo, 'papers trending');
    expect(await bot.stop()).toBe(0);
    await bot.start();
    const next = await press(first, 'Next', bo);
    expect(next.message?.id).toBe(first.message?.id);
    expect(textOf(next.message)).toMatch(/Page 2 of 2/);
    expect(discord.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    const names = discord.commands().map(({ name }) => name);
    expect(names.sort()).toEqual(['Look up papers', 'digest', 'papers']);
  });

  test('a wrong token is said at the start, with the remedy', async () => {
    const { code, stderr } = await runPaperround(['serve'], {
      env: {
        DATA_DIR: bot.directory,
        DISCORD_API_URL: discord.url,
        DISCORD_TOKEN: 'not-the-token',
        HF_URL: 'http://127.0.0.1:9',
      },
    });
    expect(stderr).toMatch(/Discord does not accept the token in DISCORD_TOKEN.*Reset Token/s);
    expect(stderr).not.toContain('not-the-token');
    expect(code).toBe(1);
  });

  test('nothing that answers at all is said too', async () => {
    const { code, stderr } = await runPaperround(['serve'], {
      env: {
        DATA_DIR: bot.directory,
        DISCORD_API_URL: 'http://127.0.0.1:9/api',
        DISCORD_TOKEN: 'some-token',
        HF_URL: 'http://127.0.0.1:9',
      },
    });
    expect(stderr).toMatch(/Discord cannot be reached at http:\/\/127\.0\.0\.1:9\/api/);
    expect(code).toBe(1);
  });
});
