import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DailyEntry } from '../fakes/daily-papers.ts';
import { runPaperround } from '../fakes/paperround.ts';
import { openServingBot, type ServingBot } from '../fakes/serving-bot.ts';
import { type FakeSlack, openFakeSlack } from '../fakes/slack/fake-slack.ts';
import { until } from '../fakes/slack/until.ts';
import type { NewTeam, TeamIds } from '../fakes/slack/workspace.ts';
import type { FakeMessage } from '../fakes/slack/world.ts';

const lab: NewTeam = {
  name: 'lab',
  users: [
    { name: 'ada', admin: true },
    { name: 'ben', tz: 'America/New_York' },
    { name: 'gil', guest: true },
  ],
  channels: [
    { name: 'papers' },
    { name: 'secret', private: true, members: ['ada', 'ben'] },
    { name: 'lobby', members: ['ada', 'ben'] },
  ],
};
const firstPapers = [
  { id: '2603.00001', title: 'Diffusion for kettles', upvotes: 30 },
  { id: '2603.00002', title: 'Agents that knit', upvotes: 50 },
  ...[3, 4, 5, 6, 7].map((number) => ({
    id: `2603.0000${number}`,
    title: `A note on topic ${number}`,
    upvotes: number,
  })),
];
const secrets = {
  SLACK_STATE_SECRET: 'a state secret that is long enough',
  SLACK_TOKEN_KEY: 'a token key that is certainly long enough',
};
const slow = 60_000;
const minuteMs = 60_000;

let slack: FakeSlack;
let bot: ServingBot;
let entries: DailyEntry[];

beforeEach(async () => {
  slack = await openFakeSlack();
  entries = [...firstPapers];
  bot = await openServingBot(entries);
});

afterEach(async () => {
  expect(bot.log()).not.toMatch(/xox[a-z]?[-.]|xapp-|long enough|fake-(?:client|signing)/);
  await bot.close();
  await slack.close();
});

/** Starts the bot as configured, and sends it what happens in Slack. */
async function start(mode: Mode, { botToken, appToken }: Partial<TeamIds> = {}): Promise<string> {
  const env: Record<string, string> = { SLACK_API_URL: slack.apiUrl, SLACK_PORT: '0' };
  if (mode !== 'oauth') env.SLACK_BOT_TOKEN = botToken ?? '';
  if (mode === 'socket') env.SLACK_APP_TOKEN = appToken ?? '';
  else env.SLACK_SIGNING_SECRET = slack.signingSecret;
  if (mode === 'oauth') {
    const { clientId, clientSecret } = slack;
    Object.assign(env, secrets, { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret });
  }
  await bot.start(env);
  if (mode === 'socket') return '';
  const [, port] = await bot.logged(/on port (\d+)/);
  await slack.useHttp(`http://127.0.0.1:${port}/slack/events`);
  return `http://127.0.0.1:${port}`;
}

type Mode = 'socket' | 'http' | 'oauth';

/** Short words for one workspace. */
function at(team: TeamIds) {
  const user = (name: string): string => team.users[name] ?? '';
  const channel = (name: string): string => team.channels[name] ?? '';
  return {
    user,
    channel,
    /** What the person who typed it is answered. */
    async papers(name: string, text: string, where = 'papers'): Promise<FakeMessage> {
      const place = where === 'dm' ? slack.dmOf(user(name)) : channel(where);
      return (await slack.command({ user: user(name), channel: place, text })).reply();
    },
    posts: (name = 'papers'): readonly FakeMessage[] => slack.messages(channel(name)),
    digests: (name = 'papers'): readonly FakeMessage[] =>
      slack.messages(channel(name)).filter(({ metadata }) => metadata !== undefined),
  };
}

