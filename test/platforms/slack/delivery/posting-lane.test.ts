import { setTimeout as sleep } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { boltLogger } from '../../../../src/platforms/slack/bolt-logger.ts';
import {
  createPostingLane,
  type PostingLane,
} from '../../../../src/platforms/slack/delivery/posting-lane.ts';
import type { Access } from '../../../../src/platforms/slack/installs/workspaces.ts';
import type { SlackPayload } from '../../../../src/platforms/slack/render/render.ts';
import { type FakeSlack, openFakeSlack } from '../../../fakes/slack/fake-slack.ts';
import type { TeamIds } from '../../../fakes/slack/workspace.ts';

const quiet = { mrkdwn: false, unfurl_links: false, unfurl_media: false } as const;

function payload(text: string): SlackPayload {
  const section = { type: 'section', text: { type: 'mrkdwn', text } } as const;
  return {
    arguments: { text, blocks: [section], ...quiet },
    fallback: { text: `plain ${text}`, ...quiet },
  };
}

let slack: FakeSlack;
let lab: TeamIds;
let lane: PostingLane;
let scopes: readonly string[];
let token: string;
let revoked: string[];
let warnings: string[];
let clockMs: number;
let access: () => Promise<Access | undefined>;

beforeEach(async () => {
  slack = await openFakeSlack();
  lab = slack.addTeam({
    name: 'lab',
    users: [{ name: 'ada' }],
    channels: [{ name: 'papers' }, { name: 'other' }],
  });
  token = lab.botToken;
  scopes = [];
  revoked = [];
  warnings = [];
  clockMs = 0;
  const log = { info: () => undefined, warn: (line: string) => void warnings.push(line) };
  access = async () => ({ botToken: token, scopes });
  lane = createPostingLane({
    web: new WebClient(undefined, {
      slackApiUrl: slack.apiUrl,
      timeout: 500,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: boltLogger(log),
    }),
    workspaces: {
      access: () => access(),
      async renewed() {
        token = lab.botToken;
        return access();
      },
    },
    onRevoked: async (team) => void revoked.push(team),
    now: () => Date.now() + clockMs,
    wait: (ms, signal) => sleep(ms, undefined, { signal }),
    log,
  });
});

afterEach(async () => {
  await lane.stop();
  await slack.close();
  expect(slack.violations).toEqual([]);
});

const channel = (name = 'papers'): string => lab.channels[name] ?? '';
const address = (name = 'papers'): string => `slack:${lab.team}/${channel(name)}`;
const post = (text: string, to = address(), replyTo?: string) =>
  lane.post(to, payload(text), `d1/${text}/0`, replyTo);
const texts = (name = 'papers') => slack.messages(channel(name)).map(({ text }) => text);

test('messages of a channel keep their order and their second, those of others go on beside them', async () => {
  const began = Date.now();
  const outcomes = await Promise.all([post('a'), post('b'), post('x', address('other'))]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['sent', 'sent', 'sent']);
  expect(texts()).toEqual(['a', 'b']);
  expect(Date.now() - began).toBeLessThan(2_500);
});

test('a message carries its delivery id, and a reply goes into its thread', async () => {
  const first = await post('a');
  const { externalId = '' } = first.kind === 'sent' ? first : {};
  await post('b', address(), externalId);
  const [parent, reply] = slack.messages(channel());
  expect(parent?.metadata?.event_payload).toEqual({ delivery_id: 'd1/a/0', v: 1 });
  expect(reply?.threadTs).toBe(parent?.ts);
});

test('a person gets a direct message', async () => {
  const user = lab.users.ada ?? '';
  expect(await post('hello', `slack:${lab.team}/@${user}`)).toMatchObject({ kind: 'sent' });
  expect(slack.dms(user).map(({ text }) => text)).toEqual(['hello']);
});

