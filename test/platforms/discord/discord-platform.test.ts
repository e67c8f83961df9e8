import { ChannelType, PermissionFlagsBits } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../../src/commands/registry.ts';
import type { View } from '../../../src/core/view.ts';
import { openDiscordPlatform } from '../../../src/platforms/discord/discord-platform.ts';
import type { Platform } from '../../../src/platforms/platform.ts';
import { type FakeDiscord, openFakeDiscord } from '../../fakes/discord/open-fake-discord.ts';

const log = { info: () => undefined, warn: () => undefined };
const invited = 274_877_991_936n;
const nothing = async (): Promise<undefined> => undefined;
const { ManageThreads, ReadMessageHistory } = PermissionFlagsBits;

let discord: FakeDiscord;
let platform: Platform;
let changed: string[];

beforeAll(async () => {
  discord = await openFakeDiscord();
  changed = [];
  platform = openDiscordPlatform({
    token: discord.token,
    apiUrl: discord.url,
    shards: 'auto',
    commands,
    log,
  });
  await platform.start({
    dispatch: async () => ({ view: viewOf('x'), visibility: 'private', ok: true }),
    complete: async () => [],
    form: nothing,
    placeLost: nothing,
    placesGone: nothing,
    placesBack: nothing,
    placesChanged: async (realm) => void changed.push(realm),
    installations: { all: async () => [], get: nothing, put: nothing, remove: nothing },
  });
});

afterAll(async () => {
  await platform.stop();
  await discord.close();
});

afterEach(() => expect(discord.violations).toEqual([]));

/** A server that the bot has been told of. */
async function openGuild(requiresTag = false) {
  const { id, channels } = discord.addGuild({
    name: 'Lab',
    channels: [
      { name: 'text' },
      { name: 'news', type: ChannelType.GuildAnnouncement },
      { name: 'forum', type: ChannelType.GuildForum, requiresTag },
      { name: 'thread', type: ChannelType.PublicThread, parent: 'text' },
    ],
  });
  const channel = (name: string): string => channels[name] ?? '';
  const address = (name: string): string => `discord:${id}/${channel(name)}`;
  const problem = async () => (await platform.check?.(address('text')))?.message ?? '';
  await until(async () => !(await problem()).includes('no longer in'));
  return { id, realm: `discord:${id}/`, channel, address };
}

function viewOf(text: string): View {
  const action = { label: 'Again', path: ['papers', 'show'], args: { paper: text } };
  return {
    summary: text,
    blocks: [
      { kind: 'text', text: [text] },
      { kind: 'actions', actions: [action] },
    ],
  };
}

async function post(address: string, text: string, publish?: true) {
  const scope = address.includes('@') ? 'personal' : 'channel';
  const occasion = { address, scope, ...(publish && { publish }) } as const;
  const payload = platform.render(viewOf(text), occasion)[0]?.payload;
  return { payload, outcome: await platform.send(address, payload, `d1/${text}/0`) };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 5_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('It did not come about.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('what keeps digests from a place', () => {
  test.each(['text', 'news', 'forum', 'thread'])('is nothing in a good %s', async (name) => {
    const { address } = await openGuild();
    expect(await platform.check?.(address(name))).toBeUndefined();
  });

  test.each([
    ['text', 'Send Messages'],
    ['news', 'Send Messages'],
    ['forum', 'Send Messages'],
    ['thread', 'Send Messages in Threads'],
  ])('is a right that is missing in a %s, until it is given back', async (name, right) => {
    const { address, channel } = await openGuild();
    const place = channel(name === 'thread' ? 'text' : name);
    const problem = async () => (await platform.check?.(address(name)))?.message ?? '';
    discord.setPermissions(place, PermissionFlagsBits.ViewChannel);
    await until(async () => (await problem()).includes(right));
    discord.setPermissions(place, invited);
    await until(async () => (await problem()) === '');
  });

  const { ViewChannel, SendMessages, SendMessagesInThreads, EmbedLinks } = PermissionFlagsBits;

  test.each([
    ['text', invited & ~SendMessages, 'Send Messages'],
    ['text', ViewChannel, 'Send Messages, Embed Links'],
    ['text', invited & ~ViewChannel & ~EmbedLinks, 'View Channel, Embed Links'],
    ['forum', invited & ~SendMessages, 'Send Messages'],
    ['forum', ViewChannel, 'Send Messages, Send Messages in Threads, Embed Links'],
    ['thread', invited & ~SendMessagesInThreads, 'Send Messages in Threads'],
    ['thread', ViewChannel | SendMessages, 'Send Messages in Threads, Embed Links'],
  ])(
    'is told in a %s by the name of each right that is missing, also where a post is refused (%#)',
    async (name, permissions, rights) => {
      const { address, channel } = await openGuild();
      discord.setPermissions(channel(name === 'thread' ? 'text' : name), permissions);
      const problem = async () => (await platform.check?.(address(name)))?.message ?? '';
      const missing = `I cannot post in #${name}: I am missing ${rights} there.`;
      await expect.poll(problem, { timeout: 5_000 }).toBe(missing);
      const { outcome } = await post(address(name), 'refused');
      expect(outcome).toMatchObject({
        kind: 'rejected',
        pause: { kind: 'not-permitted', text: expect.stringContaining(missing) },
      });
    },
  );

  test('is told with all that posting takes, where nobody can see what is missing', async () => {
    const { id } = await openGuild();
    const hidden = '4242';
    discord.failNext(`GET /channels/${hidden}`, { status: 403, code: 50001 });
    expect(await platform.check?.(`discord:${id}/${hidden}`)).toEqual({
      message: 'I cannot see that channel or thread: I am missing View Channel there.',
      remedy:
        'Give me View Channel and Embed Links there, and Send Messages; in a thread, Send Messages in Threads.',
    });
  });

  test('is the lock of a thread, but for who may open it', async () => {
    const { address, channel } = await openGuild();
    const problem = () => platform.check?.(address('thread'));
    discord.setThread(channel('thread'), { locked: true });
    await until(async () => (await problem())?.message === 'The thread is locked.');
    discord.setPermissions(channel('text'), invited | ManageThreads);
    await until(async () => (await problem()) === undefined);
  });

  test('is the lock of the post that a forum gets its digests in', async () => {
    const { address, channel } = await openGuild();
    const { outcome } = await post(address('forum'), 'one');
    const [thread = ''] = outcome.kind === 'sent' ? (outcome.externalId?.split('/') ?? []) : [];
    expect(await platform.check?.(address('forum'))).toBeUndefined();
    discord.setThread(thread, { locked: true, archived: true });
    expect(await platform.check?.(address('forum'))).toMatchObject({
      message: expect.stringMatching(/locked/),
    });
    expect((await post(address('forum'), 'two')).outcome).toMatchObject({ kind: 'rejected' });
    expect(discord.messages(channel('text'))).toEqual([]);
  });

  test('is not that a forum hides what was archived', async () => {
    const { address, channel } = await openGuild();
    discord.setPermissions(channel('forum'), invited & ~ReadMessageHistory);
    expect((await post(address('forum'), 'one')).outcome).toMatchObject({ kind: 'sent' });
    expect(await platform.check?.(address('forum'))).toBeUndefined();
  });

  test('is a tag that a forum wants', async () => {
    const { address } = await openGuild(true);
    expect(await platform.check?.(address('forum'))).toMatchObject({
      message: 'That forum wants a tag on each post.',
    });
  });

  test('is that the channel or the server is gone', async () => {
    const { id, address, channel } = await openGuild();
    discord.deleteChannel(channel('text'));
    await until(async () => (await platform.check?.(address('text'))) !== undefined);
    expect(await platform.check?.(address('text'))).toMatchObject({
      message: expect.stringMatching(/gone/),
    });
    discord.removeGuild(id);
    await until(async () =>
      ((await platform.check?.(address('news')))?.message ?? '').includes('no longer in'),
    );
  });
});

