import { expect, test } from 'vitest';
import type { Desk } from '../../../src/platforms/platform.ts';
import { openSlackPlatform } from '../../../src/platforms/slack/slack-platform.ts';
import { type FakeSlack, openFakeSlack } from '../../fakes/slack/fake-slack.ts';
import { idleDesk } from '../../fakes/stages/idle-desk.ts';

function openPlatform(slack: FakeSlack) {
  const { team, botToken, appToken } = slack.addTeam({ name: 'lab', users: [], channels: [] });
  const platform = openSlackPlatform({
    apiUrl: slack.apiUrl,
    mode: { kind: 'socket', botToken, appToken },
    managers: 'members',
    commands: [],
    log: { info: () => undefined, warn: () => undefined },
  });
  return { team, platform };
}

test('what is paused is looked at when it starts, and whenever it was without its connection', async () => {
  const slack = await openFakeSlack();
  const { platform } = openPlatform(slack);
  const looked: string[] = [];
  const placesChanged: Desk['placesChanged'] = async (realm) => void looked.push(realm);
  await platform.start(idleDesk({ placesChanged }));
  await expect.poll(() => looked).toEqual(['slack:']);
  slack.socketDrop();
  await expect.poll(() => looked, { timeout: 20_000 }).toEqual(['slack:', 'slack:']);
  await platform.stop();
  await slack.close();
  expect(slack.violations).toEqual([]);
}, 30_000);

test('a platform whose token is taken back is away, and says what to do, as it does not come back', async () => {
  const slack = await openFakeSlack();
  const { team, platform } = openPlatform(slack);
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
