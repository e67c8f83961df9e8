import type { WebClient } from '@slack/web-api';
import type { Problem } from '../../core/problem.ts';
import type { Access } from './installs/workspaces.ts';

export interface PlaceWords {
  /** The remedy where the app is not in the channel, without its period. */
  readonly invite: string;
  /** What to say where Slack does not answer; nothing, where that is no reason to refuse anything. */
  readonly unknown?: Problem;
}

export const notTold: Problem = {
  message: 'Slack does not tell me right now whether I can post there.',
  remedy: 'Look again in a minute.',
  isUnknown: true,
};

/** What keeps the app from posting in a channel, as far as Slack tells without a message being posted. */
export async function placeProblem(
  web: Pick<WebClient, 'conversations'>,
  { botToken: token, scopes }: Access,
  channel: string,
  { invite, unknown }: PlaceWords,
): Promise<Problem | undefined> {
  const found = await channelOf(web, token, channel);
  if (found === 'unknown') return unknown;
  if (found === 'unseen') {
    return {
      message: 'I cannot see that channel: it is private and I am not in it, or it is gone.',
      remedy: `${invite}.`,
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
  return { message: 'I am not in that channel.', remedy: `${invite}.` };
}

interface Channel {
  readonly is_archived?: boolean;
  readonly is_member?: boolean;
  readonly is_private?: boolean;
}

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
