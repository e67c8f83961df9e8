import type { MessageMetadata } from '@slack/types';
import { type Answer, ok, refuse } from './answer.ts';
import { messageObject } from './api-objects.ts';
import { checkBlocks, checkMessage, TEXT_LIMITS, textLength } from './block-kit.ts';
import { editMessage, storeMessage } from './messages.ts';
import { isYes, type Method, type MethodCall, tier } from './method.ts';
import { dmOf, type FakeChannel, findMessage, hasBot, removeMessage } from './world.ts';

const content = ['text', 'blocks', 'attachments', 'metadata', 'markdown_text', 'parse'] as const;
const json = ['blocks', 'attachments', 'metadata'] as const;

export const chatMethods = {
  'chat.postMessage': {
    token: 'bot',
    scopes: ['chat:write'],
    required: ['channel'],
    optional: [
      ...content,
      'thread_ts',
      'reply_broadcast',
      'unfurl_links',
      'unfurl_media',
      'link_names',
      'mrkdwn',
    ],
    json,
    handle: postMessage,
  },
  'chat.postEphemeral': {
    token: 'bot',
    scopes: ['chat:write'],
    perMinute: tier.four,
    required: ['channel', 'user'],
    optional: [...content, 'thread_ts', 'link_names'],
    json,
    handle: postEphemeral,
  },
  'chat.update': {
    token: 'bot',
    scopes: ['chat:write'],
    perMinute: tier.three,
    required: ['channel', 'ts'],
    optional: [...content, 'reply_broadcast', 'link_names'],
    json,
    handle: updateMessage,
  },
  'chat.delete': {
    token: 'bot',
    scopes: ['chat:write'],
    perMinute: tier.three,
    required: ['channel', 'ts'],
    optional: [],
    handle: deleteMessage,
  },
} satisfies Record<string, Method>;

function postMessage(call: MethodCall): Answer {
  const { world, args, json, team } = call;
  const channel = destination(call);
  if (typeof channel === 'string') return refuse(channel);
  const refusal = refuseContent(call, 'chat');
  if (refusal !== undefined) return refusal;
  const { thread_ts: threadTs } = args;
  if (threadTs !== undefined && findMessage(world, channel.id, threadTs) === undefined) {
    world.report(`chat.postMessage: no message ${threadTs} to answer in a thread`);
    return refuse('thread_not_found');
  }
  const stored = storeMessage(world, {
    team: team.id,
    channel: channel.id,
    author: team.botUser,
    text: args.text ?? '',
    blocks: json.blocks,
    threadTs,
    metadata: json.metadata as MessageMetadata | undefined,
  });
  return ok({ channel: channel.id, ts: stored.ts, message: messageObject(world, stored) });
}

function postEphemeral(call: MethodCall): Answer {
  const { world, args, json, team } = call;
  const channel = destination(call);
  if (typeof channel === 'string') return refuse(channel);
  const viewer = args.user ?? '';
  if (!channel.members.has(viewer)) return refuse('user_not_in_channel');
  const refusal = refuseContent(call, 'ephemeral');
  if (refusal !== undefined) return refusal;
  const { ts } = storeMessage(world, {
    team: team.id,
    channel: channel.id,
    author: team.botUser,
    text: args.text ?? '',
    blocks: json.blocks,
    viewer,
    threadTs: args.thread_ts,
  });
  return ok({ message_ts: ts });
}

function updateMessage(call: MethodCall): Answer {
  const { world, args, json, team } = call;
  const message = findMessage(world, args.channel ?? '', args.ts ?? '');
  if (world.channels.get(args.channel ?? '')?.team !== team.id) return refuse('channel_not_found');
  if (message === undefined || message.viewer !== undefined) return refuse('message_not_found');
  if (message.author !== team.botUser) return refuse('cant_update_message');
  if ((args.text ?? '').length > TEXT_LIMITS.topLevel) return refuse('msg_too_long');
  const refusal = refuseContent(call, 'ephemeral');
  if (refusal !== undefined) return refusal;
  const metadata = json.metadata as MessageMetadata | undefined;
  editMessage(world, message, { text: args.text ?? '', blocks: json.blocks, metadata });
  const { channel, ts, text } = message;
  return ok({ channel, ts, text, message: messageObject(world, message) });
}

function deleteMessage({ world, args, team }: MethodCall): Answer {
  const message = findMessage(world, args.channel ?? '', args.ts ?? '');
  if (message === undefined || message.team !== team.id) return refuse('message_not_found');
  if (message.author !== team.botUser) return refuse('cant_delete_message');
  removeMessage(world, message);
  return ok({ channel: message.channel, ts: message.ts });
}

/** The channel to post to, or Slack's word for why not. */
function destination({ world, args, team, token }: MethodCall): FakeChannel | string {
  const user = world.users.get(args.channel ?? '');
  if (user !== undefined && user.team === team.id) {
    if (user.home !== team.id) return 'channel_not_found';
    return user.isDeactivated ? 'user_disabled' : dmOf(world, user);
  }
  const channel = world.channels.get(args.channel ?? '');
  if (channel === undefined || channel.team !== team.id) return 'channel_not_found';
  const isMember = hasBot(world, channel);
  if (!isMember && channel.kind === 'private') return 'channel_not_found';
  if (channel.isArchived) return 'is_archived';
  return isMember || token.scopes.has('chat:write.public') ? channel : 'not_in_channel';
}

/** Judges text, blocks and metadata. Reports every problem; refuses what Slack refuses. */
function refuseContent(
  { world, args, json }: MethodCall,
  kind: 'chat' | 'ephemeral',
): Answer | undefined {
  const message = { ...args, ...json, ...flags(args) };
  world.report(...checkMessage(message, kind).map((problem) => `message: ${problem}`));
  const { blocks = [] } = json;
  const problems = checkBlocks(blocks);
  if (problems.length > 0) {
    return refuse('invalid_blocks', { response_metadata: { messages: problems } });
  }
  if (textLength(blocks) > TEXT_LIMITS.slackRefuses) return refuse('msg_blocks_too_long');
  const isEmpty = !args.text && Array.isArray(blocks) && blocks.length === 0;
  return isEmpty ? refuse('no_text') : undefined;
}

const flagNames = ['unfurl_links', 'unfurl_media', 'reply_broadcast', 'mrkdwn'];

/** Form fields are text; flags are read as what they say. */
function flags(args: Readonly<Record<string, string>>): Record<string, boolean> {
  const names = flagNames.filter((name) => name in args);
  return Object.fromEntries(names.map((name) => [name, isYes(args[name])]));
}
