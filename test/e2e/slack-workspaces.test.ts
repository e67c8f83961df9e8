import { describe, expect, test } from 'vitest';
import { runPaperround } from '../fakes/paperround.ts';
import { lab, slackScene, words } from '../fakes/slack/slack-scene.ts';
import { until } from '../fakes/slack/until.ts';

const slow = 60_000;
const scene = slackScene();

describe('many workspaces', () => {
  /** The person installs the app from its page. */
  const install = (url: string, user: string, more: { deny?: true; declined?: string[] } = {}) =>
    scene.slack.install({ url: `${url}/slack/install`, user, ...more });

  test('each installs the app, sees only its own, and leaves nothing when it goes', {
    timeout: slow,
  }, async () => {
    const [one, two] = [
      scene.slack.addTeam({ ...lab, installed: false, tokenLife: 43_200 }),
      scene.slack.addTeam({ ...lab, name: 'club', installed: false }),
    ];
    const url = await scene.start('oauth');
    const a = scene.at(one);
    const b = scene.at(two);
    const installed = await install(url, a.user('ada'));
    expect(installed.status).toBe(200);
    expect((await scene.slack.visit(installed.redirect)).status).toBe(400);
    expect((await install(url, b.user('ada'), { deny: true })).status).toBe(400);
    await install(url, b.user('ada'));
    const [hello] = await until(
      () => scene.slack.dms(a.user('ada')).length > 0 && scene.slack.dms(a.user('ada')),
      'the welcome',
    );
    expect(hello?.text).toMatch(/Hi! I post a short list/);
    const adding = await scene.slack.press(hello!, 'Add a digest to a channel', a.user('ada'));
    expect(words((await adding.view(1)).payload)).toContain('conversations_select');
    for (const team of [one, two])
      expect(await scene.stored()).not.toContain(scene.slack.tokenOf(team.team) ?? 'xoxb');

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

    scene.slack.expireToken(scene.slack.tokenOf(one.team) ?? '');
    await a.papers('ada', 'digest edit d1 query:diffusion');
    expect((await a.papers('ada', 'digest send-now d1')).text).toMatch(/Posted 1 paper/);

    await scene.bot.stop('SIGKILL');
    const again = await scene.start('oauth');
    expect(again).not.toBe('');
    expect((await b.papers('ada', 'digest list')).text).toMatch(/diffusion/);
    await scene.slack.uninstall(one.team);
    await scene.bot.logged(new RegExp(`taken out of workspace ${one.team}`));
    const stored = await scene.stored();
    expect(stored).not.toContain(`slack:${one.team}"`);
    expect(stored).toContain(`slack:${two.team}"`);
    await install(again, a.user('ada'));
    await expect.poll(async () => (await a.papers('ada', 'digest list')).text).toMatch(/Next:/);
  });

  test('tokens that run out are renewed before each use, one renewal at a time', {
    timeout: slow,
  }, async () => {
    const team = scene.slack.addTeam({ ...lab, installed: false, tokenLife: 2 });
    const { user, papers, digests } = scene.at(team);
    const url = await scene.start('oauth');
    await install(url, user('ada'));
    await papers('ada', 'digest add agents limit:1');
    const first = scene.slack.tokenOf(team.team);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const both = await Promise.all([
      papers('ada', 'digest send-now d1'),
      papers('ben', 'digest list', 'dm'),
      papers('gil', 'my list'),
    ]);
    expect(both[0]?.text).toMatch(/Posted 1 paper/);
    expect(digests()).toHaveLength(1);
    const expired = scene.slack.requests.filter(({ error }) => error === 'token_expired');
    expect(expired).toEqual([]);
    expect(scene.slack.tokenOf(team.team)).not.toBe(first);
    expect(await scene.stored()).not.toMatch(/xoxe|xoxb/);
  });

  test('an organization installs once for all of its workspaces, which stay apart', {
    timeout: slow,
  }, async () => {
    const org = { ...lab, installed: false, enterprise: 'E0ORG', orgWide: true };
    const [one, two] = [scene.slack.addTeam(org), scene.slack.addTeam({ ...org, name: 'second' })];
    const [a, b] = [scene.at(one), scene.at(two)];
    const url = await scene.start('oauth');
    await install(url, a.user('ada'));
    await a.papers('ada', 'digest add agents limit:1');
    await b.papers('ada', 'digest add diffusion limit:1');
    expect((await a.papers('ada', 'digest list', 'dm')).text).not.toMatch(/diffusion/);
    expect((await b.papers('ada', 'digest remove d1', 'dm')).text).toMatch(/no digest “d1” here/);
    await scene.bot.stop('SIGKILL');
    const again = await scene.start('oauth');
    await a.papers('ada', 'digest send-now d1');
    await b.papers('ada', 'digest send-now d2');
    expect(a.digests()[0]?.text).toMatch(/knit/);
    expect(b.digests()[0]?.text).toMatch(/kettles/);
    await scene.slack.openHome(b.user('ada'));
    const home = await until(() => scene.slack.homeOf(b.user('ada')), 'a Home tab');
    expect(JSON.stringify(home.payload)).toMatch(/d2/);

    await scene.slack.uninstall(one.team);
    await scene.bot.logged(new RegExp(`taken out of workspace ${two.team}`));
    expect(await scene.stored()).not.toMatch(/"slack:(?:E0ORG|T\w+)"/);
    await install(again, b.user('ada'));
    await expect.poll(async () => (await b.papers('ada', 'digest list')).text).toMatch(/Next:/);
  });

  test('removed during a post: its tokens are gone at once, its digests wait', {
    timeout: slow,
  }, async () => {
    const team = scene.slack.addTeam({ ...lab, installed: false });
    const { user, papers, channel } = scene.at(team);
    const url = await scene.start('oauth');
    await install(url, user('ada'));
    await papers('ada', 'digest add agents limit:1');
    scene.slack.failNext('chat.postMessage', { hang: true, channel: channel('papers') });
    const { command, requests } = scene.slack;
    await command({ user: user('ada'), channel: channel('papers'), text: 'digest send-now d1' });
    const isHeld = () => requests.some(({ args }) => args.channel === channel('papers'));
    await until(isHeld, 'the post');
    await scene.slack.uninstall(team.team);
    await scene.bot.logged(/its tokens are forgotten/);
    expect(await scene.stored()).not.toContain(`"slack:${team.team}"`);
    await install(url, user('ada'));
    const list = async () => (await papers('ada', 'digest list')).text;
    await expect.poll(list).toMatch(/about “agents”.*Next:/s);
  });

  test('what is optional can be declined, and the doctor looks into each workspace', {
    timeout: slow,
  }, async () => {
    const [one, two] = [
      scene.slack.addTeam({ ...lab, installed: false }),
      scene.slack.addTeam({ ...lab, name: 'club', installed: false, tokenLife: 1 }),
    ];
    const [a, b] = [scene.at(one), scene.at(two)];
    const url = await scene.start('oauth');
    const declined = ['channels:join', 'chat:write.public', 'groups:history'];
    await install(url, a.user('ada'), { declined });
    await install(url, b.user('ada'), { declined: ['users:read'] });
    await a.papers('ada', 'digest add agents');
    const doctor = async (): Promise<string> => {
      const env = { DATA_DIR: scene.bot.directory, HF_URL: 'http://127.0.0.1:9' };
      return (await runPaperround(['doctor'], { env: { ...env, ...scene.env('oauth') } })).stdout;
    };
    const found = await doctor();
    expect(found).toMatch(new RegExp(`ok +Slack: lab \\(${one.team}\\): lets the bot in`));
    expect(found).not.toMatch(/FAULT.*lab/);
    scene.slack.kick(a.channel('papers'));
    scene.slack.revoke(scene.slack.tokenOf(two.team) ?? '');
    expect(await doctor()).toMatch(
      /FAULT +Slack: club .*does not accept the token.*token_revoked.*slack\/install/s,
    );
    expect(await doctor()).toMatch(/FAULT +d1 at slack:.*not in that channel.*invite/s);
  });
});
