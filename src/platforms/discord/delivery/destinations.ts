import { type APIDMChannel, type APIThreadChannel, type REST, Routes } from 'discord.js';
import { createPace } from '../../../lib/pace.ts';
import type { Destination } from '../address.ts';
import type { KnownChannels } from '../gateway/known-channels.ts';
import { findForumPost, forumPost } from './forum-post.ts';
import { neverLeft, postponed, stoppingReason } from './send-outcome.ts';

const mostDirectChannels = 10_000;
const openingTooFast = 40003;
/** Direct messages are opened so slowly, for so long, once Discord finds it too fast. */
const slowPerSecond = 1 / 5;
const slowForMs = 600_000;
const unavailableMs = 60_000;

export interface DestinationsOptions {
  readonly rest: Pick<REST, 'get' | 'post'>;
  readonly known: KnownChannels;
  /** The bot's user id, once it is known. */
  readonly ownId: () => string | undefined;
  readonly now: () => number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Runs one request when its turn has come. */
export type Paced = (request: () => Promise<unknown>) => Promise<unknown>;

/** Finds the channels that take the messages for destinations. Each rejects as its requests do. */
export interface Destinations {
  /** Makes what is missing: a conversation, the post of this month in a forum. */
  open(destination: Destination): Promise<string>;
  /** The one that took messages at an instant; undefined where there is none. */
  find(destination: Destination, at: number): Promise<string | undefined>;
}

export function createDestinations(
  { rest, known, ownId, now, wait }: DestinationsOptions,
  paced: Paced,
  signal: AbortSignal,
): Destinations {
  const directChannels = new Map<string, string>();
  const slowly = createPace({ perSecond: slowPerSecond, now, wait });
  let slowUntil = 0;

  async function directChannel(user: string): Promise<string> {
    const found = directChannels.get(user);
    if (found !== undefined) return found;
    if (now() < slowUntil) {
      await slowly(signal).catch(() => Promise.reject(neverLeft(stoppingReason)));
    }
    const body = { recipient_id: user };
    const opening = paced(() => rest.post(Routes.userChannels(), { body }));
    const { id } = (await opening.catch((error: unknown) => {
      if ((error as { code?: unknown }).code === openingTooFast) slowUntil = now() + slowForMs;
      throw error;
    })) as APIDMChannel;
    directChannels.set(user, id);
    const [oldest] = directChannels.keys();
    if (directChannels.size > mostDirectChannels && oldest !== undefined) {
      directChannels.delete(oldest);
    }
    return id;
  }

  const postOf = async (guild: string, forum: string, at: number): Promise<string | undefined> => {
    const get = (route: `/${string}`) => paced(() => rest.get(route));
    return (await findForumPost({ get, ownId: ownId() }, { guild, forum, at }))?.id;
  };

  async function openPost(guild: string, forum: string): Promise<string> {
    const found = await postOf(guild, forum, now());
    if (found !== undefined) return found;
    const body = forumPost(now());
    const made = await paced(() => rest.post(Routes.threads(forum), { body }));
    return (made as APIThreadChannel).id;
  }

  /** One that is not known yet may be a forum, for which a message would be lost. */
  function isForum({ guild, channel }: Destination & { kind: 'channel' }): boolean {
    const kind = known.kindOf(guild, channel);
    if (kind !== 'unavailable') return kind === 'forum';
    throw postponed('Discord cannot reach that server just now', unavailableMs);
  }

  return {
    async open(destination) {
      if (destination.kind === 'user') return directChannel(destination.user);
      const { guild, channel } = destination;
      return isForum(destination) ? openPost(guild, channel) : channel;
    },
    async find(destination, at) {
      if (destination.kind === 'user') return directChannel(destination.user);
      const { guild, channel } = destination;
      return isForum(destination) ? postOf(guild, channel, at) : channel;
    },
  };
}
