import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { boltLogger } from '../../../src/platforms/slack/bolt-logger.ts';
import { createPeople, type People } from '../../../src/platforms/slack/people.ts';
import { type FakeSlack, openFakeSlack } from '../../fakes/slack/fake-slack.ts';
import type { TeamIds } from '../../fakes/slack/workspace.ts';

const log = { info: () => undefined, warn: () => undefined };
const channels = Array.from({ length: 1_200 }, (_, number) => ({ name: `c${number}` }));

let slack: FakeSlack;
let team: TeamIds;
let people: People;

beforeEach(async () => {
  slack = await openFakeSlack();
  team = slack.addTeam({
    name: 'lab',
    users: [
      { name: 'ada', admin: true },
      { name: 'ben', tz: 'America/New_York' },
      { name: 'gil', guest: true },
      { name: 'eve', home: 'T0ELSEWHERE' },
    ],
    channels: [
      ...channels,
      { name: 'last' },
      { name: 'secret', private: true, members: ['ada', 'bot'] },
    ],
  });
  people = createPeople({
    web: new WebClient(undefined, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      logger: boltLogger(log),
    }),
    workspaces: { access: async () => ({ botToken: team.botToken, scopes: [] }) },
    now: Date.now,
    log,
  });
});

afterEach(async () => {
  await slack.close();
  expect(slack.violations).toEqual([]);
});

const id = (name: string): string => team.users[name] ?? '';
const isMember = (name: string, channel: string) =>
  people.isMember(team.team, team.channels[channel] ?? '', id(name));

test.each([
  ['ada', { role: 'admin', zone: 'Europe/Berlin' }],
  ['ben', { role: 'member', zone: 'America/New_York' }],
  ['gil', { role: 'guest', zone: 'Europe/Berlin' }],
  ['eve', { role: 'stranger', zone: 'Europe/Berlin' }],
  ['nobody', undefined],
])('%s is %j, and asked for once', async (name, expected) => {
  expect(await people.person(team.team, id(name) || 'U0NOBODY')).toEqual(expected);
  const asked = slack.requests.length;
  await people.person(team.team, id(name) || 'U0NOBODY');
  expect(slack.requests).toHaveLength(expected === undefined ? asked + 1 : asked);
});

test('whether somebody is in a channel takes a request for a thousand of their channels', async () => {
  expect(await isMember('ben', 'c0')).toBe(true);
  expect(slack.requests).toHaveLength(1);
  expect(await isMember('ben', 'last')).toBe(true);
  expect(await isMember('ben', 'secret')).toBe(false);
  expect(await isMember('ada', 'secret')).toBe(true);
});

test('what Slack does not tell is neither yes nor no', async () => {
  slack.failNext('users.conversations', { error: 'internal_error' });
  expect(await isMember('ben', 'c0')).toBeUndefined();
});
