import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDiscordPlatform } from '../../../../src/platforms/discord/discord-platform.ts';
import type { Platform } from '../../../../src/platforms/platform.ts';
import { type FakeDiscord, openFakeDiscord } from '../../../fakes/discord/open-fake-discord.ts';
import { idleDesk } from '../../../fakes/stages/idle-desk.ts';

/** Discord lets shards identify five seconds apart. */
const twoShardsMs = 30_000;

let discord: FakeDiscord;
let platform: Platform;
let lines: string[];

beforeEach(async () => {
  discord = await openFakeDiscord({ openapi: false });
  lines = [];
  const note = (line: string): void => void lines.push(line);
  platform = openDiscordPlatform({
    token: discord.token,
    apiUrl: discord.url,
    shards: 2,
    commands: [],
    log: { info: note, warn: note },
  });
  await platform.start(idleDesk());
}, twoShardsMs);

afterEach(async () => {
  await platform.stop();
  await discord.close();
});

const lost = () => lines.filter((line) => line.includes('lost'));

test.each([true, false])(
  'a gateway is away from when it was cut until all shards are there again (resumable: %s)',
  async (resumable) => {
    const lengths: number[] = [];
    const watch = setInterval(() => void lengths.push(platform.awayMs?.() ?? -1), 1);
    expect(platform.awayMs?.()).toBe(0);
    discord.dropGateway({ resumable });
    await expect.poll(() => lost().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
    await expect.poll(() => platform.awayMs?.(), { timeout: 20_000 }).toBe(0);
    clearInterval(watch);
    expect(Math.max(...lengths)).toBeGreaterThan(0);
    expect(Math.min(...lengths)).toBe(0);
  },
  40_000,
);

test('a gateway that refuses the token says what to do, as it does not come back', async () => {
  expect(platform.awayProblem?.()).toBeUndefined();
  discord.revokeToken();
  await expect
    .poll(() => platform.awayProblem?.(), { timeout: 10_000 })
    .toEqual({
      message: expect.stringContaining('does not accept the token'),
      remedy: expect.stringMatching(/Reset Token.*start/),
    });
  expect(platform.awayMs?.()).toBeGreaterThan(0);
});

test('an orderly stop is no connection that was lost', async () => {
  await platform.stop();
  expect(lost()).toEqual([]);
});
