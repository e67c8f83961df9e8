import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeSlack, openFakeSlack } from './fake-slack.ts';
import { buttons, form, LAB, quiet, silent, singleShot } from './sample-app.ts';
import type { TeamIds } from './workspace.ts';

let slack: FakeSlack;
let lab: TeamIds;
let client: WebClient;

beforeEach(async () => {
  slack = await openFakeSlack();
  lab = slack.addTeam(LAB);
  client = singleShot(slack, lab.botToken, 400);
});
afterEach(() => slack.close());

const place = (name: string) => lab.channels[name] ?? '';
const person = (name: string) => lab.users[name] ?? '';
const post = (channel: string, text = 'Hello', more = {}) =>
  client.chat.postMessage({ channel, text, ...quiet, ...more });

function refused(error: string) {
  return { code: 'slack_webapi_platform_error', data: { error } };
}

describe('messages', () => {
  test('are kept as they were sent, and found again by their metadata', async () => {
    const metadata = { event_type: 'sent', event_payload: { delivery_id: 'd1' } };
    const { ts } = await post(place('papers'), 'Hello', { blocks: buttons, metadata });
    const plain = await client.conversations.history({ channel: place('papers') });
    expect(plain.messages).toMatchObject([{ ts, text: 'Hello', user: lab.botUser }]);
    expect(plain.messages?.[0]).not.toHaveProperty('metadata');
    const full = await client.conversations.history({
      channel: place('papers'),
      include_all_metadata: true,
      oldest: String(Number(ts) - 5),
    });
    expect(full.messages?.[0]).toMatchObject({ metadata });
    expect(slack.messages(place('papers'))).toHaveLength(1);
    expect(slack.violations).toEqual([]);
  });

  test('to a person open the direct messages', async () => {
    const { channel } = await post(person('ben'));
    expect(channel).toBe(slack.dmOf(person('ben')));
    expect(slack.dms(person('ben'))).toHaveLength(1);
    expect(slack.dms(person('ada'))).toEqual([]);
  });

  test('go into threads of messages that are there', async () => {
    const { ts } = await post(place('papers'));
    slack.kick(place('lobby'));
    await expect(post(place('papers'), 'part', { thread_ts: '1.000000' })).rejects.toMatchObject({
      code: 'slack_webapi_rate_limited_error',
    });
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    await post(place('papers'), 'part', { thread_ts: ts });
    const { messages } = await client.conversations.replies({
      channel: place('papers'),
      ts: ts ?? '',
    });
    expect(messages?.map(({ text }) => text)).toEqual(['Hello', 'part']);
  });

  test.each([
    ['secret', 'channel_not_found'],
    ['lobby', 'not_in_channel'],
    ['attic', 'is_archived'],
    ['nowhere', 'channel_not_found'],
  ])('to #%s are refused: %s', async (name, error) => {
    await expect(post(place(name) || 'C0NOWHERE')).rejects.toMatchObject(refused(error));
    expect(slack.violations).toEqual([]);
  });

  test('are refused after the app was removed, and to closed accounts', async () => {
    slack.kick(place('papers'));
    await expect(post(place('papers'))).rejects.toMatchObject(refused('not_in_channel'));
    await client.conversations.join({ channel: place('papers') });
    await post(place('papers'));
    slack.deactivate(person('ben'));
    await expect(post(person('ben'))).rejects.toMatchObject(refused('user_disabled'));
  });

  test('of other workspaces do not exist', async () => {
    const other = slack.addTeam({ ...LAB, name: 'other' });
    const { papers = '' } = other.channels;
    await expect(post(papers)).rejects.toMatchObject(refused('channel_not_found'));
    await expect(client.users.info({ user: other.users.ada ?? '' })).rejects.toMatchObject(
      refused('user_not_found'),
    );
    expect(slack.violations).toEqual([
      `chat.postMessage: about workspace ${other.team} with a token of another`,
      `users.info: about workspace ${other.team} with a token of another`,
    ]);
  });

  test('can be changed and taken back', async () => {
    const { ts = '' } = await post(place('papers'));
    await client.chat.update({ channel: place('papers'), ts, text: 'Changed' });
    expect(slack.messages(place('papers'))[0]).toMatchObject({ text: 'Changed', edits: 1 });
    await client.chat.delete({ channel: place('papers'), ts });
    expect(slack.messages(place('papers'))).toEqual([]);
    expect(slack.violations).toEqual([]);
  });
});

describe('what people are', () => {
  test.each([
    ['ada', { tz: 'Europe/Berlin', is_admin: true, is_restricted: false }],
    ['ben', { tz: 'America/New_York', is_admin: false, is_restricted: false }],
    ['gil', { is_restricted: true }],
  ])('users.info of %s', async (name, facts) => {
    const { user } = await client.users.info({ user: person(name) });
    expect(user).toMatchObject(facts);
  });

  test('channels and their members', async () => {
    const { channel } = await client.conversations.info({ channel: place('lobby') });
    expect(channel).toMatchObject({ is_member: false, is_private: false, name: 'lobby' });
    const { members } = await client.conversations.members({ channel: place('lobby') });
    expect(members).toEqual([person('ada'), person('ben')]);
  });

  test('auth.test says who the app is and what it may do', async () => {
    const { team_id, user_id, response_metadata } = await client.auth.test();
    expect([team_id, user_id]).toEqual([lab.team, lab.botUser]);
    expect(response_metadata?.scopes).toContain('chat:write');
  });
});

