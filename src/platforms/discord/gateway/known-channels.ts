import { type Client, PermissionFlagsBits } from 'discord.js';
import { isAnnouncement, isForum } from '../permissions.ts';

/** What the gateway has told of servers and their channels. */
export interface KnownChannels {
  /** `unavailable`: Discord itself cannot reach the server. An archived thread is not known, and takes messages as it is: `plain`. */
  kindOf(guild: string, channel: string): 'plain' | 'forum' | 'announcement' | 'unavailable';
  /** Whether the bot surely holds the right without which a list of messages is empty. */
  mayReadHistory(channel: string): boolean;
}

export function knownChannels(client: Client): KnownChannels {
  return {
    kindOf(guild, channel) {
      if (client.guilds.cache.get(guild)?.available === false) return 'unavailable';
      const type = client.channels.cache.get(channel)?.type ?? -1;
      if (isForum(type)) return 'forum';
      return isAnnouncement(type) ? 'announcement' : 'plain';
    },
    mayReadHistory(id) {
      const channel = client.channels.cache.get(id);
      if (channel === undefined || channel.isDMBased() || client.user === null) return false;
      const permissions = channel.permissionsFor(client.user);
      return permissions?.has(PermissionFlagsBits.ReadMessageHistory) ?? false;
    },
  };
}
