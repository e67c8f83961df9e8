import { expect, test } from 'vitest';
import { lab, slackScene } from '../fakes/slack/slack-scene.ts';

const slow = 60_000;
const scene = slackScene();

test('an app token that is refused while it runs is said once, and the bot connects again once it is taken', {
  timeout: slow,
}, async () => {
  const { slack, bot } = scene;
  const team = slack.addTeam(lab);
  await scene.start('socket', team);
  slack.failNext('apps.connections.open', { error: 'invalid_auth', times: 2 });
  slack.socketDrop();
  await bot.logged(
    /Slack does not accept SLACK_APP_TOKEN: invalid_auth.*xapp-….*connections:write/,
  );
  await bot.logged(/Slack: connected again/);
  expect(bot.log().match(/does not accept SLACK_APP_TOKEN/g)).toHaveLength(1);
  const { papers } = scene.at(team);
  expect((await papers('ada', 'topics')).text).not.toBe('');
  expect(await bot.stop()).toBe(0);
});

test('a bot that stops while its app token is refused stops in good order', {
  timeout: slow,
}, async () => {
  const { slack, bot } = scene;
  await scene.start('socket', slack.addTeam(lab));
  slack.failNext('apps.connections.open', { error: 'account_inactive', times: 1_000 });
  slack.socketDrop();
  await bot.logged(/does not accept SLACK_APP_TOKEN: account_inactive/);
  expect(await bot.stop()).toBe(0);
});

test.each(['socket', 'http'] as const)(
  'a bot token that is revoked while it runs pauses the digests, says once what to do, and ends nothing: %s',
  {
    timeout: slow,
  },
  async (mode) => {
    const { slack, bot } = scene;
    const team = slack.addTeam(lab);
    await scene.start(mode, team);
    const { papers } = scene.at(team);
    await papers('ada', 'digest add agents');
    await slack.uninstall(team.team);
    await bot.logged(/no longer accepts SLACK_BOT_TOKEN.*[Ii]nstall the app.*start/);
    await expect.poll(scene.stored, { timeout: 20_000 }).toMatch(/destination-gone/);
    expect(bot.log().match(/no longer accepts SLACK_BOT_TOKEN/g)).toHaveLength(1);
    expect(bot.log()).not.toMatch(/taken out of workspace|forgotten/);
    expect(await bot.stop()).toBe(0);
  },
);
