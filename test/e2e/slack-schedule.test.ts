import { describe, expect, test } from 'vitest';
import { lab, slackScene } from '../fakes/slack/slack-scene.ts';
import { until } from '../fakes/slack/until.ts';
import { USUAL_SCOPES } from '../fakes/slack/workspace.ts';
import type { FakeMessage } from '../fakes/slack/world.ts';

const minuteMs = 60_000;
const everyMinute = 'when:"* * * * * UTC"';
const scene = slackScene();

describe.each(['socket', 'http'] as const)('at its minute, %s', (mode) => {
  test(
    'a digest comes in the channel and by direct message, over kill -9, and one tap pauses it',
    async () => {
      const team = scene.slack.addTeam(lab);
      const { user, papers, digests } = scene.at(team);
      await scene.start(mode, team);
      const followed = await papers('ben', 'my follow agents');
      expect(followed.text).toMatch(/09:00 New York time/);
      expect((await papers('ben', `my digest ${everyMinute} limit:1`)).text).toMatch(
        /By the cron line/,
      );
      await papers('ada', `digest add agents ${everyMinute}`);
      await scene.bot.stop('SIGKILL');
      scene.entries.push({ id: '2603.00009', title: 'Agents that bake', upvotes: 90 });
      await scene.start(mode, team);
      const dms = () => scene.slack.dms(user('ben'));
      await until(() => dms().length > 0 && digests().length > 0, 'the digests', 1.2 * minuteMs);
      expect(dms()[0]?.text).toMatch(/Agents that bake/);
      expect(digests()[0]?.text).toMatch(/Agents that bake/);
      const [digest] = dms();
      const paused = await scene.slack.press(digest as FakeMessage, 'Pause 1 week', user('ben'));
      expect((await paused.reply()).text).toMatch(/Paused/);
      const resumed = await scene.slack.press(paused, 'Resume');
      expect((await resumed.reply()).text).toMatch(/Next:/);
      const stopped = await scene.slack.press(digest as FakeMessage, 'Stop', user('ben'));
      expect((await stopped.reply()).text).toMatch(/Paused/);
      expect(dms()).toHaveLength(1);
      expect(digests()).toHaveLength(1);
    },
    2 * minuteMs,
  );
});

describe('kill -9 during a post', () => {
  /** Two digests at the same minute: one that Slack takes, one that it loses; neither is answered. */
  async function killDuringPost(
    scopes?: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) {
    const team = scene.slack.addTeam({
      ...lab,
      channels: [{ name: 'papers' }, { name: 'other' }],
      ...(scopes && { scopes }),
    });
    const workspace = scene.at(team);
    const { papers, channel } = workspace;
    await scene.start('socket', team);
    await papers('ada', `digest add agents ${everyMinute}`);
    await papers('ada', `digest add agents ${everyMinute}`, 'other');
    await scene.bot.stop('SIGKILL');
    scene.entries.push({ id: '2603.00009', title: 'Agents that bake', upvotes: 90 });
    await scene.start('socket', team);
    const taken = { hang: true, afterStoring: true, channel: channel('papers') } as const;
    scene.slack.failNext('chat.postMessage', taken);
    scene.slack.failNext('chat.postMessage', { hang: true, channel: channel('other') });
    const posts = () => scene.slack.requests.filter(({ method }) => method === 'chat.postMessage');
    const isHeld = (name: string) =>
      posts().some(({ args }) => args.channel === channel(name) && 'metadata' in args);
    await until(() => isHeld('papers') && isHeld('other'), 'both posts', 1.2 * minuteMs);
    await scene.bot.stop('SIGKILL');
    await scene.start('socket', team, env);
    return workspace;
  }
  test(
    'each digest is there exactly once where the app may read its own messages',
    async () => {
      const { digests, papers } = await killDuringPost();
      await until(() => digests('other').length === 1, 'the lost one', minuteMs);
      await expect
        .poll(async () => (await papers('ada', 'digest check d1')).text, { timeout: minuteMs })
        .toMatch(/: posted 1 paper/);
      expect(digests()).toHaveLength(1);
      expect(digests('other')).toHaveLength(1);
    },
    4 * minuteMs,
  );

  test(
    'where it may not, and is told to hold, nothing is sent a second time, and it says so',
    async () => {
      const scopes = USUAL_SCOPES.filter((scope) => !scope.endsWith(':history'));
      const { digests, papers } = await killDuringPost(scopes, { UNCERTAIN: 'hold' });
      await expect
        .poll(async () => (await papers('ada', 'digest check d1')).text, { timeout: minuteMs })
        .toMatch(/perhaps posted.*has not granted channels:history/s);
      expect(digests()).toHaveLength(1);
      expect(digests('other')).toHaveLength(0);
    },
    4 * minuteMs,
  );
});
