import {
  ChannelType,
  MessageFlags,
  PermissionFlagsBits,
  type REST,
  type RESTPostAPIChannelMessageJSONBody,
  Routes,
} from 'discord.js';
import { describe, expect, test } from 'vitest';
import { fakeForTest, registerCommands, restOf, someCommands } from './client.ts';
import type { FakeDiscordOptions } from './open-fake-discord.ts';

const message = (content: string, extra: Partial<RESTPostAPIChannelMessageJSONBody> = {}) => ({
  content,
  allowed_mentions: { parse: [] },
  ...extra,
});
const withNonce = { nonce: 'digest-1', enforce_nonce: true };

async function open(options: FakeDiscordOptions = {}) {
  const fake = await fakeForTest(options);
  const guild = fake.addGuild({
    name: 'Reading group',
    channels: [
      { name: 'papers' },
      { name: 'news', type: ChannelType.GuildAnnouncement },
      { name: 'forum', type: ChannelType.GuildForum },
      { name: 'tagged', type: ChannelType.GuildForum, requiresTag: true },
      { name: 'things', type: ChannelType.GuildCategory },
      { name: 'thread', type: ChannelType.PublicThread, parent: 'papers' },
    ],
    roles: [{ name: 'readers', isMentionable: true }, { name: 'others' }],
    members: [{ name: 'ana' }],
  });
  const rest = restOf(fake);
  const {
    papers = '',
    news = '',
    forum = '',
    tagged = '',
    things = '',
    thread = '',
  } = guild.channels;
  const send = (channel: string, body: object, client: REST = rest) =>
    client.post(Routes.channelMessages(channel), { body });
  return { fake, guild, rest, send, papers, news, forum, tagged, things, thread };
}

describe('messages', () => {
  test('are kept, read newest first, and not read without the right', async () => {
    const { fake, rest, send, papers } = await open();
    const first = (await send(papers, message('one', withNonce))) as { readonly id: string };
    await send(papers, message('two'));
    const read = (query: string) =>
      rest.get(Routes.channelMessages(papers), { query: new URLSearchParams(query) });
    expect(await read('')).toMatchObject([{ content: 'two' }, { content: 'one' }]);
    expect(await read(`after=${first.id}`)).toMatchObject([{ content: 'two' }]);
    expect(await read('limit=1')).toMatchObject([{ content: 'two' }]);
    fake.setPermissions(papers, PermissionFlagsBits.ViewChannel);
    expect(await read('')).toEqual([]);
    expect(fake.messages(papers).map(({ content }) => content)).toEqual(['one', 'two']);
    expect(fake.violations).toEqual([]);
  });

  test('of one nonce are one message, while Discord remembers it', async () => {
    const { fake, send, papers } = await open({
      nonceWindowMs: 300,
      rate: { messages: { limit: 100, windowMs: 1_000 } },
    });
    const first = await send(papers, message('one', withNonce));
    expect(await send(papers, message('one', withNonce))).toEqual(first);
    await send(papers, message('one', { nonce: 'digest-1' }));
    expect(fake.messages(papers)).toHaveLength(2);
    fake.deleteMessage(papers, (first as { readonly id: string }).id);
    await expect(send(papers, message('one', withNonce))).rejects.toMatchObject({ code: 10008 });
    await expect
      .poll(() => send(papers, message('one', withNonce)).catch(() => undefined))
      .toBeDefined();
    expect(fake.violations).toEqual([]);
  });

  test('ping only whom they are allowed to', async () => {
    const { fake, guild, send, papers } = await open();
    const { readers = '', others = '' } = guild.roles;
    const { ana = '' } = guild.members;
    const text = `<@&${readers}> <@&${others}> <@${ana}> @everyone`;
    await send(papers, message(text));
    await send(papers, message(text, { allowed_mentions: { roles: [readers, others] } }));
    expect(fake.messages(papers)).toMatchObject([
      { mention_roles: [], mentions: [], mention_everyone: false },
      { mention_roles: [readers], mentions: [], mention_everyone: false },
    ]);
  });

  test('have files that can be read', async () => {
    const { fake, rest, papers } = await open();
    await rest.post(Routes.channelMessages(papers), {
      body: message('your data', { attachments: [{ id: 0, filename: 'data.json' }] }),
      files: [{ name: 'data.json', data: '{"topics":[]}', contentType: 'application/json' }],
    });
    const [file] = fake.messages(papers)[0]?.attachments ?? [];
    expect(file).toMatchObject({ filename: 'data.json', size: 13 });
    expect(await (await fetch(file?.url ?? '')).json()).toEqual({ topics: [] });
    expect(fake.violations).toEqual([]);
  });

  test('are edited, deleted and published', async () => {
    const { fake, rest, send, news, papers } = await open();
    const { id } = (await send(news, message('one'))) as { readonly id: string };
    await rest.patch(Routes.channelMessage(news, id), { body: message('two') });
    expect(fake.messages(news)).toMatchObject([{ content: 'two' }]);
    await rest.post(Routes.channelMessageCrosspost(news, id));
    expect(fake.messages(news)).toMatchObject([{ flags: MessageFlags.Crossposted }]);
    const again = rest.post(Routes.channelMessageCrosspost(news, id));
    await expect(again).rejects.toMatchObject({ code: 40033 });
    await rest.delete(Routes.channelMessage(news, id));
    expect(fake.messages(news)).toEqual([]);
    const other = (await send(papers, message('one'))) as { readonly id: string };
    const wrong = rest.post(Routes.channelMessageCrosspost(papers, other.id));
    await expect(wrong).rejects.toMatchObject({ code: 50024 });
    expect(fake.violations).toEqual([]);
  });
});

