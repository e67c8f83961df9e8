import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { commands } from '../../../src/commands/registry.ts';
import type { Dispatch } from '../../../src/core/invocation.ts';
import { openDiscordPlatform } from '../../../src/platforms/discord/discord-platform.ts';
import { type FakeDiscordOptions, openFakeDiscord } from '../../fakes/discord/open-fake-discord.ts';
import { textOf, until } from '../../fakes/discord-lab.ts';
import { idleDesk } from '../../fakes/stages/idle-desk.ts';

const view = { summary: 'Topics', blocks: [{ kind: 'text' as const, text: ['Topics'] }] };
const answerAtOnce: Dispatch = async () => ({ view, visibility: 'private', ok: true });

/** A bot that answers every command, at a Discord with these limits. */
async function open(options: FakeDiscordOptions, dispatch = answerAtOnce) {
  const discord = await openFakeDiscord(options);
  const warnings: string[] = [];
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
  await platform.start(idleDesk({ dispatch }));
  const ask = () => discord.slash({ user, guild: guild.id, command: 'papers topics' });
  return { discord, guild, platform, warnings, ask };
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

test('a token that only requests are refused with is told of once, with what to do', async () => {
  const { discord, guild, platform, warnings } = await open({});
  const address = `discord:${guild.id}/${guild.channels.papers}`;
  const [message] = platform.render(view, { address, scope: 'channel' });
  discord.failNext(/^POST .*messages$/, { status: 401, times: 2 });
  for (const id of ['d1/1', 'd1/2']) {
    const outcome = await platform.send(address, message?.payload, id);
    expect(outcome).toMatchObject({ kind: 'retry' });
  }
  expect(platform.awayProblem?.()).toMatchObject({ message: expect.stringContaining('the token') });
  expect(platform.awayMs?.()).toBeGreaterThan(0);
  expect(warnings).toEqual([expect.stringMatching(/Nothing is sent.*401.*start again/)]);
});
