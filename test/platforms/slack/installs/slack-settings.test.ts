import { expect, test } from 'vitest';
import { ProblemError } from '../../../../src/core/problem.ts';
import {
  isSlackConfigured,
  slackMode,
} from '../../../../src/platforms/slack/installs/slack-settings.ts';

const none = {
  slackApiUrl: 'https://slack.example/api/',
  slackManagers: 'members',
  slackPort: 3000,
  slackClientId: '',
} as const;
const oauth = {
  ...none,
  slackClientId: '1.2',
  slackClientSecret: 'x',
  slackSigningSecret: 's',
  slackStateSecret: 'y',
  slackTokenKeys: ['k'],
} as const;

test('it runs where anything of Slack’s is set', () => {
  expect(isSlackConfigured(none)).toBe(false);
  expect(isSlackConfigured({ ...none, slackAppToken: 'xapp-1' })).toBe(true);
  expect(isSlackConfigured(oauth)).toBe(true);
});

test('the settings decide how', () => {
  const slackBotToken = 'xoxb-1';
  expect(slackMode({ ...none, slackBotToken, slackAppToken: 'xapp-1' }).kind).toBe('socket');
  expect(slackMode({ ...none, slackBotToken, slackSigningSecret: 's' }).kind).toBe('http');
  expect(slackMode(oauth).kind).toBe('oauth');
});

test.each([
  [{ ...none, slackAppToken: 'xapp-1' }, 'SLACK_BOT_TOKEN'],
  [{ ...none, slackBotToken: 'xoxb-1' }, 'SLACK_APP_TOKEN'],
  [{ ...none, slackClientId: '1.2' }, 'SLACK_SIGNING_SECRET'],
])('what is missing is named: %#', (settings, name) => {
  expect(() => slackMode(settings)).toThrow(ProblemError);
  expect(() => slackMode(settings)).toThrow(name);
});
