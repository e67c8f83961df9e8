import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeDiscord, openFakeDiscord } from '../fakes/discord/open-fake-discord.ts';
import { type DiscordBot, openDiscordBot } from '../fakes/discord-bot.ts';
import { runPaperround } from '../fakes/paperround.ts';
import { until } from '../fakes/slack/until.ts';
import { parseMetrics } from '../http/parse-metrics.ts';

const manageServer = 1n << 5n;
const papersOfToday = [
  { id: '2603.00001', title: 'Diffusion for kettles', upvotes: 30 },
  { id: '2603.00002', title: 'Agents that knit', upvotes: 50 },
];
const slow = 60_000;
const preload = resolve('test/fakes/faults.mjs');
const run = promisify(execFile);
const hasPrlimit = await run('prlimit', ['--version']).then(
  () => true,
  () => false,
);

const secret = 'a-token-that-nobody-may-see';

let discord: FakeDiscord;
let bot: DiscordBot;

beforeEach(async () => {
  discord = await openFakeDiscord();
  bot = await openDiscordBot(discord, papersOfToday);
});

/** Says all that it can say. */
const start = (env: Readonly<Record<string, string>> = {}) =>
  bot.start({ LOG_LEVEL: 'debug', HF_TOKEN: secret, ...env });

afterEach(async () => {
  expect(bot.log()).not.toContain(discord.token);
  expect(bot.log()).not.toContain(secret);
  await bot.close();
  await discord.close();
});

/** A server whose administrator sets up a digest. */
async function openLab() {
  const guild = discord.addGuild({ name: 'Lab', channels: [{ name: 'papers' }] });
  const user = discord.addUser('ana');
  const papers = guild.channels.papers ?? '';
  const slash = async (command: string, options: Record<string, string> = {}) => {
    const asked = { user, guild: guild.id, command, options, permissions: manageServer };
    return JSON.stringify((await discord.slash(asked)).message);
  };
  const addDigest = async (): Promise<string> => {
    const [, id = ''] =
      /Digest (d\d+) is set up/.exec(
        await slash('digest add', { channel: papers, query: 'agents' }),
      ) ?? [];
    return id;
  };
  return { guild, user, papers, slash, addDigest };
}

/** Waits for the address of health and metrics. */
async function served(): Promise<(path: string) => Promise<Response>> {
  const [, url] = await bot.logged(/Health and metrics are at (http:[^"]+)\."/);
  return (path) => fetch(`${url}${path}`);
}

const posting = (channel: string) =>
  until(
    () => discord.requests.some(({ path }) => path === `/channels/${channel}/messages`),
    'a message to be posted',
  );

describe('health and metrics', () => {
  test('tell of deliveries and commands, and of no person or place', {
    timeout: slow,
  }, async () => {
    await start({ HTTP_PORT: '0' });
    const get = await served();
    expect([(await get('/healthz')).status, (await get('/readyz')).status]).toEqual([200, 200]);
    const { guild, user, papers, slash, addDigest } = await openLab();
    const digest = await addDigest();
    expect(await slash('digest send-now', { digest })).toMatch(/Posted 1 paper/);
    const text = await (await get('/metrics')).text();
    const families = parseMetrics(text);
    const sample = (name: string) => families.get(name.replace(/\{.*/, ''))?.samples.get(name);
    expect(sample('paperround_deliveries_total{platform="discord",status="sent"}')).toBe(1);
    expect(sample('paperround_commands_total{command="digest send-now",outcome="done"}')).toBe(1);
    expect(sample('paperround_papers')).toBe(2);
    expect(sample('paperround_subscriptions{platform="discord",status="active"}')).toBe(1);
    for (const personal of [guild.id, user, papers, 'ana', 'Lab', 'knit', discord.token]) {
      expect(text).not.toContain(personal);
    }
  });

  test('not ready, with the reason, until Discord has let it in', { timeout: slow }, async () => {
    discord.rateLimit('GET /gateway/bot', { scope: 'global', waitMs: 3_000 });
    const starting = start({ HTTP_PORT: '0' });
    const get = await served();
    const waiting = await get('/readyz');
    expect(waiting.status).toBe(503);
    expect(await waiting.text()).toContain('{"check":"platform","message":"discord does not');
    await starting;
    expect((await get('/readyz')).status).toBe(200);
  });

  test('a port that is taken ends the start, in words', { timeout: slow }, async () => {
    await start({ HTTP_PORT: '0' });
    const [, port = ''] = await bot.logged(/Health and metrics are at http:\/\/127.0.0.1:(\d+)/);
    const { code, stderr } = await runPaperround(['serve'], {
      env: { DATA_DIR: join(bot.directory, 'other'), HTTP_PORT: port },
    });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/EADDRINUSE.*Set HTTP_PORT/s)]);
  });
});