describe('places', () => {
  test('refuse with the codes of Discord', async () => {
    const { fake, guild, send, papers, forum, things, thread } = await open();
    const refused = async (channel: string, code: number, body = message('hello')) =>
      expect(send(channel, body)).rejects.toMatchObject({ code });
    await refused('1', 10003);
    await refused(forum, 40058);
    await refused(things, 50008);
    fake.setPermissions(papers, PermissionFlagsBits.ViewChannel);
    await refused(papers, 50013);
    await refused(thread, 50013);
    fake.setPermissions(papers, PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages);
    await refused(papers, 50013, message('hello', { embeds: [{ title: 'A paper' }] }));
    await send(papers, message('without embeds'));
    fake.setPermissions(papers, 0n);
    await refused(papers, 50001);
    fake.deleteChannel(papers);
    await refused(papers, 10003);
    await refused(thread, 10003);
    fake.removeGuild(guild.id);
    await refused(forum, 50001);
    expect(fake.violations).toEqual([]);
  });

  test('threads wake up, and stay locked', async () => {
    const { fake, rest, send, thread } = await open();
    const archived = async () =>
      ((await rest.get(Routes.channel(thread))) as { thread_metadata: { archived: boolean } })
        .thread_metadata.archived;
    fake.setThread(thread, { archived: true });
    expect(await archived()).toBe(true);
    await send(thread, message('hello'));
    expect(await archived()).toBe(false);
    fake.setThread(thread, { locked: true });
    await expect(send(thread, message('hello'))).rejects.toMatchObject({ code: 160005 });
    expect(fake.violations).toEqual([]);
  });

  test('a forum takes posts, and messages in them', async () => {
    const { fake, guild, rest, send, forum, tagged } = await open();
    const post = (channel: string, extra = {}) =>
      rest.post(Routes.threads(channel), {
        body: { name: 'Papers in January', message: message('one'), ...extra },
      }) as Promise<{ readonly id: string }>;
    const { id } = await post(forum);
    await send(id, message('two', withNonce));
    expect(fake.messages(id).map(({ content }) => content)).toEqual(['one', 'two']);
    const active = (await rest.get(Routes.guildActiveThreads(guild.id))) as { threads: unknown[] };
    expect(active.threads).toHaveLength(2);
    await expect(post(tagged)).rejects.toMatchObject({ code: 40067 });
    expect(fake.violations).toEqual([]);
  });

  test('direct messages, open and closed', async () => {
    const { fake, guild, rest, send } = await open();
    const { ana = '' } = guild.members;
    const dm = () =>
      rest.post(Routes.userChannels(), { body: { recipient_id: ana } }) as Promise<{ id: string }>;
    const { id } = await dm();
    expect((await dm()).id).toBe(id);
    await send(id, message('hello'));
    fake.closeDms(ana);
    await expect(send(id, message('hello'))).rejects.toMatchObject({ code: 50007 });
    expect(fake.dms(ana)).toHaveLength(1);
    const nobody = rest.post(Routes.userChannels(), { body: { recipient_id: '1' } });
    await expect(nobody).rejects.toMatchObject({ code: 10013 });
    expect(fake.violations).toEqual([]);
  });

  test('who the bot is, and where', async () => {
    const { fake, guild, rest, papers } = await open();
    const { id } = guild;
    expect(await rest.get(Routes.user())).toMatchObject({ id: fake.applicationId, bot: true });
    expect(await rest.get(Routes.currentApplication())).toMatchObject({ id: fake.applicationId });
    expect(await rest.get(Routes.guild(id))).toMatchObject({ name: 'Reading group' });
    expect(await rest.get(Routes.guildChannels(id))).toHaveLength(5);
    expect(await rest.get(Routes.guildRoles(id))).toHaveLength(4);
    expect(await rest.get(Routes.guildMember(id, fake.applicationId))).toMatchObject({
      pending: false,
    });
    expect(await rest.get(Routes.channel(papers))).toMatchObject({ guild_id: id });
    expect(fake.violations).toEqual([]);
  });

  test('commands are replaced as a whole, and keep their ids', async () => {
    const { fake, rest } = await open();
    await registerCommands(fake);
    const before = fake.commands();
    const route = Routes.applicationCommands(fake.applicationId);
    await rest.put(route, { body: someCommands.slice(1) });
    expect(fake.commands().map(({ id }) => id)).toEqual(before.slice(1).map(({ id }) => id));
    expect(await rest.get(route)).toEqual(fake.commands());
    expect(fake.violations).toEqual([]);
  });
});

