import { expect, test } from 'vitest';
import { openSlackPlatform } from '../../../src/platforms/slack/slack-platform.ts';
import { openFakeSlack } from '../../fakes/slack/fake-slack.ts';
import { idleDesk } from '../../fakes/stages/idle-desk.ts';

test('a platform whose token is taken back is away, and says what to do, as it does not come back', async () => {
  const slack = await openFakeSlack();
  const { team, botToken, appToken } = slack.addTeam({ name: 'lab', users: [], channels: [] });
  const platform = openSlackPlatform({
    apiUrl: slack.apiUrl,
    mode: { kind: 'socket', botToken, appToken },
    managers: 'members',
    commands: [],
    log: { info: () => undefined, warn: () => undefined },
  });
  await platform.start(idleDesk());
  expect([platform.awayMs?.(), platform.awayProblem?.()]).toEqual([0, undefined]);
  await slack.uninstall(team);
  await expect
    .poll(() => platform.awayProblem?.())
    .toEqual({
      message: expect.stringContaining('no longer accepts SLACK_BOT_TOKEN'),
      remedy: expect.stringMatching(/set the new token, and start/),
    });
  expect(platform.awayMs?.()).toBeGreaterThan(0);
  await platform.stop();
  await slack.close();
  expect(slack.violations).toEqual([]);
});
