import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Reply } from '../../../core/invocation.ts';
import { papersIn, type View } from '../../../core/view.ts';
import type { Message, Occasion } from '../../platform.ts';
import { encodeShare, type Target } from './action-value.ts';
import { button, buttonRows, context, section } from './block-pieces.ts';
import { renderBlocks } from './blocks.ts';
import { digestParts, shortened } from './digest-parts.ts';
import { limits } from './limits.ts';
import { cut, less, type Size } from './measure.ts';
import { groupMention, userMention } from './mrkdwn.ts';
import { messageText } from './plain-text.ts';

/** What `chat.postMessage` and a `response_url` take alike. Nothing in it unfurls, and `text` has no formatting. */
export interface MessageArguments {
  readonly text: string;
  readonly blocks?: KnownBlock[];
  readonly mrkdwn: false;
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** One message of a digest: what `chat.postMessage` takes beside the channel. */
export interface SlackPayload {
  readonly arguments: MessageArguments;
  /** To be sent once where Slack refuses the blocks. */
  readonly fallback: MessageArguments;
  /** In the thread of the part with this number. */
  readonly threadOf?: 0;
}

const storedMessage = z.looseObject({
  text: z.string(),
  blocks: z.array(z.looseObject({})).optional(),
});
const storedPayload = z.looseObject({ arguments: storedMessage, fallback: storedMessage });

/** A payload as it comes back from a store; undefined for what is none. */
export function readPayload(stored: unknown): SlackPayload | undefined {
  return storedPayload.safeParse(stored).success ? (stored as SlackPayload) : undefined;
}

interface RenderedMessage extends Message {
  readonly payload: SlackPayload;
}

export interface ReplyPayload extends MessageArguments {
  readonly response_type: 'ephemeral' | 'in_channel';
}

export interface ReplyOptions {
  /** The command to run again for everyone: adds the button that does. */
  readonly share?: Target;
  /** Who had it shown to everyone: a user's id. */
  readonly sharedBy?: string;
}

const messageRoom: Size = {
  blocks: limits.messageBlocks,
  text: limits.messageText,
  json: limits.messageJson,
};

/** A digest, or any other view that is posted without having been asked for, as messages within Slack's limits. */
export function renderDigest(view: View, { mention = '' }: Occasion): RenderedMessage[] {
  const called = groupMention(mention);
  const lead = called === undefined ? [] : [section(called)];
  const room = less(messageRoom, lead);
  return digestParts(view, room).map(({ view: part, blocks }, index) => {
    const papers = papersIn(part);
    if (index > 0) {
      const text = messageText(part, limits.plainText);
      return { payload: { ...payload(text, blocks), threadOf: 0 }, papers };
    }
    const before = called === undefined ? '' : `${called}\n`;
    const text = messageText(part, limits.plainText - before.length);
    return { payload: payload(before + text, [...lead, ...blocks]), papers };
  });
}

/** An answer as its `response_url` takes it. */
export function renderReply(
  { view, visibility }: Reply,
  { share, sharedBy }: ReplyOptions = {},
): ReplyPayload {
  const sharing = share === undefined ? [] : buttonRows(button('Share here', encodeShare(share)));
  const signature = sharedBy === undefined ? [] : [context(`Shared by ${userMention(sharedBy)}`)];
  const after = [...sharing, ...signature];
  const isPublic = sharedBy !== undefined || visibility === 'public';
  const room = less(messageRoom, after);
  const shown = shortened(view, room);
  return {
    response_type: isPublic ? 'in_channel' : 'ephemeral',
    ...message(messageText(shown, limits.plainText), [...cut(renderBlocks(shown), room), ...after]),
  };
}

function payload(text: string, blocks: KnownBlock[]): SlackPayload {
  return { arguments: message(text, blocks), fallback: message(text) };
}

/** A message always has a text: one without is refused. */
function message(text: string, blocks: KnownBlock[] = []): MessageArguments {
  return {
    text: text === '' ? 'Paperround' : text,
    ...(blocks.length === 0 ? {} : { blocks }),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}
