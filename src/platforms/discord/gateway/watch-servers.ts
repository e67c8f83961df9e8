import { type Client, GatewayDispatchEvents } from 'discord.js';
import type { Log } from '../../../lib/log.ts';
import type { Desk } from '../../platform.ts';
import { guildRealm } from '../address.ts';
import { serverLeft } from '../place-problem.ts';

/** One change of a server's settings comes as many events; what they lead to is looked at when they have ended. */
const quietMs = 1_000;

export type WatchingDesk = Pick<Desk, 'placesGone' | 'placesBack' | 'placesChanged'>;

/** Watches servers until it is called. */
export type Unwatch = () => void;

/**
 * Leaving a server pauses its digests, coming back lets them go on; an outage of Discord's is neither. Where a permission,
 * a channel or a thread changed, what was paused for it may go on.
 */
export function watchServers(client: Client, desk: WatchingDesk, log: Log): Unwatch {
  const timers = new Map<string, NodeJS.Timeout>();
  const warn = (error: unknown): void => log.warn(`Discord's servers: ${String(error)}`);

  function changed(guild: string | undefined): void {
    if (guild === undefined) return;
    clearTimeout(timers.get(guild));
    const look = (): void => {
      timers.delete(guild);
      desk.placesChanged(guildRealm(guild)).catch(warn);
    };
    timers.set(guild, setTimeout(look, quietMs));
  }

  const { ws } = client;
  ws.on(GatewayDispatchEvents.GuildDelete, ({ id, unavailable }) => {
    if (unavailable === undefined) desk.placesGone(guildRealm(id), serverLeft).catch(warn);
  });
  ws.on(GatewayDispatchEvents.GuildCreate, ({ id }) => {
    desk.placesBack(guildRealm(id), serverLeft).catch(warn);
    changed(id);
  });
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
