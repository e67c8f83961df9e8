import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChannelType } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createArchive } from '../../../../src/core/archive.ts';
import type { Obstacle, Subscription } from '../../../../src/core/subscription.ts';
import { createDue, type Due } from '../../../../src/digests/due.ts';
import { createPlaces } from '../../../../src/digests/places.ts';
import { openDiscordPlatform } from '../../../../src/platforms/discord/discord-platform.ts';
import type { Desk, Platform } from '../../../../src/platforms/platform.ts';
import { openLowdbStore } from '../../../../src/store/lowdb/open-lowdb-store.ts';
import type { Store } from '../../../../src/store/store.ts';
import { certainties } from '../../../fakes/certainties.ts';
import { type FakeDiscord, openFakeDiscord } from '../../../fakes/discord/open-fake-discord.ts';
import type { GuildIds } from '../../../fakes/discord/surroundings.ts';
import { textOf, until } from '../../../fakes/discord-lab.ts';
import { paper, subscription } from '../../../fakes/papers.ts';
import { idleDesk } from '../../../fakes/stages/idle-desk.ts';

/** Longer than what is looked at again afterwards waits. */
const quietMs = 1_300;
const farAway = new Date(Date.now() + 3_600_000).toISOString();

let directory: string;
let discord: FakeDiscord;
let store: Store;
let platform: Platform;
let due: Due;
let guild: GuildIds;
let ana: string;
let warnings: string[];
/** What happens before the desk hears of it. */
let beforeDesk: (event: keyof Desk) => Promise<void>;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'paperround-watch-'));
  store = await openLowdbStore({ directory, mode: 'own' });
  discord = await openFakeDiscord();
  guild = addLab();
  ana = discord.addUser('ana');
  warnings = [];
  beforeDesk = async () => undefined;
  const log = { info: () => undefined, warn: (line: string) => void warnings.push(line) };
  platform = openDiscordPlatform({
    token: discord.token,
    apiUrl: discord.url,
    shards: 'auto',
    commands: [],
    log,
  });
  const now = Date.now;
  const problemAt = async (address: string) => platform.check?.(address);
  const places = createPlaces({ store, now, problemAt, log });
  due = createDue({
    ...certainties,
    store,
    archive: createArchive([paper('2601.00001', { arrivedAt: new Date().toISOString() })]),
    topics: new Map(),
    now,
    platforms: new Map([[platform.id, platform]]),
    log,
  });
  const noting =
    <Args extends readonly unknown[]>(event: keyof Desk, act: (...args: Args) => Promise<void>) =>
    async (...args: Args): Promise<void> => {
      await beforeDesk(event);
      await act(...args);
    };
  await platform.start(
    idleDesk({
      placeLost: noting('placeLost', places.lost),
      placesGone: noting('placesGone', places.gone),
      placesBack: noting('placesBack', places.back),
      placesChanged: noting('placesChanged', places.changed),
    }),
  );
});

afterEach(async () => {
  await platform.stop();
  await store.close();
  await discord.close();
  await rm(directory, { recursive: true });
  expect(discord.violations).toEqual([]);
});

function addLab(): GuildIds {
  return discord.addGuild({
    name: 'Lab',
    channels: [
      { name: 'general' },
      { name: 'papers' },
      { name: 'thread', type: ChannelType.PublicThread, parent: 'papers' },
      { name: 'aside', type: ChannelType.PublicThread, parent: 'general' },
      { name: 'forum', type: ChannelType.GuildForum },
      { name: 'post', type: ChannelType.PublicThread, parent: 'forum' },
    ],
  });
}

const channel = (name: string): string => guild.channels[name] ?? '';

/** A digest of Ana's that is not due, unless said. */
async function add(name: string, given: Partial<Subscription> = {}): Promise<string> {
  const { id: _, ...wanted } = subscription({
    address: `discord:${guild.id}/${channel(name)}`,
    createdBy: `discord:${ana}`,
    settledUntil: farAway,
    ...given,
  });
  return (await store.subscriptions.add(wanted)).id;
}