async function everythingStored(): Promise<string> {
  const files = await readdir(bot.directory, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

/** Slack's clock for signatures counts seconds: a request repeated later is signed anew. */
async function nextSecond(): Promise<void> {
  const now = Math.floor(Date.now() / 1_000);
  await until(() => Math.floor(Date.now() / 1_000) > now, 'the next second');
}

const words = (blocks: unknown): string => JSON.stringify(blocks);

describe.each(['socket', 'http'] as const)('one workspace, %s', (mode) => {
  test('from the Home tab to the digest, its details and a share', { timeout: slow }, async () => {
    const team = slack.addTeam(lab);
    const { user, channel, posts, papers } = at(team);
    await start(mode, team);

    await slack.openHome(user('ben'));
    const home = await until(() => slack.homeOf(user('ben')), 'a Home tab');
    expect(words(home.payload)).toContain('Welcome to Paperround');

    const bare = await slack.command({
      user: user('ben'),
      channel: channel('papers'),
      text: 'digest add',
    });
    const form = await bare.view(1);
    expect(words(form.payload)).toContain('America/New_York');
    await slack.submitView(form, { About: 'titel:diffusion' });
    await until(() => form.updates === 3, 'the form again');
    expect(words(form.payload)).toMatch(/titel.*title:diffusion/s);
    expect(words(form.payload)).toContain('"initial_value":"titel:diffusion"');
    await slack.submitView(form, { About: 'diffusion OR agents', 'Papers per digest': '1' });
    const [told] = await until(() => posts().length > 0 && posts(), 'the announcement');
    expect(told?.text).toMatch(/Digest d1 is set up.*by ben/s);
    expect(words(form.payload)).toContain('Digest d1 is set up');

    expect((await papers('ben', 'digest send-now d1')).text).toMatch(/Posted 1 paper/);
    const digest = posts()[1];
    expect(digest?.text).toMatch(/Trending papers.*Agents that knit/s);
    expect(digest?.metadata?.event_type).toBe('paper_digest_delivery');

    const pressed = await slack.press(digest ?? told!, 'Details: Agents that knit', user('gil'));
    const details = await pressed.view(1);
    expect(words(details.payload)).toMatch(/Agents that knit.*Save.*Similar/s);
    const saving = await slack.press(details, 'Save');
    expect(words((await saving.view(1)).payload)).toMatch(/Saved “Agents that knit”/);
    await slack.press(details, 'Share here');
    await until(() => posts().length === 3, 'what was shared');
    expect(words(posts()[2]?.blocks)).toMatch(
      new RegExp(`Agents that knit.*Shared by <@${user('gil')}>`, 's'),
    );
    expect(slack.violations).toEqual([]);
  });

  test('lookups: private, paged in place, shared, and found in a message', {
    timeout: slow,
  }, async () => {
    const team = slack.addTeam(lab);
    const { user, channel, posts, papers } = at(team);
    await start(mode, team);
    const list = await papers('ben', 'trending', 'lobby');
    expect(list.viewer).toBe(user('ben'));
    const next = await slack.press(list, 'Next');
    expect(await next.reply()).toBe(list);
    expect(list.text).toMatch(/A note on topic 4/);
    await (await slack.press(list, 'Share here')).reply();
    expect(posts('lobby').map(({ text }) => text)).toEqual([expect.stringMatching(/topic 4/)]);
    expect((await papers('gil', 'Serach “knit”')).text).toMatch(/no command.*search/is);

    const said = slack.say(
      user('ada'),
      channel('papers'),
      'see https://arxiv.org/abs/2603.00001v2 and 2603.00002',
    );
    const looked = await slack.messageShortcut({
      user: user('ben'),
      message: said,
      callbackId: 'look-up-papers',
    });
    expect(words((await looked.view(1)).payload)).toMatch(/kettles.*knit/s);
    const searching = await slack.shortcut({ user: user('ben'), callbackId: 'search-papers' });
    const search = await searching.view();
    await slack.submitView(search, { 'Search for': 'title:"knit"' });
    await until(() => search.updates === 2, 'what was found');
    expect(words(search.payload)).toMatch(/1 paper matches.*Agents that knit/s);
    expect(slack.violations).toEqual([]);
  });
});

describe('who may do what', () => {
  test('members manage their channels, guests nothing, creators their own; administrators all', {
    timeout: slow,
  }, async () => {
    const team = slack.addTeam({
      ...lab,
      channels: [...(lab.channels ?? []), { name: 'den', members: ['ada', 'gil', 'bot'] }],
    });
    const { papers, posts } = at(team);
    await start('socket', team);
    expect((await papers('gil', 'digest add x')).text).toMatch(/You may not use/);
    expect((await papers('ben', 'digest add #secret x')).text).toMatch(/invite @Paperround/);
    expect((await papers('ben', 'digest add #lobby x')).text).toMatch(
      /not in that channel.*invite/s,
    );
    expect((await papers('ben', 'digest add #den x')).text).toMatch(/You may not use/);
    await papers('ada', 'digest add #den agents');
    await until(() => posts('den').length === 1, 'the announcement in #den');
    expect((await papers('ben', 'digest list')).text).toMatch(/no digest here/);
    expect((await papers('ben', 'digest edit d1 limit:1')).text).toMatch(
      /There is no digest “d1” here/,
    );
    expect((await papers('ben', 'digest list', 'dm')).text).toMatch(/no digest here/);
    expect((await papers('ada', 'digest list', 'dm')).text).toMatch(/1 digest.*<#/s);
    expect((await papers('ada', 'digest list', 'lobby')).text).toMatch(/no digest here/);
    expect((await papers('gil', 'digest list', 'den')).text).toMatch(/1 digest/);
    expect((await papers('gil', 'digest pause d1', 'den')).text).toMatch(/You may not use/);
    expect((await papers('ada', 'digest add x', 'dm')).text).toMatch(/needs a channel.*#channel/s);
    expect(slack.violations).toEqual([]);
  });

  test('where only administrators may, members are refused in words', {
    timeout: slow,
  }, async () => {
    const team = slack.addTeam(lab);
    const { papers } = at(team);
    const { botToken: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN } = team;
    await bot.start({
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN,
      SLACK_APP_TOKEN,
      SLACK_MANAGERS: 'admins',
    });
    expect((await papers('ben', 'digest add x')).text).toMatch(/You may not use/);
    expect((await papers('ada', 'digest add x')).text).toMatch(/is set up/);
  });
});

test('what Slack refuses to show is said in words', { timeout: slow }, async () => {
  const team = slack.addTeam(lab);
  const { papers } = at(team);
  await start('socket', team);
  slack.failNext('views.open', { error: 'internal_error', times: 2 });
  expect((await papers('ben', 'digest add')).text).toMatch(/could not show the answer/);
  expect((await papers('ben', 'digest list')).text).toMatch(/no digest here/);
  slack.failNext('response_url', { status: 500 });
  const trace = await slack.command({
    user: team.users.ben ?? '',
    channel: team.channels.papers ?? '',
    text: 'trending',
  });
  expect((await trace.reply()).text).toMatch(/could not show the answer/);
  slack.socketDisconnect({ reason: 'refresh_requested' });
  await until(() => slack.socketCounts().accepted === 2, 'a new connection');
  expect((await papers('ben', 'trending')).text).toMatch(/Agents that knit/);
  expect(slack.violations).toEqual([]);
});

describe('places that change', () => {
  test('archived, left and taken away: paused with the reason, told once, and going on by itself', {
    timeout: slow,
  }, async () => {
    const team = slack.addTeam(lab);
    const { user, channel, papers, digests } = at(team);
    await start('socket', team);
    await papers('ben', 'digest add agents OR diffusion limit:1');
    slack.archive(channel('papers'));
    expect((await papers('ada', 'digest send-now d1', 'lobby')).text).toMatch(
      /no digest “d1” here/,
    );
    expect((await papers('ben', 'digest send-now d1', 'dm')).text).toMatch(/could not be sent/);
    const [notice] = await until(
      () => slack.dms(user('ben')).length > 0 && slack.dms(user('ben')),
      'the notice',
    );
    expect(notice?.text).toMatch(/had to pause digest d1.*archived/s);
    slack.archive(channel('papers'), false);
    await slack.event(
      { type: 'channel_unarchive', channel: channel('papers'), user: user('ada') },
      { team: team.team },
    );
    await expect.poll(async () => (await papers('ben', 'digest list')).text).toMatch(/Next:/);

    slack.kick(channel('papers'));
    expect((await papers('ada', 'digest send-now d1')).text).toMatch(/could not be sent/);
    expect((await papers('ada', 'digest list')).text).toMatch(/Paused: I am not in that channel/);
    await slack.invite(channel('papers'), user('ada'));
    await expect.poll(async () => (await papers('ada', 'digest list')).text).toMatch(/Next:/);
    const offer = await until(
      () =>
        slack
          .ephemerals(channel('papers'), user('ada'))
          .find(({ text }) => text.includes('Set up a digest')),
      'the offer',
    );
    const added = await slack.press(offer, 'Weekdays at 09:00');
    expect((await added.reply()).text).toMatch(/Digest d2 is set up/);
    expect((await papers('ada', 'digest send-now d1')).text).toMatch(/Posted 1 paper/);
    expect(digests()).toHaveLength(1);

    slack.revoke(team.botToken);
    await slack.event(
      { type: 'tokens_revoked', tokens: { bot: [team.botUser] } },
      { team: team.team },
    );
    await bot.logged(/taken out of workspace/);
    expect(slack.violations).toEqual([]);
  });

  test('a button works after a restart, and one of an older version is answered kindly', {
    timeout: slow,
  }, async () => {
    const team = slack.addTeam(lab);
    const { papers } = at(team);
    await start('socket', team);
    const list = await papers('ben', 'trending');
    await papers('ben', 'digest add agents');
    await bot.stop('SIGKILL');
    await start('socket', team);
    await (await slack.press(list, 'Next')).reply();
    expect(list.text).toMatch(/topic 4/);
    const old = JSON.parse(words(list.blocks).replaceAll('p1a:', 'p0a:'));
    const pressed = await slack.press({ ...list, blocks: old }, 'Previous');
    expect((await pressed.reply()).text).toMatch(/button is of an older message/);
    expect((await papers('ben', 'digest list')).text).toMatch(/about “agents”/);
    expect(await bot.stop()).toBe(0);
    expect(slack.violations).toEqual([]);
  });
});

test(
  'a digest by direct message at its minute, over kill -9, and one tap to pause it',
  async () => {
    const team = slack.addTeam(lab);
    const { user, papers } = at(team);
    await start('socket', team);
    const followed = await papers('ben', 'my follow agents');
    expect(followed.text).toMatch(/09:00 New York time/);
    expect((await papers('ben', 'my digest when:"* * * * * UTC" limit:1')).text).toMatch(
      /By the cron line/,
    );
    await bot.stop('SIGKILL');
    entries.push({ id: '2603.00009', title: 'Agents that bake', upvotes: 90 });
    await start('socket', team);
    const dms = () => slack.dms(user('ben'));
    await until(() => dms().length > 0, 'the digest', 1.2 * minuteMs);
    expect(dms()[0]?.text).toMatch(/Agents that bake/);
    const paused = await slack.press(dms()[0] as FakeMessage, 'Pause 1 week', user('ben'));
    expect((await paused.reply()).text).toMatch(/Paused/);
    expect(dms()).toHaveLength(1);
    expect(slack.violations).toEqual([]);
  },
  2 * minuteMs,
);

describe('the operator', () => {
  const run = (args: string[], env: Record<string, string>) =>
    runPaperround(args, {
      env: {
        DATA_DIR: bot.directory,
        SLACK_API_URL: slack.apiUrl,
        HF_URL: 'http://127.0.0.1:9',
        ...env,
      },
    });

  test.each([
    [
      { SLACK_BOT_TOKEN: 'xoxb-wrong', SLACK_APP_TOKEN: 'xapp-1-fake' },
      /does not accept SLACK_BOT_TOKEN: invalid_auth.*OAuth/s,
    ],
    [{ SLACK_BOT_TOKEN: 'xoxb-wrong' }, /SLACK_APP_TOKEN is missing/],
    [{ SLACK_BOT_TOKEN: 'no-token' }, /SLACK_BOT_TOKEN must begin with xoxb-/],
    [{ SLACK_CLIENT_ID: '1.2', SLACK_TOKEN_KEY: 'short' }, /SLACK_TOKEN_KEY must have at least 32/],
  ])('is told at the start what is wrong: %j', async (env, words) => {
    const { code, stderr } = await run(['serve'], env);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/xoxb-wrong/);
    expect(code).toBe(1);
  });

  test('a wrong app token is named', async () => {
    const team = slack.addTeam(lab);
    const { code, stderr } = await run(['serve'], {
      SLACK_BOT_TOKEN: team.botToken,
      SLACK_APP_TOKEN: 'xapp-wrong',
    });
    expect(stderr).toMatch(/does not accept SLACK_APP_TOKEN: .*connections:write/s);
    expect(code).toBe(1);
  });

  test('the doctor looks at the token, its scopes and each channel', async () => {
    const team = slack.addTeam(lab);
    const { channel, papers } = at(team);
    const env = { SLACK_BOT_TOKEN: team.botToken, SLACK_APP_TOKEN: team.appToken };
    await start('socket', team);
    await papers('ada', 'digest add agents');
    expect((await run(['doctor'], env)).stdout).toMatch(/ok +Slack: lets the bot in/);
    slack.kick(channel('papers'));
    expect((await run(['doctor'], env)).stdout).toMatch(
      /FAULT +d1 at slack:.*not in that channel.*invite/s,
    );
    const narrow = slack.addTeam({ ...lab, scopes: ['chat:write'] });
    expect((await run(['doctor'], { ...env, SLACK_BOT_TOKEN: narrow.botToken })).stdout).toMatch(
      /lacks scopes: commands/,
    );
  });
});

describe('many workspaces', () => {
  test('each installs the app, sees only its own, and leaves nothing when it goes', {
    timeout: slow,
  }, async () => {
    const [one, two] = [
      slack.addTeam({ ...lab, installed: false, rotation: true }),
      slack.addTeam({ ...lab, name: 'club', installed: false }),
    ];
    const url = await start('oauth');
    const a = at(one);
    const b = at(two);
    const installed = await slack.install({ url: `${url}/slack/install`, user: a.user('ada') });
    expect(installed.status).toBe(200);
    expect((await slack.visit(installed.redirect)).status).toBe(400);
    expect(
      (await slack.install({ url: `${url}/slack/install`, user: b.user('ada'), deny: true }))
        .status,
    ).toBe(400);
    await slack.install({ url: `${url}/slack/install`, user: b.user('ada') });
    const [hello] = await until(
      () => slack.dms(a.user('ada')).length > 0 && slack.dms(a.user('ada')),
      'the welcome',
    );
    expect(hello?.text).toMatch(/Hi! I post a short list/);
    for (const team of [one, two])
      expect(await everythingStored()).not.toContain(slack.tokenOf(team.team) ?? 'xoxb');

    await a.papers('ada', 'digest add agents limit:1');
    await b.papers('ada', 'digest add diffusion limit:1');
    expect((await a.papers('ada', 'digest list')).text).not.toMatch(/diffusion/);
    expect((await b.papers('ada', 'digest send-now d1')).text).toMatch(
      /There is no digest “d1” here/,
    );
    await a.papers('ada', 'digest send-now d1');
    await b.papers('ada', 'digest send-now d2');
    expect(a.digests().map(({ text }) => text)).toEqual([expect.stringMatching(/knit/)]);
    expect(b.digests().map(({ text }) => text)).toEqual([expect.stringMatching(/kettles/)]);

    slack.expireToken(slack.tokenOf(one.team) ?? '');
    await a.papers('ada', 'digest edit d1 query:diffusion');
    expect((await a.papers('ada', 'digest send-now d1')).text).toMatch(/Posted 1 paper/);

    await bot.stop('SIGKILL');
    const again = await start('oauth');
    expect(again).not.toBe('');
    expect((await b.papers('ada', 'digest list')).text).toMatch(/diffusion/);
    await slack.uninstall(one.team);
    await bot.logged(new RegExp(`taken out of workspace ${one.team}`));
    const stored = await everythingStored();
    expect(stored).not.toContain(`slack:${one.team}"`);
    expect(stored).toContain(`slack:${two.team}"`);
    await slack.install({ url: `${again}/slack/install`, user: a.user('ada') });
    await expect.poll(async () => (await a.papers('ada', 'digest list')).text).toMatch(/Next:/);
    expect(slack.violations).toEqual([]);
  });
});

describe('requests that are not Slack’s', () => {
  test('bad, stale, missing and replayed signatures are refused', { timeout: slow }, async () => {
    const team = slack.addTeam(lab);
    const { user, channel, papers } = at(team);
    await start('http', team);
    for (const signature of ['bad', 'stale', 'missing'] as const) {
      const trace = await slack.command({
        user: user('ada'),
        channel: channel('papers'),
        text: 'digest add x',
        signature,
      });
      expect(trace.ack?.status).toBe(401);
    }
    const trace = await slack.command({
      user: user('ada'),
      channel: channel('papers'),
      text: 'digest add x',
    });
    await trace.reply();
    expect(await slack.replay(trace)).toBe(401);
    await nextSecond();
    const repeated = await slack.repeat(trace);
    expect(repeated.ack?.status).toBe(200);
    expect((await papers('ada', 'digest list')).text).toMatch(/is 1 digest/);
    expect(slack.violations).toEqual([]);
  });
});
