import type { ActorId, Address } from '../../core/subscription.ts';

/** What an address of this platform names. Ids are Slack's: letters and digits in capitals. */
export type Destination =
  | { readonly kind: 'channel'; readonly team: string; readonly channel: string }
  | { readonly kind: 'user'; readonly team: string; readonly user: string };

const pattern = /^slack:([A-Z0-9]{1,32})\/(@?)([A-Z0-9]{1,32})$/;

/** What all addresses of this platform begin with. */
export const everywhere = 'slack:';

/** A channel, public or private. */
export function channelAddress(team: string, channel: string): Address {
  return `${teamRealm(team)}${channel}`;
}

/** A person's direct messages in one workspace. */
export function userAddress(team: string, user: string): Address {
  return `${teamRealm(team)}@${user}`;
}

/** What the addresses of a workspace begin with. */
export function teamRealm(team: string): string {
  return `${everywhere}${team}/`;
}

export function actorId(team: string, user: string): ActorId {
  return `slack:${team}/${user}`;
}

/** Undefined for what is no address of this platform. */
export function parseAddress(address: Address): Destination | undefined {
  const [, team, at, id] = pattern.exec(address) ?? [];
  if (team === undefined || id === undefined) return undefined;
  return at === '@' ? { kind: 'user', team, user: id } : { kind: 'channel', team, channel: id };
}
