import type { Client } from 'discord.js';
import type { Problem } from '../../core/problem.ts';
import type { Address } from '../../core/subscription.ts';
import { parseAddress } from './address.ts';
import { channelProblem } from './permissions.ts';

/** Said of the digests of a server that the bot was taken out of; they come back with it. */
export const serverLeft = 'I am no longer in that server. Invite me again, and its digests go on';

const unknownChannel = 10003;
const missingAccess = 50001;

/** What keeps digests from an address, as far as a connected client knows without sending anything. */
export async function placeProblem(client: Client, address: Address): Promise<Problem | undefined> {
  const destination = parseAddress(address);
  if (destination?.kind !== 'channel') return undefined;
  if (!client.guilds.cache.has(destination.guild)) return { message: `${serverLeft}.` };
  try {
    const channel = await client.channels.fetch(destination.channel);
    if (channel === null || channel.isDMBased() || client.user === null) return undefined;
    const permissions = channel.permissionsFor(client.user)?.bitfield ?? 0n;
    const { name, type } = channel;
    return channelProblem(
      { name, type, permissions: String(permissions) },
      'then resume the digest',
    );
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === unknownChannel) {
      return {
        message: 'The channel is gone.',
        remedy: 'Set the digest up in another one with /digest add, and remove this one.',
      };
    }
    if (code !== missingAccess) return undefined;
    return {
      message: 'I cannot see the channel.',
      remedy: 'Give me View Channel, Send Messages and Embed Links there, then resume the digest.',
    };
  }
}
