import { Events } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { fakeForTest, loginTo } from './client.ts';
import type { FakeDiscordOptions } from './open-fake-discord.ts';

async function open(options?: FakeDiscordOptions) {
  const fake = await fakeForTest(options);
  const guild = fake.addGuild({ name: 'Reading group', channels: [{ name: 'papers' }] });
  const { client } = await loginTo(fake);
  const names = () => client.guilds.cache.map(({ name }) => name);
  return { fake, guild, client, names };
}

const gatewayOf = (url: string, version = '10') =>
  `${url.replace('http', 'ws').replace('/api', '/gateway')}?v=${version}&encoding=json`;

describe('what happens around the bot', () => {
  test('is told: servers come and go, channels change', async () => {
    const { fake, guild, client, names } = await open();
    const { papers = '' } = guild.channels;
    const mayView = () => {
      const channel = client.channels.cache.get(papers);
      const me = client.guilds.cache.get(guild.id)?.members.me;
      return channel?.isTextBased() && 'permissionsFor' in channel && me != null
        ? channel.permissionsFor(me).has('ViewChannel')
        : undefined;
    };
    expect(mayView()).toBe(true);
    fake.setPermissions(papers, 0n);
    await expect.poll(mayView).toBe(false);
    fake.deleteChannel(papers);
    await expect.poll(mayView).toBeUndefined();

    const other = fake.addGuild({ name: 'Lab' });
    await expect.poll(names).toEqual(['Reading group', 'Lab']);
    fake.removeGuild(other.id);
    await expect.poll(names).toEqual(['Reading group']);
    fake.returnGuild(other.id);
    await expect.poll(names).toEqual(['Reading group', 'Lab']);
    fake.removeGuild(other.id, { unavailable: true });
    await expect.poll(() => client.guilds.cache.get(other.id)?.available).toBe(false);
    fake.returnGuild(other.id);
    await expect.poll(() => client.guilds.cache.get(other.id)?.available).toBe(true);
    expect(fake.violations).toEqual([]);
  });

  test('is told again after a drop', async () => {
    const { fake, client, names } = await open();
    fake.dropGateway();
    fake.addGuild({ name: 'Lab' });
    await expect.poll(names, { timeout: 5_000 }).toEqual(['Reading group', 'Lab']);
    expect(client.isReady()).toBe(true);
    expect(fake.gateway.identifies).toHaveLength(1);
    expect(fake.gateway.resumes).toBe(1);
  });

  test('is told to the shard that it belongs to', async () => {
    const { fake, client } = await open({ shards: 2 });
    expect(fake.gateway.identifies).toEqual(
      [0, 1].map((id) => ({ intents: 1, shard: [id, 2], isAccepted: true })),
    );
    for (const name of ['Lab', 'Class', 'Seminar']) {
      const { id } = fake.addGuild({ name });
      const shard = () => client.guilds.cache.get(id)?.shardId;
      await expect.poll(shard).toBe(Number((BigInt(id) >> 22n) % 2n));
    }
    expect(fake.violations).toEqual([]);
  });
});

describe('reconnecting', () => {
  test('by op 7', async () => {
    const { fake } = await open();
    fake.reconnectRequest();
    await expect.poll(() => fake.gateway.resumes, { timeout: 5_000 }).toBe(1);
    expect(fake.gateway.connections).toBe(1);
  });

  test('by op 9 that can be resumed', async () => {
    const { fake, names } = await open();
    fake.invalidSession(true);
    await expect.poll(() => fake.gateway.resumes, { timeout: 5_000 }).toBe(1);
    fake.addGuild({ name: 'Lab' });
    await expect.poll(names).toEqual(['Reading group', 'Lab']);
  });

  test('by op 9 that cannot, with a new session', { timeout: 15_000 }, async () => {
    const { fake, client } = await open();
    fake.invalidSession(false);
    await expect.poll(() => fake.gateway.identifies.length, { timeout: 10_000 }).toBe(2);
    await expect.poll(() => client.guilds.cache.first()?.available).toBe(true);
    expect(fake.violations).toEqual([]);
  });

  test('when heartbeats are no longer heard', async () => {
    const { fake } = await open({ heartbeatMs: 100 });
    fake.zombie();
    await expect.poll(() => fake.gateway.resumes, { timeout: 5_000 }).toBe(1);
    expect(fake.violations).toEqual([]);
  });
});

describe('refusals', () => {
  test('a wrong token', async () => {
    const fake = await fakeForTest();
    fake.revokeToken();
    await expect(loginTo({ ...fake, token: 'wrong' })).rejects.toThrow('An invalid token');
  });

  test('a token that is revoked ends the connection for good', async () => {
    const { fake, client } = await open();
    const ended = new Promise((resolve) => client.once(Events.ShardDisconnect, resolve));
    client.on(Events.ShardError, () => undefined);
    client.on(Events.Error, () => undefined);
    fake.revokeToken();
    expect(await ended).toMatchObject({ code: 4004 });
    await expect.poll(() => fake.gateway.connections).toBe(0);
  });

  test('a client whose heart does not beat', async () => {
    const fake = await fakeForTest({ heartbeatMs: 10 });
    const socket = new WebSocket(gatewayOf(fake.url));
    const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
    expect(await closed).toMatchObject({ code: 4009 });
    expect(fake.violations).toEqual(['The gateway heard no heartbeat for two intervals']);
  });

  test('more intents than the bot needs, and words that mean nothing', async () => {
    const fake = await fakeForTest();
    const socket = new WebSocket(gatewayOf(fake.url, '9'));
    await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
    const identify = { token: fake.token, intents: 513, properties: {} };
    socket.send(JSON.stringify({ op: 2, d: identify }));
    socket.send('hello?');
    await new Promise((resolve) => socket.addEventListener('close', resolve));
    expect(fake.violations).toEqual([
      'The gateway is asked for /gateway?v=9&encoding=json, not for v=10 and encoding=json',
      'The intents are 513: GUILDS alone (1) is needed',
      'The gateway was sent hello?',
    ]);
  });
});
