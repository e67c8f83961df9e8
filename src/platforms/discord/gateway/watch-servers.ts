import { type Client, GatewayDispatchEvents } from 'discord.js';
import type { Log } from '../../../lib/log.ts';
import type { Desk } from '../../platform.ts';
import { channelAddress, guildRealm } from '../address.ts';
import { channelGone, serverLeft } from '../place-problem.ts';

/** One change of a server's settings comes as many events; what they lead to is looked at when they have ended. */
const quietMs = 1_000;

export type WatchingDesk = Pick<Desk, 'placeLost' | 'placesGone' | 'placesBack' | 'placesChanged'>;

/** Watches servers until it is called. */
export type Unwatch = () => void;

/**
 * Leaving a server pauses its digests, coming back lets them go on; an outage of Discord's is neither. A channel or thread that
 * is deleted pauses its own. Where a permission, a channel or a thread changed, what was paused for it may go on.
 */
export function watchServers(client: Client, desk: WatchingDesk, log: Log): Unwatch {
  const timers = new Map<string, NodeJS.Timeout>();
  const warn = (error: unknown): void => log.warn(`Discord's servers: ${String(error)}`);

  /** Once nothing more was asked for it for a while. */
  function afterwards(place: string, act: () => Promise<void>): void {
    clearTimeout(timers.get(place));
    const begin = (): void => {
      timers.delete(place);
      act().catch(warn);
    };
    timers.set(place, setTimeout(begin, quietMs));
  }

  function changed(guild: string | undefined): void {
    if (guild === undefined) return;
    const realm = guildRealm(guild);
    afterwards(realm, async () => {
      // What was refused before the bot came back may have been written down after it.
      if (client.guilds.cache.has(guild)) await desk.placesBack(realm, serverLeft);
      await desk.placesChanged(realm);
    });
  }

  function deleted(guild: string, channel: string): void {
    const address = channelAddress(guild, channel);
    const pause = () => desk.placeLost(address, channelGone);
    pause().catch(warn);
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
    if (unavailable === undefined) desk.placesGone(guildRealm(id), serverLeft).catch(warn);
  });
  ws.on(GatewayDispatchEvents.GuildCreate, ({ id }) => {
    desk.placesBack(guildRealm(id), serverLeft).catch(warn);
    changed(id);
  });
  ws.on(GatewayDispatchEvents.ChannelDelete, (channel) => {
    if (!('guild_id' in channel) || channel.guild_id === undefined) return;
    for (const id of [channel.id, ...threadsOf(channel.id)]) deleted(channel.guild_id, id);
  });
  ws.on(GatewayDispatchEvents.ThreadDelete, ({ id, guild_id }) => deleted(guild_id, id));
  for (const event of [
    GatewayDispatchEvents.ChannelCreate,
    GatewayDispatchEvents.ChannelUpdate,
    GatewayDispatchEvents.ThreadCreate,
    GatewayDispatchEvents.ThreadUpdate,
    GatewayDispatchEvents.GuildRoleUpdate,
    GatewayDispatchEvents.GuildRoleDelete,
  ] as const) {
    ws.on(event, ({ guild_id }: { readonly guild_id?: string }) => changed(guild_id));
  }
  // Sent for the bot itself without the intent for members (events/gateway, "Gateway Intents").
  ws.on(GatewayDispatchEvents.GuildMemberUpdate, ({ guild_id, user }) => {
    if (user.id === client.user?.id) changed(guild_id);
  });
  return () => {
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
  };
}