describe('one message a second and channel', () => {
  test('the second at once is refused, another channel is free', async () => {
    await post(place('papers'));
    await expect(post(place('papers'))).rejects.toMatchObject({ retryAfter: 1 });
    await post(person('ada'));
    expect(slack.violations).toEqual([expect.stringMatching(/ms after the last message$/)]);
  });

  test('a caller that does not wait is told on', async () => {
    await post(place('papers'));
    await expect(post(place('papers'))).rejects.toBeDefined();
    await new Promise((resolve) => setTimeout(resolve, 400));
    await expect(post(place('papers'))).rejects.toBeDefined();
    expect(slack.violations[1]).toContain('before Retry-After');
  });

  test('a workspace has its minute', async () => {
    const tight = await openFakeSlack({ rate: { messagesPerMinute: 2 } });
    const team = tight.addTeam(LAB);
    const busy = singleShot(tight, team.botToken);
    const send = (channel = '') => busy.chat.postMessage({ channel, text: 'x', ...quiet });
    await send(team.users.ada);
    await send(team.users.ben);
    await expect(send(team.users.gil)).rejects.toMatchObject({ retryAfter: 60 });
    expect(tight.violations).toEqual([]);
    await tight.close();
  });

  test('a method can be closed for a time', async () => {
    slack.rateLimit('users.info', lab.team, 30);
    await expect(client.users.info({ user: person('ada') })).rejects.toMatchObject({
      retryAfter: 30,
    });
    expect(slack.violations).toEqual([]);
  });
});

describe('what goes wrong on the way', () => {
  test.each([
    ['a 502 before storing', { status: 502 }, 0, 'slack_webapi_http_error'],
    ['a 502 after storing', { status: 502, afterStoring: true }, 1, 'slack_webapi_http_error'],
    ['a lost answer', { reset: true, afterStoring: true }, 1, 'slack_webapi_request_error'],
    ['a lost request', { reset: true }, 0, 'slack_webapi_request_error'],
    ['silence', { hang: true, afterStoring: true }, 1, 'slack_webapi_request_error'],
    ['a 429', { status: 429, retryAfter: 7 }, 0, 'slack_webapi_rate_limited_error'],
    ['fatal_error', { error: 'fatal_error', afterStoring: true }, 1, 'slack_webapi_platform_error'],
  ] as const)('%s', async (_, fault, stored, code) => {
    slack.failNext('chat.postMessage', fault);
    await expect(post(place('papers'))).rejects.toMatchObject({ code });
    expect(slack.messages(place('papers'))).toHaveLength(stored);
    expect(slack.requests.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
    expect(slack.violations).toEqual([]);
  });

  test('the default client sends twice what was stored and lost', async () => {
    const eager = new WebClient(lab.botToken, {
      slackApiUrl: slack.apiUrl,
      logger: silent,
    });
    slack.failNext('chat.postMessage', { status: 503, afterStoring: true });
    await eager.chat.postMessage({ channel: place('papers'), text: 'Hello', ...quiet });
    expect(slack.messages(place('papers'))).toHaveLength(2);
  });

  test('for one channel alone, so often', async () => {
    const fault = { error: 'restricted_action', channel: place('papers'), times: 2 };
    slack.failNext('chat.postMessage', fault);
    await expect(post(place('papers'))).rejects.toMatchObject(refused('restricted_action'));
    await post(person('ada'));
    await expect(post(place('papers'))).rejects.toMatchObject(refused('restricted_action'));
    await post(place('papers'));
  });
});

describe('tokens', () => {
  test.each(['revoked', 'expired'] as const)('a token that was %s', async (state) => {
    if (state === 'revoked') slack.revoke(lab.botToken);
    else slack.expireToken(lab.botToken);
    await expect(client.auth.test()).rejects.toMatchObject(refused(`token_${state}`));
    expect(slack.violations).toEqual([]);
  });

  test('a token from nowhere', async () => {
    await expect(singleShot(slack, 'xoxb-none').auth.test()).rejects.toMatchObject(
      refused('invalid_auth'),
    );
    expect(slack.violations).toHaveLength(1);
  });
});

describe('views', () => {
  test('the Home tab knows which version it is', async () => {
    const user_id = person('ada');
    const view = { type: 'home' as const, blocks: [] };
    const { view: first } = await client.views.publish({ user_id, view });
    await client.views.publish({ user_id, view, hash: first?.hash ?? '' });
    await expect(
      client.views.publish({ user_id, view, hash: first?.hash ?? '' }),
    ).rejects.toMatchObject(refused('hash_conflict'));
    expect(slack.violations).toEqual([]);
    expect(slack.homeOf(user_id)?.updates).toBe(1);
  });

  test('a modal needs a trigger of Slack', async () => {
    await expect(
      client.views.open({ trigger_id: 'made.up', view: form('Topic') }),
    ).rejects.toMatchObject(refused('invalid_trigger_id'));
    expect(slack.violations).toHaveLength(1);
  });
});
