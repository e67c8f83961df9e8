import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { boltLogger } from '../../../../src/platforms/slack/bolt-logger.ts';
import {
  createReconciler,
  type Reconciler,
} from '../../../../src/platforms/slack/delivery/reconcile.ts';
import { type FakeSlack, openFakeSlack } from '../../../fakes/slack/fake-slack.ts';
import type { Fault } from '../../../fakes/slack/faults.ts';
import { type TeamIds, USUAL_SCOPES } from '../../../fakes/slack/workspace.ts';

const log = { info: () => undefined, warn: () => undefined };
const quiet = { mrkdwn: false, unfurl_links: false, unfurl_media: false } as const;
const payload = {
  arguments: { text: 'Papers & more: 1. <A> title', blocks: [], ...quiet },
  fallback: { text: 'plain', ...quiet },
};

let slack: FakeSlack;
let lab: TeamIds;
let web: WebClient;
let reconciler: Reconciler;
let scopes: readonly string[];
let waited: number[];
let clearSince: number;
let skippedMs: number;
let aheadMs: number;
let access: () => Promise<void>;

beforeEach(async () => {
  slack = await openFakeSlack({ rate: { channelPaceMs: 0 } });
  lab = slack.addTeam({ name: 'lab', users: [{ name: 'ada' }], channels: [{ name: 'papers' }] });
  scopes = USUAL_SCOPES;
  waited = [];
  clearSince = 0;
  skippedMs = 0;
  aheadMs = 0;
  access = async () => undefined;
  web = new WebClient(undefined, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: boltLogger(log),
  });
  reconciler = createReconciler({
    web,
    workspaces: {
      async access({ teamId }) {
        await access();
        if (teamId !== lab.team) return undefined;
        return { botToken: lab.botToken, botUserId: lab.botUser, scopes };
      },
    },
    clearSince: () => clearSince,
    aheadMs: () => aheadMs,
    now: () => Date.now() + skippedMs,
    async wait(ms, signal) {
      signal.throwIfAborted();
      waited.push(ms);
      skippedMs += ms;
    },
  });
});

afterEach(async () => {
  reconciler.stop();
  await slack.close();
  expect(slack.violations).toEqual([]);
});

const channel = (): string => lab.channels.papers ?? '';
const address = (): string => `slack:${lab.team}/${channel()}`;

/** A message of the app's as Slack keeps it. */
async function posted(
  deliveryId: string | undefined,
  { to = channel(), text = 'a digest', thread = '' } = {},
): Promise<string> {
  const answer = await web.chat.postMessage({
    token: lab.botToken,
    channel: to,
    text,
    ...(thread !== '' && { thread_ts: thread }),
    ...quiet,
    ...(deliveryId !== undefined && {
      metadata: {
        event_type: 'paper_digest_delivery',
        event_payload: { delivery_id: deliveryId, v: 1 },
      },
    }),
  });
  return `${answer.channel}/${answer.ts}`;
}

const asked = (changes: object = {}) =>
  reconciler.reconcile({
    address: address(),
    payload,
    deliveryId: 'd1/slot/0',
    firstSentAt: new Date().toISOString(),
    ...changes,
  });

test('its own message is found by the delivery id, and nothing else is taken for it', async () => {
  await posted('d2/slot/0', { text: payload.arguments.text });
  slack.say(lab.users.ada ?? '', channel(), payload.arguments.text);
  expect(await asked()).toEqual({ kind: 'repeatable' });
  const externalId = await posted('d1/slot/0');
  expect(await asked()).toEqual({ kind: 'sent', externalId });
});

test('a message that Slack took without metadata is found by what it says', async () => {
  const externalId = await posted(undefined, { text: 'Papers &amp; more: 1. &lt;A&gt; title' });
  expect(await asked()).toEqual({ kind: 'sent', externalId });
});

test('a part of a thread, and a direct message', async () => {
  const first = await posted('d1/slot/0');
  const thread = first.split('/')[1] ?? '';
  const part = { deliveryId: 'd1/slot/1', replyTo: first };
  expect(await asked(part)).toEqual({ kind: 'repeatable' });
  const reply = await posted('d1/slot/1', { thread });
  expect(await asked(part)).toEqual({ kind: 'sent', externalId: reply });
  const ada = lab.users.ada ?? '';
  const direct = await posted('d3/slot/0', { to: ada });
  const dm = { address: `slack:${lab.team}/@${ada}`, deliveryId: 'd3/slot/0' };
  expect(await asked(dm)).toEqual({ kind: 'sent', externalId: direct });
});

