import { type Client, GatewayDispatchEvents } from 'discord.js';
import type { Obstacle } from '../../../core/subscription.ts';
import type { Log } from '../../../lib/log.ts';
import type { Desk } from '../../platform.ts';
import { channelAddress, guildRealm } from '../address.ts';
import { channelGone, serverLeft, threadGone } from '../place-problem.ts';

/** One change of a server's settings comes as many events; what they lead to is looked at when they have ended. */
const quietMs = 1_000;

export type WatchingDesk = Pick<Desk, 'placeLost' | 'placesGone' | 'placesBack' | 'placesChanged'>;

/** Watches servers until it is stopped. */
export interface ServerWatch {
  /** A digest was refused in a server, and nothing is found in the way: no event tells that it may go on, once it is paused. */
  lookAgain(guild: string): void;
  stop(): void;
}

/**
 * Leaving a server pauses its digests, coming back lets them go on; an outage of Discord's is neither. A channel or thread that
 * is deleted pauses its own. Where a permission, a channel or a thread changed, what was paused for it may go on.
 */
export function watchServers(client: Client, desk: WatchingDesk, log: Log): ServerWatch {
  const timers = new Map<string, NodeJS.Timeout>();
  let isOver = false;

  function tell(act: () => Promise<void>): void {
    if (isOver) return;
    act().catch((error: unknown) => log.warn(`Discord's servers: ${String(error)}`));
  }

  /** Once nothing more was asked for it for a while. */
  function afterwards(place: string, act: () => Promise<void>): void {
    if (isOver) return;
    clearTimeout(timers.get(place));
    const begin = (): void => {
      timers.delete(place);
      tell(act);
    };
    timers.set(place, setTimeout(begin, quietMs));
  }

  function changed(guild: string): void {
    const realm = guildRealm(guild);
    afterwards(realm, async () => {
      // What was refused before the bot came back may have been written down after it.
      if (client.guilds.cache.has(guild)) await desk.placesBack(realm, serverLeft);
      await desk.placesChanged(realm);
    });
  }

  function deleted(guild: string, channel: string, reason: Obstacle): void {
    const address = channelAddress(guild, channel);
    const pause = () => desk.placeLost(address, reason);
    tell(pause);
    // Whoever was setting up a digest there has done so by then.
    afterwards(address, pause);
  }

  /** The open threads of a channel, whose end may not be told. Those that are archived are not known. */
  function threadsOf(channel: string): Iterable<string> {
    const known = client.channels.cache.get(channel);
    return known !== undefined && 'threads' in known ? known.threads.cache.keys() : [];
  }

  const { ws } = client;
  ws.on(GatewayDispatchEvents.GuildDelete, ({ id, unavailable }) => {
    if (unavailable === undefined) tell(() => desk.placesGone(guildRealm(id), serverLeft));
  });
  ws.on(GatewayDispatchEvents.GuildCreate, ({ id }) => {
    tell(() => desk.placesBack(guildRealm(id), serverLeft));
    changed(id);
  });
  ws.on(GatewayDispatchEvents.ChannelDelete, (channel) => {
    if (!('guild_id' in channel) || channel.guild_id === undefined) return;
    const { id, guild_id } = channel;
    deleted(guild_id, id, channelGone);
    for (const thread of threadsOf(id)) deleted(guild_id, thread, threadGone);
  });
  ws.on(GatewayDispatchEvents.ThreadDelete, ({ id, guild_id }) =>
    deleted(guild_id, id, threadGone),
  );
  for (const event of [
    GatewayDispatchEvents.ChannelCreate,
    GatewayDispatchEvents.ChannelUpdate,
    GatewayDispatchEvents.ThreadCreate,
    GatewayDispatchEvents.ThreadUpdate,
    GatewayDispatchEvents.GuildRoleUpdate,
    GatewayDispatchEvents.GuildRoleDelete,
  ] as const) {
    ws.on(event, ({ guild_id }: { readonly guild_id?: string }) => {
      if (guild_id !== undefined) changed(guild_id);
    });
  }
  // Sent for the bot itself without the intent for members (events/gateway, "Gateway Intents").
  ws.on(GatewayDispatchEvents.GuildMemberUpdate, ({ guild_id, user }) => {
    if (user.id === client.user?.id) changed(guild_id);
  });
  return {
    lookAgain: changed,
    stop() {
      isOver = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
