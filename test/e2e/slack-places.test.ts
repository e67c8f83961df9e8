import { describe, expect, test } from 'vitest';
import { lab, slackScene, words } from '../fakes/slack/slack-scene.ts';
import { until } from '../fakes/slack/until.ts';
import { USUAL_SCOPES } from '../fakes/slack/workspace.ts';

const slow = 60_000;
const scene = slackScene();

describe('places that change', () => {
  test('archived, left and taken away: paused with the reason, told once, and going on by itself', {
    timeout: slow,
  }, async () => {
    // Without the right to go into channels by itself.
    const scopes = USUAL_SCOPES.filter((scope) => scope !== 'channels:join');
    const team = scene.slack.addTeam({ ...lab, scopes });
    const { user, channel, papers, digests } = scene.at(team);
    await scene.start('socket', team);
    await papers('ben', 'digest add agents OR diffusion limit:1');
    scene.slack.archive(channel('papers'));
    expect((await papers('ada', 'digest send-now d1', 'lobby')).text).toMatch(
      /no digest “d1” here/,
    );
    expect((await papers('ben', 'digest send-now d1', 'dm')).text).toMatch(/could not be sent/);
    const [notice] = await until(
      () => scene.slack.dms(user('ben')).length > 0 && scene.slack.dms(user('ben')),
      'the notice',
    );
    expect(notice?.text).toMatch(/had to pause digest d1.*archived/s);
    scene.slack.archive(channel('papers'), false);
    await scene.slack.event(
      { type: 'channel_unarchive', channel: channel('papers'), user: user('ada') },
      { team: team.team },
    );
    await expect.poll(async () => (await papers('ben', 'digest list')).text).toMatch(/Next:/);

    scene.slack.kick(channel('papers'));
    expect((await papers('ada', 'digest send-now d1')).text).toMatch(/could not be sent/);
    expect((await papers('ada', 'digest list')).text).toMatch(/Paused: I am not in that channel/);
    await scene.slack.invite(channel('papers'), user('ada'));
    await expect.poll(async () => (await papers('ada', 'digest list')).text).toMatch(/Next:/);
    const offer = await until(
      () =>
        scene.slack
          .ephemerals(channel('papers'), user('ada'))
          .find(({ text }) => text.includes('Set up a digest')),
      'the offer',
    );
    const added = await scene.slack.press(offer, 'Weekdays at 09:00 Berlin time');
    expect((await added.reply()).text).toMatch(/Digest d2 is set up/);
    expect((await papers('ada', 'digest send-now d1')).text).toMatch(/Posted 1 paper/);
    expect(digests()).toHaveLength(1);

    scene.slack.revoke(team.botToken);
    await scene.slack.event(
      { type: 'tokens_revoked', tokens: { bot: [team.botUser] } },
      { team: team.team },
    );
    await scene.bot.logged(/no longer accepts SLACK_BOT_TOKEN/);
  });

  test('what happened while nobody was connected is seen at the next start', {
    timeout: slow,
  }, async () => {
    const team = scene.slack.addTeam(lab);
    const { channel, papers } = scene.at(team);
    await scene.start('socket', team);
    await papers('ben', 'digest add agents');
    scene.slack.archive(channel('papers'));
    expect((await papers('ben', 'digest send-now d1', 'dm')).text).toMatch(/could not be sent/);
    await scene.bot.stop();
    scene.slack.archive(channel('papers'), false);
    await scene.start('socket', team);
    await expect.poll(async () => (await papers('ben', 'digest list')).text).toMatch(/Next:/);
  });

  test('a token that was taken back without a word is told of', {
    timeout: slow,
  }, async () => {
    const team = scene.slack.addTeam(lab);
    const { papers } = scene.at(team);
    await scene.start('socket', team);
    await papers('ben', 'digest add agents');
    scene.slack.failNext('chat.postMessage', { error: 'token_revoked' });
    await papers('ben', 'digest send-now d1');
    await scene.bot.logged(/no longer accepts the app: Slack says token_revoked/);
    await scene.bot.logged(/no longer accepts SLACK_BOT_TOKEN/);
  });

  test('a button works after a restart, and one of an older version is answered kindly', {
    timeout: slow,
  }, async () => {
    const team = scene.slack.addTeam(lab);
    const { papers } = scene.at(team);
    await scene.start('socket', team);
    const list = await papers('ben', 'trending');
    await papers('ben', 'digest add agents');
    await scene.bot.stop('SIGKILL');
    await scene.start('socket', team);
    await (await scene.slack.press(list, 'Next')).reply();
    expect(list.text).toMatch(/topic 4/);
    const old = JSON.parse(words(list).replaceAll('p1a:', 'p0a:'));
    const pressed = await scene.slack.press({ ...list, blocks: old }, 'Previous');
    expect((await pressed.reply()).text).toMatch(/button is of an older message/);
    expect((await papers('ben', 'digest list')).text).toMatch(/about “agents”/);
    expect(await scene.bot.stop()).toBe(0);
  });
});