describe('limits of pace', () => {
  const rate = { messages: { limit: 2, windowMs: 400 } };

  test('are obeyed by discord.js, in order', async () => {
    const { fake, send, papers } = await open({ rate });
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((text) => send(papers, message(text))));
    expect(
      fake
        .messages(papers)
        .map(({ content }) => content)
        .join(''),
    ).toBe('abcde');
    expect(fake.requests.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const [first, , third] = fake.requests;
    expect((third?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(390);
  });

  test.each(['user', 'shared', 'global'] as const)(
    '429 of scope %s is waited out',
    async (scope) => {
      const { fake, send, papers } = await open();
      fake.rateLimit(`POST /channels/${papers}/messages`, { scope, waitMs: 100 });
      await send(papers, message('hello'));
      expect(fake.requests.map(({ status }) => status)).toEqual([429, 200]);
      expect(fake.messages(papers)).toHaveLength(1);
    },
  );

  test('one too many for a bucket, and one too many for all', async () => {
    const { fake, papers, news } = await open({
      rate: { ...rate, global: { limit: 3, windowMs: 60_000 } },
    });
    const post = async (channel: string) => {
      const answer = await fetch(`${fake.url}/v10/channels/${channel}/messages`, {
        method: 'POST',
        headers: {
          authorization: `Bot ${fake.token}`,
          'content-type': 'application/json',
          'user-agent': 'DiscordBot (https://example.org, 1)',
        },
        body: JSON.stringify(message('hello')),
      });
      const scope = answer.headers.get('x-ratelimit-scope');
      return [answer.status, scope, answer.headers.get('x-ratelimit-remaining')];
    };
    expect(await post(papers)).toEqual([200, null, '1']);
    expect(await post(papers)).toEqual([200, null, '0']);
    expect(await post(papers)).toEqual([429, 'user', '0']);
    expect(await post(news)).toEqual([429, 'global', null]);
  });
});

describe('faults', () => {
  test('before and after storing', async () => {
    const { fake, send, papers } = await open();
    const again = restOf(fake, 1);
    fake.failNext('/messages', { status: 503 });
    await send(papers, message('one'), again);
    fake.failNext('/messages', { status: 503, afterStoring: true });
    await send(papers, message('two', withNonce), again);
    expect(fake.messages(papers)).toHaveLength(2);
    expect(fake.requests.map(({ status }) => status)).toEqual([503, 200, 503, 200]);
    fake.failNext(/^POST/, { status: 400, code: 50035 });
    await expect(send(papers, message('three'))).rejects.toMatchObject({ code: 50035 });
    expect(fake.violations).toEqual([]);
  });

  test('hanging up, and saying nothing', async () => {
    const { fake, send, papers } = await open();
    fake.failNext('/messages', { reset: true, afterStoring: true });
    await expect(send(papers, message('one'))).rejects.toThrow();
    fake.failNext('/messages', { hang: true });
    const rest = restOf(fake);
    rest.options.timeout = 100;
    await expect(send(papers, message('two'), rest)).rejects.toThrow(/abort/i);
    expect(fake.messages(papers)).toHaveLength(1);
  });

  test('a token that was revoked', async () => {
    const { fake, rest, send, papers } = await open();
    fake.revokeToken();
    await expect(send(papers, message('one'))).rejects.toMatchObject({ status: 401 });
    rest.setToken(fake.issueToken());
    await send(papers, message('two'));
    expect(fake.violations).toEqual([]);
  });
});

test('what the fake does not know is a violation', async () => {
  const { fake, rest, send, papers } = await open();
  await expect(rest.get('/guilds/1/emojis')).rejects.toMatchObject({ status: 404 });
  await expect(send(papers, message(''))).rejects.toMatchObject({ code: 50035 });
  await fetch(`${fake.url}/v9/users/@me`);
  await fetch(`${fake.url}/v10/users/@me`);
  expect(fake.violations).toEqual([
    'GET /guilds/1/emojis: the fake has no such route',
    `POST /channels/${papers}/messages: the message is empty`,
    'GET /api/v9/users/@me: no request that Discord understands',
    'GET /users/@me: the User-Agent is not “DiscordBot (url, version)”',
  ]);
});
