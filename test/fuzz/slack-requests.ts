import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import fc from 'fast-check';
import { commands } from '../../src/commands/registry.ts';
import { shortcutIds } from '../../src/platforms/slack/installs/manifest.ts';
import { openSlackPlatform } from '../../src/platforms/slack/slack-platform.ts';
import { type Signature, sign } from '../fakes/slack/signed-http.ts';
import { anyLine } from './command-lines.ts';
import { openDesk } from './desk.ts';
import { hostileText, shortText } from './hostile.ts';
import { mutatedJson } from './mutated-json.ts';
import { mutatedText } from './mutations.ts';
import { openSlackFarEnd } from './slack-far-end.ts';
import { defineTarget } from './target.ts';

const secret = 'fuzz-signing-secret';
/** Stands for the far end until it is open. */
const farEnd = 'http://far-end.invalid';
const responseUrl = `${farEnd}/response`;

const common = fc.record({
  token: fc.constant('verification'),
  api_app_id: fc.constant('A1'),
  team: fc.constant({ id: 'T1', domain: 'lab' }),
  user: shortText.map((name) => ({ id: 'U1', username: name, name, team_id: 'T1' })),
  is_enterprise_install: fc.constant(false),
  trigger_id: fc.uuid(),
});
const buttonValue = fc.oneof(
  fc.constantFrom(
    ...['p1a:["papers show",{"paper":"2501.90001"}]', 'p1s:["papers trending",{}]', 'p9a:x'],
    ...['p1a:["digest add",{}]', 'p1a:["papers my follow",{"topic":"llm-agents"}]', 'p1a:[]'],
    ...[
      'p1a:["papers search",{"query":"agents","page":"2"}]',
      'p1a:["papers my data",{"action":"export"}]',
    ],
  ),
  hostileText,
);
const hiddenFields = fc.oneof(
  fc
    .tuple(fc.constantFrom(['digest', 'add'], ['papers', 'search'], ['digest', 'edit']), shortText)
    .map(([path, text]) =>
      JSON.stringify({ path, args: { sort: text }, metadata: { channel: 'C1', responseUrl } }),
    ),
  hostileText,
);
const view = fc
  .record({
    type: fc.constantFrom('modal', 'home'),
    previous_view_id: fc.constantFrom(null, 'V0', 'V1'),
    private_metadata: hiddenFields,
    typed: fc.dictionary(fc.constantFrom('query', 'days', 'time', 'zone', 'limit'), hostileText),
  })
  .map(({ typed, ...rest }) => {
    const values = Object.entries(typed).map(([name, value]) => [name, { value: { value } }]);
    const state = { values: Object.fromEntries(values) };
    return { id: 'V1', callback_id: 'paperround-form', root_view_id: 'V1', state, ...rest };
  });

const inMessage = fc.record({
  type: fc.constant('block_actions'),
  response_url: fc.constant(responseUrl),
  channel: fc.constantFrom({ id: 'C1', name: 'papers' }, { id: 'D1', name: 'directmessage' }),
  container: fc.record({
    type: fc.constant('message'),
    message_ts: fc.constant('1.000001'),
    channel_id: fc.constant('C1'),
    is_ephemeral: fc.boolean(),
  }),
});
const inView = view.map((each) => ({
  type: 'block_actions',
  container: { type: 'view', view_id: 'V1' },
  view: each,
}));
const actions = buttonValue.map((value) => ({
  actions: [{ type: 'button', action_id: 'paperround-0', block_id: 'b', action_ts: '1.2', value }],
}));
const message = fc.record({
  text: hostileText,
  blocks: fc.jsonValue(),
  attachments: fc.array(fc.record({ from_url: hostileText, text: shortText }), { maxLength: 2 }),
});
const asked = fc.oneof(
  fc.tuple(inMessage, actions).map(([place, pressed]) => ({ ...place, ...pressed })),
  fc.tuple(inView, actions).map(([place, pressed]) => ({ ...place, ...pressed })),
  view.map((each) => ({ type: 'view_submission', view: each, response_urls: [] })),
  fc.constant({ type: 'shortcut', callback_id: shortcutIds.search, action_ts: '1.2' }),
  message.map((each) => ({
    type: 'message_action',
    callback_id: shortcutIds.lookUp,
    response_url: responseUrl,
    channel: { id: 'C1', name: 'papers' },
    message: each,
  })),
);
const interaction = fc
  .tuple(common, asked)
  .map(([who, what]): Record<string, unknown> => ({ ...who, ...what }));

const command = fc.record({
  token: fc.constant('verification'),
  team_id: fc.constant('T1'),
  channel_id: fc.constantFrom('C1', 'D1'),
  user_id: fc.constant('U1'),
  user_name: shortText,
  command: fc.constantFrom('/papers', '/other'),
  text: fc.oneof(
    anyLine,
    anyLine.map((line) => `digest add <#C2|x> ${line}`),
  ),
  response_url: fc.constant(responseUrl),
  trigger_id: fc.uuid(),
  is_enterprise_install: fc.constant('false'),
});