describe('a change in a server', () => {
  test('is told once for all that comes at once', async () => {
    const { realm, channel } = await openGuild();
    const times = () => changed.filter((each) => each === realm).length;
    await until(() => times() === 1);
    for (const permissions of [0n, invited]) discord.setPermissions(channel('text'), permissions);
    discord.setThread(channel('thread'), { locked: true });
    discord.setThread(channel('thread'), { locked: false });
    await until(() => times() === 2);
    discord.setPermissions(channel('news'), 0n);
    await until(() => times() === 3);
  });
});

describe('an announcement channel', () => {
  test('is posted in, and published where that is wanted', async () => {
    const { address, channel } = await openGuild();
    await post(address('news'), 'kept');
    const { outcome } = await post(address('news'), 'published', true);
    expect(outcome).toEqual({ kind: 'sent', externalId: expect.any(String) });
    const crossposted = discord.messages(channel('news')).map(({ flags = 0 }) => flags & 1);
    expect(crossposted).toEqual([0, 1]);
  });

  test('that refuses to publish keeps its post, once', async () => {
    const { address, channel } = await openGuild();
    discord.failNext(/crosspost$/, { status: 500 });
    const { outcome } = await post(address('news'), 'published', true);
    expect(outcome).toMatchObject({ kind: 'sent', note: expect.stringMatching(/not published/) });
    expect(discord.messages(channel('news'))).toHaveLength(1);
  });
});

describe('a message whose sending broke off', () => {
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const reconcile = (address: string, payload: unknown, text: string, minutes = 10) =>
    platform.reconcile?.({
      address,
      payload,
      deliveryId: `d1/${text}/0`,
      firstSentAt: minutesAgo(minutes),
    });

  test.each(['text', 'news', 'thread', 'forum'])(
    'is found in a %s, or surely not there',
    async (name) => {
      const { address } = await openGuild();
      expect(await platform.check?.(address(name))).toBeUndefined();
      const { payload, outcome } = await post(address(name), 'one');
      expect(await reconcile(address(name), payload, 'one')).toEqual(outcome);
      const other = platform.render(viewOf('two'), { address: address(name), scope: 'channel' })[0];
      expect(await reconcile(address(name), other?.payload, 'two')).toEqual({ kind: 'repeatable' });
    },
  );

  test('is found in direct messages', async () => {
    const address = `discord:@${discord.addUser('ana')}`;
    const { payload, outcome } = await post(address, 'one');
    expect(await reconcile(address, payload, 'one')).toEqual(outcome);
  });

  test('is unknown where the history may not be read, but for two minutes', async () => {
    const { address, channel } = await openGuild();
    const { payload } = await post(address('text'), 'one');
    discord.setPermissions(channel('text'), invited & ~ReadMessageHistory);
    await until(async () => (await reconcile(address('text'), payload, 'one'))?.kind === 'unknown');
    expect(await reconcile(address('text'), payload, 'one', 1)).toEqual({
      kind: 'repeatable',
      mayBeThere: true,
    });
  });
});

test('a message has an address that clients open', () => {
  expect(platform.link?.('discord:10/20', '21/900')).toBe('https://discord.com/channels/10/21/900');
  expect(platform.link?.('discord:@30', '77/900')).toBe('https://discord.com/channels/@me/77/900');
  expect(platform.link?.('discord:10/20', 'x')).toBeUndefined();
});
