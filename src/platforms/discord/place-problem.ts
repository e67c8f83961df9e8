import { ChannelFlags, type Client, type GuildBasedChannel, PermissionFlagsBits } from 'discord.js';
import { type Problem, reasonText } from '../../core/problem.ts';
import type { Address, Obstacle } from '../../core/subscription.ts';
import { parseAddress } from './address.ts';
import { findForumPost } from './delivery/forum-post.ts';
import { channelProblem, isForum } from './permissions.ts';

const left = {
  message: 'I am no longer in that server.',
  remedy: 'Invite me again, and its digests go on.',
} satisfies Problem;

/** Said of the digests of a server that the bot was taken out of; they come back with it. */
export const serverLeft = reasonText(left);

function goneProblem(what: string): Problem {
  return {
    message: `The ${what} is gone.`,
    remedy: 'Set the digest up in another one with /digest add, and remove this one.',
    isForGood: true,
  };
}

function gone(what: string) {
  const text = reasonText(goneProblem(what));
  return { kind: 'destination-gone', text, isForGood: true } as const satisfies Obstacle;
}

/** Said of the digests of what was deleted. */
export const channelGone = gone('channel');
export const threadGone = gone('thread');

/** Of an address that it does not know Discord does not tell which of them it was. */
const either = 'channel or thread';
export const placeGone = gone(either);

const unknownChannel = 10003;
const missingAccess = 50001;

/** What keeps digests from an address, as far as a connected client can tell without sending anything. */
export async function placeProblem(client: Client, address: Address): Promise<Problem | undefined> {
  const destination = parseAddress(address);
  if (destination?.kind !== 'channel') return undefined;
  if (!client.guilds.cache.has(destination.guild)) return left;
  try {
    const channel = await client.channels.fetch(destination.channel);
    if (channel === null || channel.isDMBased() || client.user === null) return undefined;
    const permissions = channel.permissionsFor(client.user)?.bitfield ?? 0n;
    const { name, type } = channel;
    const rights = channelProblem({ name, type, permissions: String(permissions) });
    return rights ?? (await closedProblem(client, channel));
  } catch (error) {
    return fetchProblem((error as { code?: unknown }).code);
  }
}

function fetchProblem(code: unknown): Problem | undefined {
  if (code === unknownChannel) return goneProblem(either);
  if (code !== missingAccess) return undefined;
  return {
    message: 'I cannot see that channel or thread: I am missing View Channel there.',
    remedy:
      'Give me View Channel and Embed Links there, and Send Messages; in a thread, Send Messages in Threads.',
  };
}

/** What keeps messages out of a thread or a forum in spite of all rights. */
async function closedProblem(
  client: Client,
  channel: GuildBasedChannel,
): Promise<Problem | undefined> {
  if (channel.isThread()) return channel.locked && !mayUnlock(client, channel) ? locked : undefined;
  if (!isForum(channel.type) || !('flags' in channel)) return undefined;
  if (channel.flags?.has(ChannelFlags.RequireTag)) return tagWanted;
  const { rest, user } = client;
  const reader = { get: (route: `/${string}`) => rest.get(route), ownId: user?.id };
  const month = { guild: channel.guildId, forum: channel.id, at: Date.now() };
  const post = await findForumPost(reader, month);
  const isLocked = post?.thread_metadata?.locked === true && !mayUnlock(client, channel);
  return isLocked ? locked : undefined;
}

function mayUnlock({ user }: Client, channel: GuildBasedChannel): boolean {
  if (user === null) return false;
  return channel.permissionsFor(user)?.has(PermissionFlagsBits.ManageThreads) ?? false;
}

const locked = {
  message: 'The thread is locked.',
  remedy: 'Unlock it.',
} satisfies Problem;

const tagWanted = {
  message: 'That forum wants a tag on each post.',
  remedy: 'Let posts be made without one.',
} satisfies Problem;