const event = fc
  .tuple(
    fc.uuid(),
    fc.constantFrom(
      { type: 'app_home_opened', tab: 'home', user: 'U1', channel: 'D1' },
      { type: 'member_joined_channel', user: 'UBOT', channel: 'C1', inviter: 'U1' },
      { type: 'channel_unarchive', channel: 'C1', user: 'U1' },
      { type: 'channel_left', channel: 'C1', actor_id: 'U1' },
      { type: 'channel_deleted', channel: 'C1' },
      { type: 'tokens_revoked', tokens: { bot: ['UBOT'] } },
      { type: 'app_uninstalled' },
    ),
  )
  .map(([event_id, each]) => ({
    token: 'verification',
    type: 'event_callback',
    team_id: 'T1',
    api_app_id: 'A1',
    event_id,
    event: each,
    authorizations: [{ team_id: 'T1', user_id: 'UBOT', is_bot: true }],
  }));

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

interface Body {
  readonly type: string;
  readonly body: string;
}

function inForm(payload: unknown): Body {
  return { type: form, body: String(new URLSearchParams({ payload: JSON.stringify(payload) })) };
}

function inJson(payload: unknown): Body {
  return { type: json, body: JSON.stringify(payload) };
}

const wholeBody = fc.oneof(
  { weight: 3, arbitrary: interaction.map(inForm) },
  {
    weight: 2,
    arbitrary: command.map((each) => ({ type: form, body: String(new URLSearchParams(each)) })),
  },
  { weight: 1, arbitrary: event.map(inJson) },
);
const brokenBody = fc.oneof(
  mutatedJson(interaction, shortText).map(inForm),
  mutatedJson(event, shortText).map(inJson),
  fc.record({
    type: fc.constantFrom(form, json, 'text/plain', ''),
    body: mutatedText(wholeBody.map(({ body }) => body)),
  }),
);
const signedBody = fc.record({
  content: fc.oneof(
    { weight: 3, arbitrary: wholeBody.map((body) => ({ ...body, isWhole: true })) },
    { weight: 1, arbitrary: brokenBody.map((body) => ({ ...body, isWhole: false })) },
  ),
  signature: fc.constantFrom<Signature>('good', 'good', 'good', 'good', 'bad', 'stale', 'missing'),
});

/** Slack itself waits for three seconds; other tests hold us to that, on a machine that does nothing else. */
const slowestAnswerMs = 30_000;
/** Bolt holds what it does not know for as long; nobody waits for that here. */
const patienceMs = 100;

export const slackRequests = defineTarget({
  name: 'slack-requests',
  holds:
    'every whole request through the signed entrance is taken, every unsigned one refused, and what the app says keeps every limit',
  share: 600,
  input: fc.array(signedBody, { minLength: 1, maxLength: 5 }),
  open: async () => {
    const slack = await openSlackFarEnd();
    return {
      close: () => slack.close(),
      async run(requests) {
        slack.breaches.length = 0;
        const { desk, faults } = openDesk();
        let url = '';
        const platform = openSlackPlatform({
          apiUrl: `${slack.origin}/api/`,
          mode: { kind: 'http', botToken: 'xoxb-fuzz', signingSecret: secret, port: 0 },
          managers: 'members',
          commands,
          log: {
            warn: () => undefined,
            info(text) {
              const [, port] = /on port (\d+)/.exec(text) ?? [];
              if (port !== undefined) url = `http://127.0.0.1:${port}/slack/events`;
            },
          },
        });
        await platform.start(desk);
        try {
          for (const { content, signature } of requests) {
            const isHeld = signature === 'good' && !content.isWhole;
            const body = withFarEnd(content, slack.origin);
            const status = await send(url, body, signature, isHeld ? patienceMs : slowestAnswerMs);
            if (!isHeld) assert.equal(status, signature === 'good' ? 200 : 401);
          }
        } finally {
          await platform.stop();
        }
        assert.deepEqual(slack.breaches, []);
        if (faults.length > 0) throw faults[0];
      },
    };
  },
});

/** No answer goes to where foreign text says: in life, the signature vouches for the address. */
function withFarEnd({ type, body }: Body, origin: string): Body {
  const [here, there] = type === form ? [farEnd, origin].map(encodeURIComponent) : [farEnd, origin];
  return { type, body: body.replaceAll(here ?? '', there ?? '') };
}

/** The status of the answer; undefined where none came in time. */
async function send(
  url: string,
  { type, body }: Body,
  signature: Signature,
  timeoutMs: number,
): Promise<number | undefined> {
  const now = Math.floor(Date.now() / 1_000);
  const timestamp = signature === 'stale' ? now - 360 : now;
  const key = signature === 'bad' ? `not ${secret}` : secret;
  const headers: Record<string, string> = { 'content-type': type };
  if (signature !== 'missing') {
    headers['x-slack-request-timestamp'] = String(timestamp);
    headers['x-slack-signature'] = sign(body, timestamp, key);
  }
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const sent = request(url, { method: 'POST', headers, agent: false, signal }).end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    await once(answer.resume(), 'end');
    return answer.statusCode;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
