import { describe, expect, test } from 'vitest';
import { runPaperround } from '../fakes/paperround.ts';
import { lab, slackScene, withoutJoining } from '../fakes/slack/slack-scene.ts';

const scene = slackScene();
const wrongToken = /with a token that was never given/;

describe('the operator', () => {
  const run = (args: string[], env: Record<string, string>) =>
    runPaperround(args, {
      env: {
        DATA_DIR: scene.bot.directory,
        SLACK_API_URL: scene.slack.apiUrl,
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
    scene.allow(wrongToken);
    const { code, stderr } = await run(['serve'], env);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/xoxb-wrong/);
    expect(code).toBe(1);
  });

  test('a wrong app token is named', async () => {
    scene.allow(wrongToken);
    const team = scene.slack.addTeam(lab);
    const { code, stderr } = await run(['serve'], {
      SLACK_BOT_TOKEN: team.botToken,
      SLACK_APP_TOKEN: 'xapp-wrong',
    });
    expect(stderr).toMatch(/does not accept SLACK_APP_TOKEN: .*connections:write/s);
    expect(code).toBe(1);
  });

  test('the doctor looks at the token, its scopes and each channel', {
    timeout: 60_000,
  }, async () => {
    const team = scene.slack.addTeam({ ...lab, scopes: withoutJoining });
    const { channel, papers } = scene.at(team);
    const env = { SLACK_BOT_TOKEN: team.botToken, SLACK_APP_TOKEN: team.appToken };
    await scene.start('socket', team);
    await papers('ada', 'digest add agents');
    expect((await run(['doctor'], env)).stdout).toMatch(/ok +Slack: lets the bot in/);
    scene.slack.kick(channel('papers'));
    const { stdout } = await run(['doctor'], env);
    expect(stdout).toMatch(/FAULT +d1 at slack:.*not in that channel.*invite.*next at/s);
    expect(stdout.match(/d1 at slack/g)).toHaveLength(1);
    scene.slack.archive(channel('papers'));
    expect((await papers('ada', 'digest send-now d1', 'dm')).text).toMatch(/could not be sent/);
    const paused = (await run(['doctor'], env)).stdout;
    expect(paused).toMatch(/FAULT +d1 at slack:.*: Paused: That channel is archived.*resume d1/s);
    expect(paused.match(/d1 at slack/g)).toHaveLength(1);
    const narrow = scene.slack.addTeam({ ...lab, scopes: ['chat:write'] });
    expect((await run(['doctor'], { ...env, SLACK_BOT_TOKEN: narrow.botToken })).stdout).toMatch(
      /lacks scopes: commands/,
    );
  });
});
