import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GatewayDispatchEvents } from 'discord-api-types/v10';
import { drained } from '../drained.ts';
import { applicationRoutes } from './application-routes.ts';
import { channelRoutes } from './channel-routes.ts';
import { createFaults, type Fault, type FaultRule, type Matcher } from './faults.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { createSessions } from './gateway-sessions.ts';
import { callbackRoute } from './interaction-routes.ts';
import { createInteractions, type InteractionOptions } from './interactions.ts';
import { messageRoutes } from './message-routes.ts';
import { createOpenApiCheck } from './openapi.ts';
import { createPeople, type People } from './people.ts';
import { createRateLimits, type RateOptions, type RateScope, REAL_RATES } from './rate-limits.ts';
import { createRestServer } from './rest-server.ts';
import type { RecordedRequest } from './route.ts';
import { createSurroundings, type Surroundings } from './surroundings.ts';
import { webhookRoutes } from './webhook-routes.ts';
import { createWorld } from './world.ts';

export interface FakeDiscordOptions extends Partial<InteractionOptions> {
  readonly heartbeatMs?: number;
  readonly nonceWindowMs?: number;
  /** Shards that the gateway recommends. */
  readonly shards?: number;
  readonly rate?: Partial<RateOptions>;
  /** Whether requests and answers are checked against Discord's OpenAPI, where it is at hand. */
  readonly openapi?: boolean;
}

export interface FakeDiscord extends People, Surroundings {
  /** For `DISCORD_API_URL`, and the `api` option of discord.js. */
  readonly url: string;
  readonly token: string;
  readonly applicationId: string;
  /** Everything that was asked over REST, in order. */
  readonly requests: readonly RecordedRequest[];
  /** Everything that the bot did and that Discord's rules forbid. Tests expect it to be empty. */
  readonly violations: readonly string[];
  readonly gateway: Pick<Gateway, 'identifies' | 'resumes' | 'connections'>;
  /** Lets the next requests that fit fail. Gives what takes that back. */
  failNext(matcher: Matcher, fault: Fault): () => void;
  /** Lets the next requests that fit be refused with 429. */
  rateLimit(
    matcher: Matcher,
    limit: FaultRule & { readonly scope: RateScope; readonly waitMs: number },
  ): void;
  /** Cuts the connection to the gateway. */
  dropGateway(options?: { readonly resumable?: boolean }): void;
  /** Op 9. */
  invalidSession(isResumable: boolean): void;
  /** Op 7. */
  reconnectRequest(): void;
  /** Stops acknowledging the heartbeats of the connections that there are. */
  zombie(): void;
  /** Ends the token: 401 from now on, and the gateway closes. */
  revokeToken(): void;
  /** Makes a new token after that one. */
  issueToken(): string;
  /** Resolves once the bot that was connected has gone, and all that it had said is read. */
  drained(): Promise<void>;
  close(): Promise<void>;
}

/** A Discord of our own on 127.0.0.1: REST and gateway, strict about what it is sent. */
export async function openFakeDiscord(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
  const openApi = options.openapi === false ? undefined : createOpenApiCheck();
  const world = createWorld();
  const requests: RecordedRequest[] = [];
  const violations: string[] = [];
  const report = (violation: string) => void violations.push(violation);
  const faults = createFaults();
  let token = `fake-token-${world.snowflake()}`;

  const server = createServer((request, response) => {
    rest(request, response).catch((error: unknown) => {
      report(`${request.method} ${request.url} broke the fake: ${String(error)}`);
      response.destroy();
    });
  });
  const gatewayUrl = () => `ws://127.0.0.1:${(server.address() as AddressInfo).port}/gateway`;
  const sessions = createSessions(world);
  const gateway = createGateway(server, {
    sessions,
    heartbeatMs: options.heartbeatMs ?? 41_250,
    url: gatewayUrl,
    isToken: (each) => each === token,
    report,
  });
  const interactionOptions = {
    ackDeadlineMs: options.ackDeadlineMs ?? 3_000,
    tokenLifeMs: options.tokenLifeMs ?? 900_000,
    settleMs: options.settleMs ?? 5_000,
  };
  const interactions = createInteractions({
    world,
    options: interactionOptions,
    dispatch: (guildId, data) =>
      sessions.dispatch(GatewayDispatchEvents.InteractionCreate, guildId, data),
    report,
  });
  const interactionParts = { world, interactions, options: interactionOptions };
  const rest = createRestServer({
    routes: [
      ...applicationRoutes(world, {
        gatewayUrl,
        shards: options.shards ?? 1,
        remaining: gateway.remaining,
      }),
      ...messageRoutes(world, { nonceWindowMs: options.nonceWindowMs ?? 180_000 }),
      ...channelRoutes(world),
      callbackRoute(interactionParts),
      ...webhookRoutes(interactionParts),
    ],
    faults,
    rateLimit: createRateLimits({ ...REAL_RATES, ...options.rate }),
    openApi,
    snowflake: world.snowflake,
    isBot: (authorization) => authorization === `Bot ${token}`,
    record: (request) => void requests.push(request),
    report,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    get token() {
      return token;
    },
    applicationId: world.applicationId,
    requests,
    violations,
    gateway,
    ...createPeople(world, interactions),
    ...createSurroundings(world, sessions.dispatch),
    failNext: faults.add,
    rateLimit: (matcher, { scope, ...rule }) => faults.add(matcher, { limited: scope, ...rule }),
    dropGateway({ resumable = true } = {}) {
      if (!resumable) sessions.endAll();
      gateway.drop();
    },
    invalidSession(isResumable) {
      if (!isResumable) sessions.endAll();
      gateway.invalidSession(isResumable);
    },
    reconnectRequest: gateway.reconnectRequest,
    zombie: gateway.zombie,
    revokeToken() {
      token = '';
      sessions.endAll();
      gateway.reject();
    },
    issueToken() {
      token = `fake-token-${world.snowflake()}`;
      return token;
    },
    drained: () => drained(server),
    async close() {
      interactions.close();
      gateway.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