test('a busy channel is read page by page, and given up where there is too much', async () => {
  const externalId = await posted('d1/slot/0');
  for (let count = 0; count < 450; count += 1) slack.say(lab.users.ada ?? '', channel(), 'chat');
  expect(await asked()).toEqual({ kind: 'sent', externalId });
  for (let count = 0; count < 600; count += 1) slack.say(lab.users.ada ?? '', channel(), 'chat');
  expect(await asked({ deliveryId: 'd9/slot/0' })).toMatchObject({ kind: 'unknown' });
});

const hour = 3_600_000;

test.each([
  ['ahead at the send, and is right since', 0, -0.5, 0],
  ['days ahead', 72, 72.1, 72],
  ['ahead at the send, and was set back since', 5, 0, 0],
  ['days ahead at the send, and was set back hours since', 72, 5, 0],
])('a message is found though our clock was %s', async (_, sent, now, ahead) => {
  const externalId = await posted(undefined, { text: payload.arguments.text });
  const began = Date.now() + sent * hour;
  skippedMs = now * hour;
  aheadMs = ahead * hour;
  expect(await asked({ firstSentAt: new Date(began).toISOString() })).toEqual({
    kind: 'sent',
    externalId,
  });
});

test('what is not there is unknown once the clock was set back, unless everything was read', async () => {
  slack.say(lab.users.ada ?? '', channel(), 'chat');
  const later = { firstSentAt: new Date(Date.now() + 4 * hour).toISOString() };
  expect(await asked(later)).toEqual({ kind: 'repeatable' });
  for (let count = 0; count < 1_000; count += 1) slack.say(lab.users.ada ?? '', channel(), 'chat');
  expect(await asked(later)).toMatchObject({ kind: 'unknown' });
  skippedMs = 5 * hour;
  expect(await asked(later)).toEqual({ kind: 'repeatable' });
});

test('what says the same but was posted long before is not taken for it', async () => {
  await posted(undefined, { text: payload.arguments.text });
  skippedMs = 3 * hour;
  const firstSentAt = new Date(Date.now() + skippedMs).toISOString();
  expect(await asked({ firstSentAt })).toEqual({ kind: 'repeatable' });
});

test('it waits until Slack shows what was posted, and as long as Slack asks', async () => {
  clearSince = Date.now();
  slack.failNext('conversations.history', { status: 429, retryAfter: 60 });
  expect(await asked()).toEqual({ kind: 'repeatable' });
  expect(waited[0]).toBeGreaterThan(4_000);
  expect(Math.max(...waited)).toBeGreaterThan(59_000);
});

const failing = (fault: Fault) => () => void slack.failNext('conversations.history', fault);

const silent = { isUnanswered: true };
const later = { isLater: true };

test.each<[string, () => void, object, object]>([
  [
    'nothing granted',
    () => {
      scopes = ['chat:write'];
    },
    {},
    {},
  ],
  ['another workspace', () => undefined, { address: 'slack:T9/C9' }, {}],
  ['no address', () => undefined, { address: 'slack:../x' }, {}],
  ['kicked', () => slack.kick(channel()), {}, {}],
  ['an error of the server', failing({ status: 500 }), {}, silent],
  ['a dropped connection', failing({ reset: true }), {}, silent],
  ['an error in this channel', failing({ error: 'fatal_error' }), {}, later],
  ['a long wait of this workspace', failing({ status: 429, retryAfter: 600 }), {}, later],
  [
    'a token that cannot be renewed',
    () => {
      access = () => Promise.reject(new Error('invalid_refresh_token'));
    },
    {},
    later,
  ],
])('what cannot be read is unknown: %s', async (_, arrange, changes, flags) => {
  arrange();
  expect(await asked(changes)).toEqual({ kind: 'unknown', detail: expect.any(String), ...flags });
});

test('it gives up when it is stopped', async () => {
  clearSince = Date.now();
  reconciler.stop();
  expect(await asked()).toMatchObject({ kind: 'unknown', isLater: true });
});
