import type { ActorId, Address } from '../../core/subscription.ts';

/** What an address of this platform names. Ids are snowflakes in digits. */
export type Destination =
  | { readonly kind: 'channel'; readonly guild: string; readonly channel: string }
  | { readonly kind: 'user'; readonly user: string };

const channelPattern = /^discord:(\d{1,20})\/(\d{1,20})$/;
const userPattern = /^discord:@(\d{1,20})$/;

/** A channel or a thread of a server. */
export function channelAddress(guild: string, channel: string): Address {
  return `${guildRealm(guild)}${channel}`;
}

/** A person's direct messages; also the realm of what is asked there. */
export function userAddress(user: string): Address {
  return `discord:@${user}`;
}

/** What the addresses of a server begin with. */
export function guildRealm(guild: string): string {
  return `discord:${guild}/`;
}

export function actorId(user: string): ActorId {
  return `discord:${user}`;
}

/** Undefined for what is no address of this platform. */
export function parseAddress(address: Address): Destination | undefined {
  const [, guild, channel] = channelPattern.exec(address) ?? [];
  if (guild !== undefined && channel !== undefined) return { kind: 'channel', guild, channel };
  const [, user] = userPattern.exec(address) ?? [];
  return user === undefined ? undefined : { kind: 'user', user };
}

/** Where a message of ours is read: `CHANNEL/MESSAGE` at an address. Source: the links that clients copy. */
export function messageUrl(address: Address, externalId: string): string | undefined {
  const destination = parseAddress(address);
  if (destination === undefined || !/^\d{1,20}\/\d{1,20}$/.test(externalId)) return undefined;
  const server = destination.kind === 'channel' ? destination.guild : '@me';
  return `https://discord.com/channels/${server}/${externalId}`;
}

/** The realm of all of Discord. */
export const everywhere = 'discord:';