async function stateOf(id: string): Promise<Obstacle['kind'] | 'active' | 'by-user'> {
  const status = (await store.subscriptions.get(id))?.status;
  return status?.kind === 'paused' ? status.reason.kind : 'active';
}

const becomes = (id: string, state: string) => until(async () => (await stateOf(id)) === state);

async function told(): Promise<string[]> {
  await due.run();
  return discord.dms(ana).map(textOf);
}

describe('what is deleted', () => {
  test.each([
    ['papers', 'channel'],
    ['thread', 'thread'],
    ['post', 'thread'],
  ])('%s: its digests are paused at once, and who set them up is told once', async (name, what) => {
    const ids = [await add(name), await add(name)];
    const other = await add('general');
    discord.deleteChannel(channel(name));
    for (const id of ids) await becomes(id, 'destination-gone');
    const notices = await told();
    expect(notices).toHaveLength(2);
    const words = new RegExp(`pause digest d\\d.*The ${what} is gone`, 's');
    for (const text of notices) expect(text).toMatch(words);
    expect(await stateOf(other)).toBe('active');
    expect(await platform.check?.(`discord:${guild.id}/${channel(name)}`)).toMatchObject({
      message: 'The channel or thread is gone.',
    });
  });

  test.each([
    ['papers', 'thread'],
    ['forum', 'post'],
  ])('%s: the open threads in it go with it, and no other', async (name, inside) => {
    const [outer, inner, aside] = [await add(name), await add(inside), await add('aside')];
    discord.deleteChannel(channel(name));
    await becomes(outer, 'destination-gone');
    await becomes(inner, 'destination-gone');
    expect(await told()).toHaveLength(2);
    expect(await stateOf(aside)).toBe('active');
  });

  test('two at once, in one server', async () => {
    const ids = [await add('papers'), await add('general')];
    discord.deleteChannel(channel('papers'));
    discord.deleteChannel(channel('general'));
    for (const id of ids) await becomes(id, 'destination-gone');
    expect(await told()).toHaveLength(2);
  });

  test('told twice, as after a resumed connection, is told on once', async () => {
    const id = await add('papers');
    discord.deleteChannel(channel('papers'), { isToldTwice: true });
    await becomes(id, 'destination-gone');
    await sleep(quietMs);
    expect(await told()).toHaveLength(1);
    expect(warnings).toEqual([expect.stringContaining('paused: The channel is gone')]);
  });

  test('while a digest was being set up there: paused a moment later', async () => {
    discord.deleteChannel(channel('papers'));
    const id = await add('papers');
    await becomes(id, 'destination-gone');
    expect(await told()).toHaveLength(1);
  });

  test.each([
    [
      'arrives all the same',
      (route: string) => discord.failNext(route, { reset: true, afterStoring: true }),
      'uncertain',
    ],
    [
      'does not arrive',
      (route: string) => discord.rateLimit(route, { scope: 'shared', waitMs: 500 }),
      'failed',
    ],
  ])('while a digest is on its way there, which %s', async (_, disturb, status) => {
    const id = await add('papers', { settledUntil: subscription().settledUntil });
    const route = `POST /channels/${channel('papers')}/messages`;
    disturb(route);
    const sending = due.sendNow((await store.subscriptions.get(id)) ?? subscription());
    await until(() => discord.requests.some(({ method, path }) => `${method} ${path}` === route));
    discord.deleteChannel(channel('papers'));
    await becomes(id, 'destination-gone');
    expect(await sending).toMatchObject({ kind: 'paused' });
    expect((await store.deliveries.all()).map((row) => row.status)).toEqual([status]);
    expect(await told()).toHaveLength(1);
  });

  test('a thread that is archived is not gone', async () => {
    const id = await add('thread');
    discord.setThread(channel('thread'), { archived: true });
    await sleep(quietMs);
    expect(await stateOf(id)).toBe('active');
  });

  test('while the gateway was away and its session over: the next post finds out', async () => {
    const id = await add('papers');
    const { length } = discord.gateway.identifies;
    discord.dropGateway({ resumable: false });
    discord.deleteChannel(channel('papers'));
    await until(() => discord.gateway.identifies.length > length && platform.awayMs?.() === 0, {
      withinMs: 15_000,
    });
    await sleep(quietMs);
    expect(await stateOf(id)).toBe('active');
    const found = await due.sendNow((await store.subscriptions.get(id)) ?? subscription());
    expect(found).toMatchObject({ kind: 'paused' });
    expect(await told()).toHaveLength(1);
  }, 30_000);

  test('while the gateway was away and its session goes on: it hears of it', async () => {
    const id = await add('papers');
    discord.dropGateway({ resumable: true });
    discord.deleteChannel(channel('papers'));
    await until(async () => (await stateOf(id)) === 'destination-gone', { withinMs: 15_000 });
    expect(await told()).toHaveLength(1);
  }, 30_000);
});

