import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { commands } from '../../../src/commands/registry.ts';
import type { Dispatch } from '../../../src/core/invocation.ts';
import { openDiscordPlatform } from '../../../src/platforms/discord/discord-platform.ts';
import { type FakeDiscordOptions, openFakeDiscord } from '../../fakes/discord/open-fake-discord.ts';
import { textOf, until } from '../../fakes/discord-lab.ts';

const nothing = async (): Promise<undefined> => undefined;
const view = { summary: 'Topics', blocks: [{ kind: 'text' as const, text: ['Topics'] }] };
const answerAtOnce: Dispatch = async () => ({ view, visibility: 'private', ok: true });

/** A bot that answers every command, at a Discord with these limits. */
async function open(options: FakeDiscordOptions, dispatch = answerAtOnce) {
  const discord = await openFakeDiscord(options);
  const warnings: string[] = [];
  const moves: string[] = [];
  const platform = openDiscordPlatform({
    token: discord.token,
    apiUrl: discord.url,
    shards: 'auto',
    commands,
    log: { info: () => undefined, warn: (line) => void warnings.push(line) },
  });
  onTestFinished(async () => {
    await platform.stop();
    await discord.close();
  });
  const guild = discord.addGuild({ name: 'Lab', channels: [{ name: 'papers' }] });
  const user = discord.addUser('ana');
  await platform.start({
    dispatch,
    complete: async () => [],
    form: nothing,
    placesGone: async (realm) => void moves.push(`gone ${realm}`),
    placesBack: async (realm) => void moves.push(`back ${realm}`),
    placesChanged: nothing,
    installations: { all: async () => [], get: nothing, put: nothing, remove: nothing },
  });
  const ask = () => discord.slash({ user, guild: guild.id, command: 'papers topics' });
  return { discord, guild, warnings, moves, ask };
}

test('a connection that no longer answers heartbeats is replaced', async () => {
  const { discord, ask } = await open({ heartbeatMs: 200 });
  const connected = () => discord.gateway.identifies.length + discord.gateway.resumes;
  const before = connected();
  discord.zombie();
  await until(() => connected() > before, { withinMs: 15_000 });
  expect(textOf((await ask()).message)).toContain('Topics');
  expect(discord.violations).toEqual([]);
}, 20_000);

test('an acknowledgment that comes too late is logged, and the bot goes on', async () => {
  const { discord, warnings, ask } = await open({ ackDeadlineMs: -1, settleMs: 300 });
  expect((await ask()).message).toBeUndefined();
  await until(() => warnings.length === 1);
  expect(warnings[0]).toMatch(/interaction \d+ \(ApplicationCommand\).*Unknown interaction/);
  await ask();
  await until(() => warnings.length === 2);
  for (const violation of discord.violations)
    expect(violation).toMatch(/(?:acknowledged in time|acknowledged after)/);
});

test('an acknowledgment whose answer was lost is not a second reply', async () => {
  const { discord, warnings, ask } = await open({});
  discord.failNext(/^POST .*callback$/, { status: 502, afterStoring: true });
  const asked = await ask();
  expect(textOf(asked.message)).toContain('Topics');
  expect(asked.followUps).toEqual([]);
  expect(warnings).toEqual([]);
});

test('an answer that comes after a quarter of an hour is logged, and the bot goes on', async () => {
  const slow: Dispatch = async (invocation) => {
    await sleep(150);
    return answerAtOnce(invocation);
  };
  const { warnings, ask } = await open({ tokenLifeMs: 50, settleMs: 400 }, slow);
  expect((await ask()).isLoading).toBe(true);
  await until(() => warnings.length > 0);
  expect(warnings[0]).toMatch(/Invalid Webhook Token/);
});

test('a server that Discord cannot reach pauses nothing, and one that is left does', async () => {
  const { discord, guild, moves } = await open({});
  const realm = `discord:${guild.id}/`;
  await until(() => moves.length === 1);
  discord.removeGuild(guild.id, { unavailable: true });
  discord.returnGuild(guild.id);
  await until(() => moves.length === 2);
  discord.removeGuild(guild.id);
  await until(() => moves.length === 3);
  discord.returnGuild(guild.id);
  await until(() => moves.length === 4);
  expect(moves).toEqual([`back ${realm}`, `back ${realm}`, `gone ${realm}`, `back ${realm}`]);
  expect(discord.violations).toEqual([]);
});
