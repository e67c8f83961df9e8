import { describe, expect, test } from 'vitest';
import { lab, withoutJoining as scopes, slackScene } from '../fakes/slack/slack-scene.ts';
import { until } from '../fakes/slack/until.ts';
import type { TeamIds } from '../fakes/slack/workspace.ts';

const slow = 60_000;
const scene = slackScene();

const channels = [{ name: 'papers' }, { name: 'secret', private: true }, { name: 'lobby' }];

/** What Slack tells of a channel. */
function teller(team: TeamIds) {
  return (type: string, channel: string, more: Readonly<Record<string, unknown>> = {}) =>
    scene.slack.event({ type, channel, ...more }, { team: team.team });
}

/** How a digest stands, as somebody sees it who may manage it. */
function stateOf(team: TeamIds, id: string) {
  const { papers } = scene.at(team);
  return async () => (await papers('ada', `digest check ${id}`, 'dm')).text;
}

describe('a channel that takes no digests any more', () => {
  test('pauses them as soon as Slack tells, says so once, and lets them go on', {
    timeout: slow,
  }, async () => {
    const team = scene.slack.addTeam({ ...lab, channels, scopes });
    const { user, channel, papers, digests } = scene.at(team);
    const tell = teller(team);
    await scene.start('socket', team);
    await papers('ben', 'digest add agents');
    await papers('ben', 'digest add agents', 'secret');

    scene.slack.archive(channel('papers'));
    const archived = { user: user('ada') };
    await Promise.all([
      tell('channel_archive', channel('papers'), archived),
      tell('channel_archive', channel('papers'), archived),
    ]);
    await scene.bot.logged(/d1 at \S+: paused: That channel is archived/);
    scene.slack.kick(channel('secret'));
    await tell('group_left', channel('secret'));
    await scene.bot.logged(/d2 at \S+: paused: I cannot see that channel/);
    expect(await stateOf(team, 'd1')()).toMatch(/That channel is archived/);
    // Who asks for it nonetheless is told in the answer, and has the notices at once, which the next minute would bring.
    for (const id of ['d1', 'd2']) {
      expect((await papers('ben', `digest send-now ${id}`, 'dm')).text).toMatch(
        /could not be sent/,
      );
      const owed = new RegExp(`had to pause digest ${id}`);
      await until(() => scene.slack.dms(user('ben')).some(({ text }) => owed.test(text)), 'it');
    }
    const notices = scene.slack.dms(user('ben')).map(({ text }) => text);
    expect(notices.filter((text) => /had to pause digest d1.*archived/s.test(text))).toHaveLength(
      1,
    );
    expect(notices.filter((text) => /had to pause digest d2/.test(text))).toHaveLength(1);

    scene.slack.archive(channel('papers'), false);
    await tell('channel_unarchive', channel('papers'), archived);
    await expect.poll(stateOf(team, 'd1')).toMatch(/Next:/);
    await scene.slack.invite(channel('secret'), user('ada'));
    await expect.poll(stateOf(team, 'd2')).toMatch(/Next:/);
    expect((await papers('ben', 'digest send-now d1')).text).toMatch(/Posted 1 paper/);
    expect(digests()).toHaveLength(1);

    scene.slack.deleteChannel(channel('papers'));
    await tell('channel_deleted', channel('papers'));
    await scene.bot.logged(/d1 at \S+: paused: The channel is gone\..*\/papers digest add/);
    const owed = /had to pause digest d1.*The channel is gone/s;
    await papers('ben', 'digest send-now d1', 'dm');
    await until(() => scene.slack.dms(user('ben')).some(({ text }) => owed.test(text)), 'it');
    expect(await scene.bot.stop()).toBe(0);
  });

  test('what is told late is looked at as it is by then', { timeout: slow }, async () => {
    const team = scene.slack.addTeam({ ...lab, channels, scopes });
    const { user, channel, papers } = scene.at(team);
    const tell = teller(team);
    await scene.start('socket', team);
    await papers('ben', 'digest add agents');
    const ada = { user: user('ada') };
    await tell('channel_archive', channel('papers'), ada);
    await tell('channel_left', channel('lobby'));
    expect((await papers('ben', 'digest list')).text).toMatch(/Next:/);
    scene.slack.archive(channel('papers'));
    await tell('channel_unarchive', channel('papers'), ada);
    await tell('channel_deleted', channel('papers'));
    await scene.bot.logged(/d1 at \S+: paused: That channel is archived/);
    expect(scene.bot.log()).not.toMatch(/not answered/);
  });

  test.each([
    ['was taken out of it and may post there all the same', 'channel_left', 'chat:write.public'],
    ['was taken out of it and may go in again', 'channel_left', 'channels:join'],
    ['is told late that it was archived', 'channel_archive', 'channels:join'],
  ])('goes on where the app %s', { timeout: slow }, async (_, type, scope) => {
    const team = scene.slack.addTeam({ ...lab, scopes: [...scopes, scope] });
    const { user, channel, papers, digests } = scene.at(team);
    const tell = teller(team);
    const ada = { user: user('ada') };
    await scene.start('socket', team);
    await papers('ben', 'digest add agents');
    scene.slack.kick(channel('papers'));
    const calls = (name: string) =>
      scene.slack.requests.filter(({ method }) => method === name).length;
    // The Home tab follows the command, and looks at the channel too.
    await until(() => calls('views.publish') === 1, 'the Home tab');
    const before = calls('conversations.info');
    await tell(type, channel('papers'), ada);
    await until(() => calls('conversations.info') > before, 'the look at the channel');
    expect((await papers('ben', 'digest list')).text).toMatch(/Next:/);
    expect((await papers('ben', 'digest send-now d1')).text).toMatch(/Posted 1 paper/);
    expect(digests()).toHaveLength(1);
    // What comes of one event is written down before the next one about the channel is looked at.
    scene.slack.archive(channel('papers'));
    await tell('channel_archive', channel('papers'), ada);
    await scene.bot.logged(/paused: That channel is archived/);
    expect(scene.bot.log().match(/paused:.*/g)).toHaveLength(1);
  });

  test('pauses where the app was taken out of it and may do neither', {
    timeout: slow,
  }, async () => {
    const team = scene.slack.addTeam({ ...lab, channels, scopes });
    const { user, channel, papers } = scene.at(team);
    await scene.start('socket', team);
    await papers('ben', 'digest add agents');
    scene.slack.kick(channel('papers'));
    await teller(team)('channel_left', channel('papers'));
    await scene.bot.logged(/d1 at \S+: paused: I am not in that channel. Type \/invite/);
    await scene.slack.invite(channel('papers'), user('ada'));
    await expect.poll(stateOf(team, 'd1')).toMatch(/Next:/);
  });
});