describe('what goes wrong', () => {
  test('Slack asks to wait: exactly so long, in the whole workspace', async () => {
    slack.rateLimit('chat.postMessage', lab.team, 2);
    const began = Date.now();
    await Promise.all([post('a'), post('x', address('other'))]);
    expect(Date.now() - began).toBeGreaterThan(1_900);
    expect(slack.requests.filter(({ status }) => status === 429)).toHaveLength(1);
    expect([...texts(), ...texts('other')]).toEqual(['a', 'x']);
  });

  test('a long wait is left to the schedule', async () => {
    slack.failNext('chat.postMessage', { status: 429, retryAfter: 600 });
    const outcome = await post('a');
    expect(outcome).toMatchObject({ kind: 'retry', afterMs: 600_000 });
    expect(outcome).not.toHaveProperty('isLocal');
  });

  test.each([
    ['an error of the server', { status: 503 }],
    ['a dropped connection', { reset: true }],
    ['silence', { hang: true }],
    ['an answer that breaks off after its headers', { stall: true }],
    ['an error that may come after the fact', { error: 'fatal_error' }],
  ] as const)('%s: uncertain, and never sent a second time by itself', async (_name, fault) => {
    slack.failNext('chat.postMessage', { ...fault, afterStoring: true });
    expect(await post('a')).toMatchObject({ kind: 'uncertain' });
    expect(texts()).toEqual(['a']);
    expect(slack.requests).toHaveLength(1);
  });

  test('nothing answers at all: surely not posted', async () => {
    await slack.close();
    const outcome = await post('a');
    expect(outcome).toMatchObject({ kind: 'retry' });
    expect(outcome).not.toHaveProperty('isLocal');
    slack = await openFakeSlack();
  });

  test('refused blocks: once more in plain words, and no further', async () => {
    slack.failNext('chat.postMessage', { error: 'invalid_blocks' });
    expect(await post('a')).toMatchObject({ kind: 'sent' });
    expect(texts()).toEqual(['plain a']);
    slack.failNext('chat.postMessage', { error: 'msg_blocks_too_long', times: 2 });
    expect(await post('b')).toMatchObject({ kind: 'rejected', pause: { kind: 'unreachable' } });
    expect(warnings).toHaveLength(2);
  });

  test('refused metadata: once more without', async () => {
    slack.failNext('chat.postMessage', { error: 'metadata_must_be_sent_from_app' });
    expect(await post('a')).toMatchObject({ kind: 'sent' });
    expect(slack.messages(channel())[0]?.metadata).toBeUndefined();
  });

  test('an expired token is renewed once', async () => {
    token = 'xoxb-old';
    slack.failNext('chat.postMessage', { error: 'token_expired' });
    expect(await post('a')).toMatchObject({ kind: 'sent' });
    slack.failNext('chat.postMessage', { error: 'token_expired', times: 2 });
    expect(await post('b')).toMatchObject({
      kind: 'rejected',
      pause: { kind: 'destination-gone' },
    });
  });

  test('a revoked token ends the workspace', async () => {
    slack.failNext('chat.postMessage', { error: 'account_inactive' });
    const outcome = await post('a');
    expect(outcome).toMatchObject({ kind: 'rejected', pause: { kind: 'destination-gone' } });
    expect(outcome).not.toHaveProperty('isLocal');
    expect(revoked).toEqual([lab.team]);
  });

  test.each([
    ['is_archived', 'not-permitted', /archived/],
    ['not_in_channel', 'not-permitted', /invite @Paperround/],
    ['restricted_action_read_only_channel', 'unreachable', /administers/],
    ['ekm_access_denied', 'unreachable', /administers/],
    ['missing_scope', 'not-permitted', /Install it again/],
    ['team_access_not_granted', 'unreachable', /Install it again/],
    ['user_disabled', 'unreachable', /direct messages/],
    ['messages_tab_disabled', 'unreachable', /direct messages/],
    ['some_new_error', 'unreachable', /refuses/],
  ] as const)('%s pauses: %s', async (error, kind, text) => {
    if (error === 'not_in_channel') slack.kick(channel());
    slack.failNext('chat.postMessage', { error });
    const pause = { kind, text: expect.stringMatching(text) };
    expect(await post('a')).toMatchObject({
      kind: 'rejected',
      pause,
      detail: expect.stringContaining(error),
    });
  });

  test('used up messages: skipped six times in a row, and told', async () => {
    slack.failNext('chat.postMessage', { error: 'message_limit_exceeded' });
    const outcome = await post('a');
    expect(outcome).toMatchObject({ kind: 'rejected', patience: 6 });
  });

  test('not in a public channel: joins it where that was granted, once', async () => {
    slack.kick(channel());
    scopes = ['channels:join'];
    expect(await post('a')).toMatchObject({ kind: 'sent' });
    slack.failNext('chat.postMessage', { error: 'not_in_channel', times: 2 });
    expect(await post('b')).toMatchObject({ kind: 'rejected', pause: { kind: 'unreachable' } });
    scopes = [];
    slack.kick(channel());
    expect(await post('c')).toMatchObject({ kind: 'rejected', pause: { kind: 'not-permitted' } });
  });

  test.each([
    ['a refusal of which a check sees nothing', { error: 'restricted_action' }, 'unreachable'],
    ['a refusal for now', { error: 'ratelimited' }, undefined],
    ['a fault of Slack’s', { error: 'internal_error' }, undefined],
    ['a dropped connection', { reset: true }, undefined],
  ] as const)('a public channel that it may not join: %s', async (_, fault, kind) => {
    slack.kick(channel());
    scopes = ['channels:join'];
    slack.failNext('conversations.join', fault);
    const outcome = kind === undefined ? { kind: 'retry' } : { kind: 'rejected', pause: { kind } };
    expect(await post('a')).toMatchObject(outcome);
    expect(await post('b')).toMatchObject({ kind: 'sent' });
  });

  test('a channel that it was taken into meanwhile: posted', async () => {
    slack.failNext('chat.postMessage', { error: 'not_in_channel' });
    expect(await post('a')).toMatchObject({ kind: 'sent' });
  });

  test('a channel that it may not join as it was archived meanwhile: paused for that', async () => {
    slack.kick(channel());
    scopes = ['channels:join'];
    slack.failNext('chat.postMessage', { error: 'not_in_channel' });
    slack.archive(channel());
    expect(await post('a')).toMatchObject({
      kind: 'rejected',
      pause: { kind: 'not-permitted', text: expect.stringContaining('archived') },
    });
  });

  test('no such channel: Slack is asked before anything is paused for it', async () => {
    slack.failNext('chat.postMessage', { error: 'channel_not_found' });
    expect(await post('a')).toMatchObject({ kind: 'retry' });
    slack.deleteChannel(channel());
    expect(await post('b')).toMatchObject({
      kind: 'rejected',
      pause: {
        kind: 'not-permitted',
        text: expect.stringMatching(/private.*or it is gone.*invite/),
      },
    });
  });

  test('a workspace on the move is tried every hour, for two days', async () => {
    slack.failNext('chat.postMessage', { error: 'team_added_to_org', times: 3 });
    expect(await post('a')).toMatchObject({ kind: 'retry', afterMs: 3_600_000 });
    clockMs += 47 * 3_600_000;
    expect(await post('a')).toMatchObject({ kind: 'retry', afterMs: 3_600_000 });
    clockMs += 2 * 3_600_000;
    expect(await post('a')).toMatchObject({ kind: 'rejected', pause: { kind: 'unreachable' } });
    expect(await post('a')).toMatchObject({ kind: 'sent' });
  });

  test('an address of nobody’s is refused in words', async () => {
    expect(await post('a', 'slack:../x')).toMatchObject({ kind: 'rejected', isLocal: true });
  });

  test('without a token nothing is said of Slack', async () => {
    access = async () => undefined;
    expect(await post('a')).toMatchObject({ kind: 'rejected', isLocal: true });
    access = () => Promise.reject(new Error('invalid_refresh_token'));
    expect(await post('b')).toMatchObject({ kind: 'retry', isLocal: true });
    expect(slack.requests).toEqual([]);
  });

  test('what waits when the bot stops was surely not sent', async () => {
    slack.rateLimit('chat.postMessage', lab.team, 30);
    const waiting = post('a');
    await expect.poll(() => slack.requests.length).toBe(1);
    await lane.stop();
    expect(await waiting).toMatchObject({ kind: 'retry', isLocal: true });
  });
});
