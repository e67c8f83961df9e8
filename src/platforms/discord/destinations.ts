import {
  type APIDMChannel,
  type APIThreadChannel,
  type REST,
  type RESTGetAPIGuildThreadsResult,
  Routes,
} from 'discord.js';
import type { Destination } from './address.ts';
import { findForumPost, forumPost } from './forum-post.ts';

const mostDirectChannels = 10_000;

export interface DestinationsOptions {
  readonly rest: Pick<REST, 'get' | 'post'>;
  readonly isForum: (channel: string) => boolean;
  /** The bot's user id, once it is known. */
  readonly ownId: () => string | undefined;
  readonly now: () => number;
}

/** Runs one request when its turn has come. */
export type Paced = (request: () => Promise<unknown>) => Promise<unknown>;

/** Finds the channel that takes the messages for a destination. */
export function createDestinations({ rest, isForum, ownId, now }: DestinationsOptions) {
  const directChannels = new Map<string, string>();

  async function directChannel(user: string, paced: Paced): Promise<string> {
    const known = directChannels.get(user);
    if (known !== undefined) return known;
    const body = { recipient_id: user };
    const opened = (await paced(() => rest.post(Routes.userChannels(), { body }))) as APIDMChannel;
    directChannels.set(user, opened.id);
    const [oldest] = directChannels.keys();
    if (directChannels.size > mostDirectChannels && oldest !== undefined) {
      directChannels.delete(oldest);
    }
    return opened.id;
  }

  async function postOf(guild: string, forum: string, paced: Paced): Promise<string> {
    const route = Routes.guildActiveThreads(guild);
    const { threads } = (await paced(() => rest.get(route))) as RESTGetAPIGuildThreadsResult;
    const open = findForumPost(threads as APIThreadChannel[], forum, ownId(), now());
    if (open !== undefined) return open;
    const body = forumPost(now());
    const made = await paced(() => rest.post(Routes.threads(forum), { body }));
    return (made as APIThreadChannel).id;
  }

  /** Rejects as its requests do. */
  return async (destination: Destination, paced: Paced): Promise<string> => {
    if (destination.kind === 'user') return directChannel(destination.user, paced);
    const { guild, channel } = destination;
    return isForum(channel) ? postOf(guild, channel, paced) : channel;
  };
}
