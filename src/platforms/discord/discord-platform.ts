import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Client,
  DefaultRestOptions,
  GatewayDispatchEvents,
  REST,
  RESTEvents,
} from 'discord.js';
import type { Command } from '../../commands/command.ts';
import type { SendOutcome } from '../../core/delivery.ts';
import { reasonText } from '../../core/problem.ts';
import type { Address } from '../../core/subscription.ts';
import { createFarClock } from '../../lib/far-clock.ts';
import type { Log } from '../../lib/log.ts';
import type { Platform } from '../platform.ts';
import { messageUrl, parseAddress, userAddress } from './address.ts';
import { createDeliveryLane } from './delivery/delivery-lane.ts';
import { createDepartures } from './delivery/departures.ts';
import { createInvalidRequests } from './delivery/invalid-requests.ts';
import { applicationCommands } from './gateway/application-commands.ts';
import {
  connect,
  createClient,
  disconnect,
  type GatewayOptions,
  watchAbsence,
  wrongToken,
} from './gateway/gateway.ts';
import { knownChannels } from './gateway/known-channels.ts';
import { registerCommands } from './gateway/register-commands.ts';
import { awaitSessionStart } from './gateway/session-starts.ts';
import { type ServerWatch, watchServers } from './gateway/watch-servers.ts';
import { createInteractions, type Interactions } from './interactions/interactions.ts';
import { placeProblem, serverLeft } from './place-problem.ts';
import { renderDigest } from './render/render.ts';

const requestTimeoutMs = 10_000;
/** A rate limit longer than this is left to the schedule. */
const longestRateLimitMs = 60_000;

export interface DiscordOptions extends GatewayOptions {
  readonly commands: readonly Command[];
  readonly log: Log;
}

/** Discord as a place to read papers. Nothing is asked of it before `start`. */
export function openDiscordPlatform(options: DiscordOptions): Platform {
  const { token, apiUrl, commands, log } = options;
  const client = createClient(options, log);
  const { tokenRefused, awayMs, awayProblem } = watchAbsence(client);
  const departures = createDepartures();
  const deliveryRest = new REST({
    api: apiUrl,
    version: '10',
    retries: 0,
    timeout: requestTimeoutMs,
    makeRequest: departures.noted(DefaultRestOptions.makeRequest),
    rejectOnRateLimit: ({ timeToReset }) => timeToReset > longestRateLimitMs,
  }).setToken(token);
  const invalidRequests = createInvalidRequests(Date.now);
  const farClock = createFarClock(Date.now);
  for (const rest of [client.rest, deliveryRest]) {
    rest.on(RESTEvents.Response, (_request, { status, headers }) => {
      invalidRequests.note(status, headers.get('X-RateLimit-Scope'));
      farClock.note(headers.get('Date'));
    });
  }
  const lane = createDeliveryLane({
    rest: deliveryRest,
    departures,
    known: knownChannels(client),
    ownId: () => client.user?.id,
    invalidRequests,
    aheadMs: farClock.aheadMs,
    now: Date.now,
    wait: (ms, signal) => sleep(ms, undefined, { signal }),
    onRefused(detail) {
      log.warn(`Nothing is sent, as Discord refuses the token: ${detail}. ${wrongToken.remedy}`);
      tokenRefused();
    },
    log,
  });
  const stopping = new AbortController();
  const wait = (ms: number) => sleep(ms, undefined, { signal: stopping.signal });
  let interactions: Interactions | undefined;
  let watch: ServerWatch | undefined;

  return {
    id: 'discord',
    async start(desk) {
      interactions = createInteractions({ desk, rest: client.rest, log });
      client.ws.on(GatewayDispatchEvents.InteractionCreate, interactions.take);
      watch = watchServers(client, desk, log);
      await awaitSessionStart({ rest: deliveryRest, wait, log });
      await connect(client, options);
      await register(client, commands, log);
      log.info(
        `Discord: ready as ${client.user?.username} in ${client.guilds.cache.size} servers.`,
      );
    },
    render: renderDigest,
    async send(address, payload, deliveryId, _replyTo, mayBeThereSince) {
      const outcome = await lane.send(address, payload, deliveryId, mayBeThereSince);
      return aboutPlace(client, address, outcome, watch);
    },
    reconcile: (attempt) => lane.reconcile(attempt),
    link: messageUrl,
    check: (address) => placeProblem(client, address),
    awayMs,
    awayProblem,
    personalAddress: (actor) => userAddress(actor.replace(/^discord:/, '')),
    async stop() {
      stopping.abort();
      client.ws.removeAllListeners(GatewayDispatchEvents.InteractionCreate);
      watch?.stop();
      await lane.stop();
      await interactions?.idle();
      await disconnect(client);
      deliveryRest.clearHashSweeper();
      deliveryRest.clearHandlerSweeper();
    },
  };
}

/**
 * What Discord only calls forbidden, with what is in the way. Where that is a server that the bot has left, its digests wait for
 * the bot to come back. What is not in the way any more is looked at once more, when the refusal may have been written down.
 */
async function aboutPlace(
  client: Client,
  address: Address,
  outcome: SendOutcome,
  watch: ServerWatch | undefined,
): Promise<SendOutcome> {
  const destination = parseAddress(address);
  if (outcome.kind !== 'rejected' || destination?.kind !== 'channel') return outcome;
  if (!client.isReady()) return outcome;
  const { patience: _, ...rest } = outcome;
  if (!client.guilds.cache.has(destination.guild)) {
    return { ...rest, pause: { kind: 'destination-gone', text: serverLeft } };
  }
  if (outcome.pause.kind !== 'not-permitted') return outcome;
  const problem = await placeProblem(client, address);
  if (problem === undefined) {
    watch?.lookAgain(destination.guild);
    return outcome;
  }
  return { ...outcome, pause: { kind: 'not-permitted', text: reasonText(problem) } };
}

/** Old commands are better than none: what goes wrong here stops nothing. */
async function register(client: Client, commands: readonly Command[], log: Log): Promise<void> {
  try {
    const id = client.application?.id ?? '';
    const written = await registerCommands(client.rest, id, applicationCommands(commands));
    if (written) log.info('Discord: commands registered.');
  } catch (error) {
    log.warn(`Discord: the commands could not be registered: ${String(error)}`);
  }
}
