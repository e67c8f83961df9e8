import type { WebClient } from '@slack/web-api';
import type { Problem } from '../../core/problem.ts';
import type { Obstacle } from '../../core/subscription.ts';
import type { Access } from './installs/workspaces.ts';

/** The remedies, without their periods. */
export interface PlaceWords {
  /** Where the app is not in the channel. */
  readonly invite: string;
  readonly unarchive: string;
  /** What to say where Slack does not answer; nothing, where that is no reason to refuse anything. */
  readonly unknown?: Problem;
}

export const notTold: Problem = {
  message: 'Slack does not tell me right now whether I can post there.',
  remedy: 'Look again in a minute.',
  isUnknown: true,
};

/** What brings a digest back to its channel. */
export const toGoOn = {
  invite: 'Type /invite @Paperround there, and the digest goes on',
  unarchive: 'Unarchive it, and the digest goes on; or set it up in another one',
} satisfies PlaceWords;

/** Said of the digests of a channel that was deleted. */
export const channelGone: Obstacle = {
  kind: 'destination-gone',
  text: 'The channel is gone. Set the digest up in another one with /papers digest add, and remove this one',
  isForGood: true,
};

type Conversations = Pick<WebClient, 'conversations'>;

/** What keeps the app from posting in a channel, as far as Slack tells without a message being posted. */
export async function placeProblem(
  web: Conversations,
  { botToken, scopes }: Access,
  channel: string,
  words: PlaceWords,
): Promise<Problem | undefined> {
  const found = await channelOf(web, botToken, channel);
  if (found === 'unknown') return words.unknown;
  if (found === 'unseen') {
    return {
      message: 'I cannot see that channel: it is private and I am not in it, or it is gone.',
      remedy: `${words.invite}.`,
    };
  }
  if (found.is_archived) return archived(words);
  if (found.is_member) return undefined;
  if (!found.is_private && entries.some((scope) => scopes.includes(scope))) return undefined;
  return { message: 'I am not in that channel.', remedy: `${words.invite}.` };
}

/** What lets the app post in a public channel that nobody has taken it into. */
const entries = ['chat:write.public', 'channels:join'];

export function archived({ unarchive }: PlaceWords): Problem {
  return { message: 'That channel is archived.', remedy: `${unarchive}.` };
}

/** Whether Slack shows that a channel is there. */
export async function isShown(
  web: Conversations,
  { botToken }: Access,
  channel: string,
): Promise<boolean> {
  return typeof (await channelOf(web, botToken, channel)) === 'object';
}

interface Channel {
  readonly is_archived?: boolean;
  readonly is_member?: boolean;
  readonly is_private?: boolean;
}

async function channelOf(
  web: Conversations,
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
