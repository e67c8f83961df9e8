import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { drained } from '../drained.ts';
import { accountMethods } from './account-methods.ts';
import { ok } from './answer.ts';
import { chatMethods } from './chat-methods.ts';
import { conversationMethods } from './conversation-methods.ts';
import type { Deliverer } from './delivery.ts';
import { createFaults } from './faults.ts';
import { type Installed, type InstallOptions, install, visit } from './install.ts';
import { createInteractions } from './interactions.ts';
import type { Method, RecordedCall } from './method.ts';
import { createOAuthMethods, type Grant, owns } from './oauth-methods.ts';
import { createRates, type RateOptions } from './rates.ts';
import { createResponseUrls } from './response-urls.ts';
import { sendSigned, signedRequest } from './signed-http.ts';
import { createSocketMode } from './socket-mode.ts';
import { createViewMethods } from './view-methods.ts';
import { answerCall, fail, send, type WebApi } from './web-api.ts';
import { createWorkspaces } from './workspace.ts';
import { createWorld, teamOf } from './world.ts';

export interface FakeSlackOptions {
  /** Milliseconds: 3,000 unless said, as at Slack. */
  readonly ackDeadlineMs?: number;
  /** Milliseconds: 3,000 unless said, as at Slack. */
  readonly triggerLifeMs?: number;
  readonly rate?: RateOptions;
}

export type FakeSlack = Awaited<ReturnType<typeof openFakeSlack>>;

const APP_TOKEN = 'xapp-1-fake';
const CREDENTIALS = { clientId: '1000.2000', clientSecret: 'fake-client-secret' };
const SIGNING_SECRET = 'fake-signing-secret';

/**
 * A Slack on the loopback interface: the Web API, Socket Mode, signed requests and what people do. Everything that the
 * app does wrong is written to `violations`.
 */
