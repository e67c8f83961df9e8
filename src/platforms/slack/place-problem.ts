import type { WebClient } from '@slack/web-api';
import type { Problem } from '../../core/problem.ts';
import type { Access } from './workspaces.ts';

const invite = 'Type /invite @Paperround there';

/**
 * What keeps the app from posting in a channel, as far as Slack tells without a message being posted. `then` ends the
 * remedy: what to do afterwards.
 */
export async function placeProblem(
  web: Pick<WebClient, 'conversations'>,
  { botToken: token, scopes }: Access,
  channel: string,
  then: string,
): Promise<Problem | undefined> {
  const found = await channelOf(web, token, channel);
  if (found === 'unknown') return undefined;
  if (found === 'unseen') {
    return {
      message: 'I cannot see that channel: it is private and I am not in it, or it is gone.',
      remedy: `${invite}, ${then}.`,
    };
  }
  if (found.is_archived) {
    return {
      message: 'That channel is archived.',
      remedy: 'Unarchive it, or choose another channel.',
    };
  }
  if (found.is_member) return undefined;
  if (!found.is_private && scopes.includes('chat:write.public')) return undefined;
  return { message: 'I am not in that channel.', remedy: `${invite}, ${then}.` };
}

interface Channel {
  readonly is_archived?: boolean;
  readonly is_member?: boolean;
  readonly is_private?: boolean;
}

/** `unknown`: Slack did not answer, which is no reason to refuse anything. */
async function channelOf(
  web: Pick<WebClient, 'conversations'>,
  token: string,
  channel: string,
): Promise<Channel | 'unseen' | 'unknown'> {
  try {
    return (await web.conversations.info({ token, channel })).channel ?? 'unknown';
  } catch (error) {
    const { data } = error as { readonly data?: { readonly error?: unknown } };
    return data?.error === 'channel_not_found' ? 'unseen' : 'unknown';
  }
}
