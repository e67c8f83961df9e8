import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, GatewayDispatchEvents, REST, RESTEvents } from 'discord.js';
import type { Command } from '../../commands/command.ts';
import type { SendOutcome } from '../../core/delivery.ts';
import type { Address } from '../../core/subscription.ts';
import type { Log } from '../../lib/log.ts';
import type { Desk, Platform } from '../platform.ts';
import { guildRealm, parseAddress, userAddress } from './address.ts';
import { applicationCommands } from './application-commands.ts';
import { createDeliveryLane } from './delivery-lane.ts';
import { connect, createClient, type GatewayOptions } from './gateway.ts';
import { createInteractions, type Interactions } from './interactions.ts';
import { createInvalidRequests } from './invalid-requests.ts';
import { isForum } from './permissions.ts';
import { placeProblem, serverLeft } from './place-problem.ts';
import { registerCommands } from './register-commands.ts';
import { renderDigest } from './render.ts';

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
  const deliveryRest = new REST({
    api: apiUrl,
    version: '10',
    retries: 0,
    timeout: requestTimeoutMs,
    rejectOnRateLimit: ({ timeToReset }) => timeToReset > longestRateLimitMs,
  }).setToken(token);
  const invalidRequests = createInvalidRequests(Date.now);
  for (const rest of [client.rest, deliveryRest]) {
    rest.on(RESTEvents.Response, (_request, { status, headers }) =>
      invalidRequests.note(status, headers.get('X-RateLimit-Scope')),
    );
  }
  const lane = createDeliveryLane({
    rest: deliveryRest,
    isForum: (channel) => isForum(client.channels.cache.get(channel)?.type ?? -1),
    ownId: () => client.user?.id,
    invalidRequests,
    now: Date.now,
    wait: (ms, signal) => sleep(ms, undefined, { signal }),
    log,
  });
  let interactions: Interactions | undefined;

  return {
    id: 'discord',
    async start(desk) {
      interactions = createInteractions({ desk, rest: client.rest, log });
      client.ws.on(GatewayDispatchEvents.InteractionCreate, interactions.take);
      watchServers(client, desk, log);
      await connect(client, options);
      await register(client, commands, log);
      log.info(
        `Discord: ready as ${client.user?.username} in ${client.guilds.cache.size} servers.`,
      );
    },
    render: renderDigest,
    async send(address, payload, deliveryId) {
      return aboutServer(client, address, await lane.send(address, payload, deliveryId));
    },
    check: (address) => placeProblem(client, address),
    personalAddress: (actor) => userAddress(actor.replace(/^discord:/, '')),
    async stop() {
      client.ws.removeAllListeners(GatewayDispatchEvents.InteractionCreate);
      await lane.stop();
      await interactions?.idle();
      await client.destroy();
      deliveryRest.clearHashSweeper();
      deliveryRest.clearHandlerSweeper();
    },
  };
}

/** Where Discord calls a server that the bot has left forbidden, its digests wait for the bot to come back. */
function aboutServer(client: Client, address: Address, outcome: SendOutcome): SendOutcome {
  const destination = parseAddress(address);
  if (outcome.kind !== 'rejected' || destination?.kind !== 'channel') return outcome;
  if (!client.isReady() || client.guilds.cache.has(destination.guild)) return outcome;
  return { ...outcome, pause: { kind: 'destination-gone', text: serverLeft } };
}

/** Leaving a server pauses its digests, coming back lets them go on. An outage of Discord's is neither. */
function watchServers(client: Client, desk: Desk, log: Log): void {
  const warn = (error: unknown): void => log.warn(`Discord's servers: ${String(error)}`);
  client.ws.on(GatewayDispatchEvents.GuildDelete, ({ id, unavailable }) => {
    if (unavailable === undefined) desk.placesGone(guildRealm(id), serverLeft).catch(warn);
  });
  client.ws.on(GatewayDispatchEvents.GuildCreate, ({ id }) => {
    desk.placesBack(guildRealm(id), serverLeft).catch(warn);
  });
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