test('a refusal that Discord has taken back by then pauses for a moment only', async () => {
  const id = await add('thread', { settledUntil: subscription().settledUntil });
  discord.failNext(`POST /channels/${channel('thread')}/messages`, { status: 403, code: 160005 });
  const found = await due.sendNow((await store.subscriptions.get(id)) ?? subscription());
  expect(found).toMatchObject({ kind: 'paused', reason: expect.stringContaining('locked') });
  expect(await stateOf(id)).toBe('not-permitted');
  await becomes(id, 'active');
});

test('a server that Discord cannot reach is not left, and one that is left waits for the bot to come back', async () => {
  const id = await add('papers');
  discord.removeGuild(guild.id, { unavailable: true });
  await sleep(quietMs);
  expect(await stateOf(id)).toBe('active');
  discord.returnGuild(guild.id);
  discord.removeGuild(guild.id);
  await becomes(id, 'destination-gone');
  discord.returnGuild(guild.id);
  await becomes(id, 'active');
  expect(await told()).toEqual([]);
});

describe('a server that is left and joined within the same second', () => {
  test.each([
    ['left, joined', ['removeGuild', 'returnGuild'], 'active'],
    ['joined, left', ['returnGuild', 'removeGuild'], 'destination-gone'],
    ['left, joined, left', ['removeGuild', 'returnGuild', 'removeGuild'], 'destination-gone'],
    [
      'left, joined, left, joined',
      ['removeGuild', 'returnGuild', 'removeGuild', 'returnGuild'],
      'active',
    ],
  ] as const)('%s: ends as it is', async (_, events, state) => {
    const ids = [await add('papers'), await add('general')];
    for (const event of events) discord[event](guild.id);
    await sleep(quietMs);
    expect(await Promise.all(ids.map(stateOf))).toEqual([state, state]);
    expect(await told()).toEqual([]);
  });

  test('a digest that it refused meanwhile goes on too, though that is written down last', async () => {
    const id = await add('papers', { settledUntil: subscription().settledUntil });
    let isBack = false;
    beforeDesk = async (event) => {
      if (event === 'placesGone') throw new Error('the disk is full');
      isBack ||= event === 'placesBack';
    };
    discord.removeGuild(guild.id);
    await until(async () => (await platform.check?.(`discord:${guild.id}/1`)) !== undefined);
    const { subscriptions } = store;
    const { update } = subscriptions;
    Object.assign(subscriptions, {
      async update(...args: Parameters<typeof update>) {
        discord.returnGuild(guild.id);
        await until(() => isBack);
        await sleep(50);
        Object.assign(subscriptions, { update });
        return update(...args);
      },
    });
    const found = await due.sendNow((await subscriptions.get(id)) ?? subscription());
    expect(found).toMatchObject({ kind: 'paused' });
    expect(await stateOf(id)).toBe('destination-gone');
    await becomes(id, 'active');
  });
});
