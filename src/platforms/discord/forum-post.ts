import type { APIThreadChannel, RESTPostAPIGuildForumThreadsJSONBody } from 'discord.js';

/** The one post a month that takes a forum's digests, so that each has a nonce, which posts themselves cannot have. */
export function forumPost(now: number): RESTPostAPIGuildForumThreadsJSONBody {
  const month = new Date(now).toLocaleDateString('en-US', {
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

/** The post of this month among the open threads of a server. */
export function findForumPost(
  threads: readonly Pick<APIThreadChannel, 'id' | 'name' | 'owner_id' | 'parent_id'>[],
  forum: string,
  ownId: string | undefined,
  now: number,
): string | undefined {
  const { name } = forumPost(now);
  return threads.find(
    (each) => each.parent_id === forum && each.name === name && each.owner_id === ownId,
  )?.id;
}