export async function openFakeSlack(options: FakeSlackOptions = {}) {
  const { ackDeadlineMs = 3_000, triggerLifeMs = 3_000, rate } = options;
  const world = createWorld();
  const socket = createSocketMode(world);
  const responseUrls = createResponseUrls(world);
  const grants = new Map<string, Grant>();
  const tokenLives = new Map<string, number>();
  world.tokens.set(APP_TOKEN, {
    value: APP_TOKEN,
    scopes: new Set(['connections:write']),
    state: 'valid',
  });

  const server = createServer((request, response) => void receive(request, response));
  server.on('upgrade', (request, stream, head) => {
    const fault = api.faults.take('upgrade', {});
    if (fault?.hang) keepWaiting(stream);
    else socket.upgrade(request, stream, head);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = `http://${host}`;

  const openConnection: Method = {
    token: 'app',
    scopes: ['connections:write'],
    required: [],
    optional: [],
    handle: () => ok({ url: socket.newUrl(host) }),
  };
  const oauth = {
    credentials: CREDENTIALS,
    grants,
    tokenLife: (team: string) => tokenLives.get(team),
    uninstall: (team: string) => void uninstall(team),
  };
  const api: WebApi = {
    world,
    methods: {
      'apps.connections.open': openConnection,
      ...accountMethods,
      ...chatMethods,
      ...conversationMethods,
      ...createViewMethods({ triggerLifeMs }),
      ...createOAuthMethods(oauth),
    },
    faults: createFaults(),
    rates: createRates(rate),
    calls: [],
  };
  const deliverer: Deliverer = {
    world,
    socket,
    signingSecret: SIGNING_SECRET,
    ackDeadlineMs,
    requestUrl: undefined,
  };
  const interactions = createInteractions({ deliverer, responseUrls, origin });

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const [, area, name = ''] = new URL(request.url ?? '/', origin).pathname.split('/');
    if (area === 'api') answerCall(api, name, request, body, response);
    else if (area === 'actions') answerResponse(name, body, response);
    else {
      world.report(`${request.method} ${request.url}: no such page`);
      response.writeHead(404).end();
    }
  }

  function answerResponse(id: string, body: string, response: ServerResponse): void {
    const call: RecordedCall = {
      method: 'response_url',
      args: { id, body },
      token: undefined,
      team: undefined,
      at: Date.now(),
      status: 0,
    };
    api.calls.push(call);
    const fault = api.faults.take('response_url', call.args);
    const isTaken = fault === undefined || fault.afterStoring === true;
    const answer = isTaken ? responseUrls.take(id, body) : ok();
    if (fault !== undefined) fail(response, call, fault);
    else send(response, call, answer);
  }

  /** Revokes every token of a workspace, and tells the app in two events. */
  async function uninstall(team: string): Promise<void> {
    const owner = teamOf(world, team);
    for (const token of world.tokens.values()) {
      if (owns(token, owner)) token.state = 'revoked';
    }
    const { event } = interactions;
    await Promise.all([
      event({ type: 'tokens_revoked', tokens: { oauth: [], bot: [owner.botUser] } }, { team }),
      event({ type: 'app_uninstalled' }, { team }),
    ]);
  }

  return {
    ...createWorkspaces({ world, appToken: APP_TOKEN, tokenLives }),
    ...interactions,
    /** For `SLACK_API_URL`, with its slash at the end. */
    apiUrl: `${origin}/api/`,
    appId: world.appId,
    appToken: APP_TOKEN,
    signingSecret: SIGNING_SECRET,
    ...CREDENTIALS,
    /** Every call of the Web API and every post to a `response_url`, in the order they came. */
    requests: api.calls as readonly RecordedCall[],
    /** What the app did wrong. A test ends with this empty. */
    violations: world.violations,
    /** The messages, in all workspaces, in the order they were posted. */
    allMessages: world.messages as readonly (typeof world.messages)[number][],

    /** Sends everything over signed HTTP from now on, after the app answered Slack's challenge there. */
    async useHttp(url: string): Promise<void> {
      const challenge = world.id('challenge');
      const json = { token: 'verification', type: 'url_verification', challenge };
      const answer = await sendSigned(signedRequest({ json }, { url, secret: SIGNING_SECRET }));
      const echoed = (answer.body as { challenge?: unknown; text?: unknown }) ?? {};
      if (echoed.challenge !== challenge && echoed.text !== challenge) {
        world.report(`url_verification: answered with ${answer.status} and no challenge`);
      }
      deliverer.requestUrl = url;
    },
    /** Sends everything over Socket Mode from now on, as at the beginning. */
    useSocketMode(): void {
      deliverer.requestUrl = undefined;
    },

    /** `upgrade`, with `hang`, is the opening of a web socket. */
    failNext: api.faults.failNext,
    /** Refuses a method in a workspace for so many seconds. */
    rateLimit(method: string, team: string, seconds: number): void {
      api.rates.limit(method, team, seconds);
    },
    socketDisconnect: socket.disconnect,
    socketDrop: socket.drop,
    socketCounts: socket.counts,
    isSocketConnected: socket.isConnected,

    install: (installing: InstallOptions): Promise<Installed> =>
      install({ world, clientId: CREDENTIALS.clientId, grants }, installing),
    visit,
    uninstall,
    /** Takes the app into a channel, and tells it so. */
    async invite(channel: string, inviter: string) {
      const place = world.channels.get(channel);
      const user = world.teams.get(place?.team ?? '')?.botUser;
      if (place === undefined || user === undefined) throw new Error(`no channel ${channel}`);
      place.members.add(user);
      const channel_type = place.kind === 'private' ? 'G' : 'C';
      const { team } = place;
      const event = { type: 'member_joined_channel', user, channel, channel_type, team, inviter };
      return interactions.event(event, { team });
    },

    /** Resolves once the app that was connected has gone, and all that it had said is read. */
    async drained(): Promise<void> {
      await drained(server);
      api.rates.callerDied();
    },
    async close(): Promise<void> {
      await socket.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers nothing, until the other end goes. */
function keepWaiting(stream: Duplex): void {
  const end = (): void => void stream.destroy();
  stream.on('error', end).on('end', end).resume();
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
