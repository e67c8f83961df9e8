import { describe, expect, test } from 'vitest';
import { lab, slackScene, withoutJoining, words } from '../fakes/slack/slack-scene.ts';
import { until } from '../fakes/slack/until.ts';

const slow = 60_000;
const scene = slackScene();

describe('who may do what', () => {
  test('members manage their channels, guests nothing, creators their own; administrators all', {
    timeout: slow,
  }, async () => {
    const team = scene.slack.addTeam({
      ...lab,
      scopes: withoutJoining,
      channels: [...(lab.channels ?? []), { name: 'den', members: ['ada', 'gil', 'bot'] }],
    });
    const { papers, posts } = scene.at(team);
    await scene.start('socket', team);
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
    expect((await papers('ben', 'digest list', 'dm')).text).toMatch(/manage no digest/);
    expect((await papers('ada', 'digest list', 'dm')).text).toMatch(/1 digest.*<#/s);
    expect((await papers('ada', 'digest list', 'lobby')).text).toMatch(/no digest here/);
    expect((await papers('gil', 'digest list', 'den')).text).toMatch(/1 digest/);
    expect((await papers('gil', 'digest pause d1', 'den')).text).toMatch(/You may not use/);
    expect((await papers('ada', 'digest add x', 'dm')).text).toMatch(/needs a channel.*#channel/s);
    await papers('ada', 'digest add agents');
    expect((await papers('ben', 'digest pause d2')).text).toMatch(/Paused/);
    expect((await papers('ben', 'digest resume d2')).text).toMatch(/Resumed/);
    expect((await papers('ben', 'digest edit d2 ping:@team')).text).toMatch(
      /Only a user group or a person can be mentioned/,
    );
    expect((await papers('ben', 'digest edit d2 publish:yes')).text).toMatch(/Only Discord/);
    expect((await papers('ada', 'status', 'dm')).text).toMatch(/Elsewhere: 2 digests/);
  });

  test('where only administrators may, members are refused in words', {
    timeout: slow,
  }, async () => {
    const team = scene.slack.addTeam(lab);
    const { papers } = scene.at(team);
    const { botToken: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN } = team;
    await scene.bot.start({
      SLACK_API_URL: scene.slack.apiUrl,
      SLACK_BOT_TOKEN,
      SLACK_APP_TOKEN,
      SLACK_MANAGERS: 'admins',
    });
    expect((await papers('ben', 'digest add x')).text).toMatch(/You may not use/);
    expect((await papers('ada', 'digest add x')).text).toMatch(/is set up/);
  });

  test('people of other workspaces look papers up, and no more', { timeout: slow }, async () => {
    const users = [...(lab.users ?? []), { name: 'eve', home: 'T0ELSEWHERE' }];
    const team = scene.slack.addTeam({ ...lab, users });
    const { user, papers, posts } = scene.at(team);
    await scene.start('socket', team);
    expect((await papers('eve', 'search knit')).text).toMatch(/Agents that knit/);
    expect((await papers('eve', 'digest add x')).text).toMatch(/You may not use/);
    expect((await papers('eve', 'my follow agents')).text).toMatch(
      /another workspace.*people of this one/s,
    );
    await papers('ada', 'digest add agents');
    await papers('ada', 'digest send-now d1');
    const digest = await until(() => posts()[1], 'the digest');
    const pressed = await scene.slack.press(digest, 'Details: Agents that knit', user('eve'));
    expect(JSON.stringify((await pressed.view(1)).payload)).toMatch(/Agents that knit/);
    const following = await scene.slack.press(digest, 'Get this privately', user('eve'));
    expect((await following.reply()).text).toMatch(/another workspace/);
    const managing = await scene.slack.press(digest, 'About this digest', user('eve'));
    expect((await managing.reply()).text).toMatch(/d1: .*agents/);
  });

  test('what Slack does not tell is said, and not taken for a no', { timeout: slow }, async () => {
    const team = scene.slack.addTeam(lab);
    const { papers } = scene.at(team);
    await scene.start('socket', team);
    scene.slack.failNext('users.conversations', { error: 'internal_error' });
    expect((await papers('ben', 'digest add x')).text).toMatch(
      /does not tell me whether you are in this channel.*administrator/s,
    );
    expect((await papers('ben', 'digest add x')).text).toMatch(/is set up/);
  });

  test('what is stored about a person comes whole, by direct message', {
    timeout: slow,
  }, async () => {
    const team = scene.slack.addTeam(lab);
    const { user, papers } = scene.at(team);
    await scene.start('socket', team);
    for (let number = 0; number < 12; number += 1) {
      await papers('ben', `my follow "${`kettle ${number} `.repeat(40).trim()}"`);
    }
    const answer = await papers('ben', 'my data export');
    const dms = () => scene.slack.dms(user('ben'));
    expect(answer.text).toMatch(/comes to you by direct message/);
    await until(() => dms().some(({ blocks }) => words({ blocks }).includes('kettle 11')), 'it');
    const [first, ...parts] = dms();
    expect(first?.text).toMatch(/paperround-data\.json, in \d parts?, in the thread/);
    expect(parts.map(({ threadTs }) => threadTs)).toEqual(parts.map(() => first?.ts));
    const text = parts.map(words).join('');
    for (let number = 0; number < 12; number += 1) expect(text).toContain(`kettle ${number} `);
  });
});
