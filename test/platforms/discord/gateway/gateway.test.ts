import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ProblemError } from '../../../../src/core/problem.ts';
import { connect, createClient } from '../../../../src/platforms/discord/gateway/gateway.ts';
import { isGatewayFault } from '../../../../src/platforms/discord/gateway/gateway-fault.ts';
import { type FakeDiscord, openFakeDiscord } from '../../../fakes/discord/open-fake-discord.ts';

const log = { info: () => undefined, warn: () => undefined };
let discord: FakeDiscord;

beforeEach(async () => {
  discord = await openFakeDiscord();
});

afterEach(async () => {
  await discord.close();
  expect(discord.violations).toEqual([]);
});

async function problemOf(given: { token?: string; apiUrl?: string }, withinMs = 5_000) {
  const options = { token: discord.token, apiUrl: discord.url, shards: 'auto', ...given } as const;
  const error = await connect(createClient(options, log), options, withinMs).catch((each) => each);
  if (error instanceof ProblemError) return error.problem;
  throw new Error(`no problem but ${error}`);
}

describe('connecting', () => {
  test.each(['auto' as const, 1])('is ready with %s shards', async (shards) => {
    discord.addGuild({ name: 'Lab', channels: [{ name: 'general' }] });
    const options = { token: discord.token, apiUrl: discord.url, shards };
    const client = createClient(options, log);
    await connect(client, options);
    expect(client.guilds.cache.size).toBe(1);
    expect(discord.gateway.identifies.map(({ intents }) => intents)).toEqual([1]);
    await client.destroy();
  });

  test('takes as many shards as are wanted', () => {
    const { options } = createClient({ apiUrl: discord.url, shards: 3 }, log);
    expect(options).toMatchObject({ shardCount: 3, shards: [0, 1, 2] });
  });

  test('says that the token is wrong', async () => {
    expect(await problemOf({ token: 'wrong' })).toMatchObject({
      message: expect.stringContaining('DISCORD_TOKEN'),
      remedy: expect.stringContaining('Reset Token'),
    });
  });

  test('says that nothing answers', async () => {
    const { message } = await problemOf({ apiUrl: 'http://127.0.0.1:9/api' });
    expect(message).toContain('http://127.0.0.1:9/api');
  });

  test('does not wait for ever', async () => {
    discord.failNext('GET /gateway/bot', { hang: true });
    const { message } = await problemOf({}, 300);
    expect(message).toContain('within 0.3 seconds');
  });
});

describe('a fault of the gateway library', () => {
  const known = Object.assign(new TypeError('null'), {
    stack:
      'TypeError\n at x (/app/node_modules/discord.js/src/client/websocket/handlers/RESUMED.js:6:38)',
  });

  test.each([
    ['in its gateway code', known, true],
    [
      'on Windows',
      { ...known, stack: 'at x (C:\\app\\node_modules\\@discordjs\\ws\\dist\\index.js)' },
      false,
    ],
    ['of ours', new TypeError('ours'), false],
    ['of another kind', Object.assign(new RangeError('x'), { stack: known.stack }), false],
    ['no error at all', 'gateway', false],
  ])('%s', (_, error, isKnown) => {
    expect(isGatewayFault(error)).toBe(isKnown);
  });
});