describe('starting', () => {
  test('one process owns the data; nothing is served unless asked for', {
    timeout: slow,
  }, async () => {
    await start();
    expect(bot.log()).not.toMatch(/Health and metrics/);
    const { code, stderr } = await runPaperround(['serve'], { env: { DATA_DIR: bot.directory } });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/Another Paperround is using/)]);
  });

  test('an administrator on a platform that is not configured is refused', async () => {
    const { code, stderr } = await runPaperround(['serve'], {
      env: { DATA_DIR: bot.directory, ADMIN_ADDRESS: 'slack:T1/C1' },
    });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/ADMIN_ADDRESS is slack:T1\/C1, but/),
    ]);
  });
});

describe('stopping', () => {
  test('waits for the message that is being sent', { timeout: slow }, async () => {
    await start();
    const { papers, slash, addDigest } = await openLab();
    const digest = await addDigest();
    discord.rateLimit(`POST /channels/${papers}/messages`, { scope: 'user', waitMs: 1_500 });
    slash('digest send-now', { digest }).catch(() => undefined);
    await posting(papers);
    expect(await bot.stop()).toBe(0);
    expect(bot.log()).toMatch(/SIGTERM: stopping.*Stopped\./s);
    const digests = () =>
      discord.messages(papers).filter((each) => JSON.stringify(each).includes('Agents that knit'));
    expect(digests()).toHaveLength(1);
    await start();
    expect(bot.log()).not.toMatch(/broke off/);
    expect(await slash('digest send-now', { digest })).toMatch(/Nothing new/);
    expect(digests()).toHaveLength(1);
  });

  test('a second signal ends it at once, with a code; its echo does not', {
    timeout: slow,
  }, async () => {
    await start();
    const { papers, slash, addDigest } = await openLab();
    const digest = await addDigest();
    discord.failNext(`POST /channels/${papers}/messages`, { hang: true });
    slash('digest send-now', { digest }).catch(() => undefined);
    await posting(papers);
    const ended = bot.stop();
    await bot.logged(/SIGTERM: stopping/);
    const at = performance.now();
    const impatience = setInterval(() => bot.signal('SIGTERM'), 50);
    expect(await ended.finally(() => clearInterval(impatience))).toBe(1);
    expect(performance.now() - at).toBeGreaterThan(300);
    expect(performance.now() - at).toBeLessThan(3_000);
  });

  test.each(['an exception', 'a rejection'])(
    '%s that nobody caught is logged without secrets, and ends it in good order',
    async (fault) => {
      await start({ FAULT: fault, NODE_OPTIONS: `--import=${preload}` });
      expect(await bot.stop('SIGUSR2')).toBe(1);
      expect(bot.log()).toMatch(
        /A fault of ours.*let loose, with \(hidden\) and \(hidden\) at https:\/\/discord\.com\/api\(hidden\) and \(hidden\)\\n.*Stopped\./s,
      );
    },
    slow,
  );

  test('what does not end is given twenty seconds', { timeout: slow }, async () => {
    await start({ FAULT: 'hang', NODE_OPTIONS: `--import=${preload}` });
    const at = performance.now();
    expect(await bot.stop()).toBe(1);
    expect(bot.log()).toMatch(/Stopped\..*Not all that was under way ended within 20 seconds/s);
    expect(performance.now() - at).toBeGreaterThan(19_000);
  });
});

test.skipIf(!hasPrlimit)(
  'a disk that takes nothing more is survived, said once, and got over',
  async () => {
    await start({ HTTP_PORT: '0' });
    const get = await served();
    const { slash, addDigest } = await openLab();
    const digest = await addDigest();
    await limitFiles('0:unlimited');
    expect(await slash('papers save', { paper: 'knit' })).toMatch(
      /Cannot save .*nothing was changed/,
    );
    expect(await slash('papers save', { paper: 'kettles' })).toMatch(/Cannot save/);
    const notReady = await get('/readyz');
    expect(notReady.status).toBe(503);
    expect(JSON.parse(await notReady.text())).toMatchObject({ check: 'store' });
    expect(await slash('papers trending')).toMatch(/Agents that knit/);
    expect(await slash('digest send-now', { digest })).not.toMatch(/Posted/);
    expect((await get('/healthz')).status).toBe(200);

    expect(bot.log().match(/Cannot save to/g)).toHaveLength(1);

    await limitFiles('unlimited:unlimited');
    expect((await get('/readyz')).status).toBe(200);
    await bot.logged(/takes what it is given again/);
    expect(await slash('papers save', { paper: 'knit' })).toMatch(/Saved/);
    expect(await slash('digest send-now', { digest })).toMatch(/Posted 1 paper/);
    expect(await bot.stop()).toBe(0);
  },
  slow,
);

/** The most that the bot may write to a file, in bytes: the system refuses everything beyond. */
async function limitFiles(limit: string): Promise<void> {
  await run('prlimit', [`--pid=${bot.pid()}`, `--fsize=${limit}`]);
}
