import {
  type APIThreadChannel,
  type RESTGetAPIGuildThreadsResult,
  type RESTPostAPIGuildForumThreadsJSONBody,
  Routes,
} from 'discord.js';

/** A forum, and the instant whose month is meant. */
export interface ForumMonth {
  readonly guild: string;
  readonly forum: string;
  readonly at: number;
}

export interface ForumReader {
  /** Asks Discord. */
  readonly get: (route: `/${string}`) => Promise<unknown>;
  readonly ownId: string | undefined;
}

/** The one post a month that takes a forum's digests, so that each has a nonce, which posts themselves cannot have. */
export function forumPost(at: number): RESTPostAPIGuildForumThreadsJSONBody {
  const month = new Date(at).toLocaleDateString('en-US', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return {
    name: `Papers · ${month}`,
    auto_archive_duration: 10_080,
    message: { content: `The digests of ${month} follow.`, allowed_mentions: { parse: [] } },
  };
}

/** The post of that month, open or archived: a message opens it again. Rejects as its requests do. */
export async function findForumPost(
  { get, ownId }: ForumReader,
  { guild, forum, at }: ForumMonth,
): Promise<APIThreadChannel | undefined> {
  const { name } = forumPost(at);
  const among = (answer: unknown): APIThreadChannel | undefined => {
    const { threads } = answer as RESTGetAPIGuildThreadsResult;
    return (threads as APIThreadChannel[]).find(
      (each) => each.parent_id === forum && each.name === name && each.owner_id === ownId,
    );
  };
  const open = among(await get(Routes.guildActiveThreads(guild)));
  return open ?? among(await get(Routes.channelThreads(forum, 'public')).catch(noneWithoutRight));
}

/** Archived posts are shown to whom has Read Message History; digests go on without. */
function noneWithoutRight(error: unknown): { readonly threads: readonly never[] } {
  if ((error as { status?: unknown }).status === 403) return { threads: [] };
  throw error;
}
