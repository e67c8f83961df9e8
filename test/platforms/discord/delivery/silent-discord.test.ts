import { setTimeout as sleep } from 'node:timers/promises';
import { REST } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createDeliveryLane,
  type DeliveryLane,
} from '../../../../src/platforms/discord/delivery/delivery-lane.ts';
import { createInvalidRequests } from '../../../../src/platforms/discord/delivery/invalid-requests.ts';
import { type FakeDiscord, openFakeDiscord } from '../../../fakes/discord/open-fake-discord.ts';

const payload = { body: { content: 'hello', allowed_mentions: { parse: [] } } };

let discord: FakeDiscord;
let lane: DeliveryLane;
let channel: string;
let address: string;

beforeEach(async () => {
  discord = await openFakeDiscord({ openapi: false });
  const guild = discord.addGuild({ name: 'Lab', channels: [{ name: 'papers' }] });
  channel = guild.channels.papers ?? '';
  address = `discord:${guild.id}/${channel}`;
  lane = createDeliveryLane({
    rest: new REST({ api: discord.url, version: '10', retries: 0 }).setToken(discord.token),
    known: { kindOf: () => 'plain', mayReadHistory: () => true },
    ownId: () => discord.applicationId,
    invalidRequests: createInvalidRequests(Date.now),
    aheadMs: () => 0,
    withinMs: 300,
    now: Date.now,
    wait: (ms, signal) => sleep(ms / 10, undefined, { signal }),
    onRefused: () => undefined,
    log: { info: () => undefined, warn: () => undefined },
  });
});

afterEach(async () => {
  await lane.stop();
  await discord.close();
  expect(discord.violations).toEqual([]);
});

const posts = () => discord.requests.filter(({ method }) => method === 'POST');
const send = (id: string) => lane.send(address, payload, id);

test.each([
  ['never answers', { hang: true }],
  ['answers with headers and no more', { stall: true }],
] as const)(
  'a Discord that %s holds a place for a while: the message is sent again, and once',
  async (_, fault) => {
    discord.failNext('POST', { ...fault, afterStoring: true });
    const [first, second] = await Promise.all([send('d1/a/0'), send('d1/b/0')]);
    expect([first.kind, second.kind]).toEqual(['sent', 'sent']);
    expect(posts().length).toBeGreaterThanOrEqual(3);
    expect(discord.messages(channel)).toHaveLength(2);
  },
);

test('what it was asked about a message is unknown then', async () => {
  discord.failNext('GET', { stall: true });
  const firstSentAt = new Date(Date.now() - 600_000).toISOString();
  const attempt = { address, payload, deliveryId: 'd1/a/0', firstSentAt };
  expect(await lane.reconcile(attempt)).toEqual({
    kind: 'unknown',
    detail: 'no answer within 0.3 seconds',
    isUnanswered: true,
  });
});
