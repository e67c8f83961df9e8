import {
  type APIMessage,
  ChannelType,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { type Answer, noContent, ok, refuse, refuseForm } from './answer.ts';
import { messageCheck } from './limits-check.ts';
import { hasFlag, type MessageBody } from './message-body.ts';
import { editMessage, storeMessage } from './messages.ts';
import type { Route, RouteCall } from './route.ts';
import { withChannel } from './visible-channel.ts';
import {
  type FakeChannel,
  findMessage,
  isThread,
  may,
  removeMessage,
  type StoredMessage,
  seenIn,
  type World,
} from './world.ts';

const messageless: readonly ChannelType[] = [
  ChannelType.GuildCategory,
  ChannelType.GuildDirectory,
  ChannelType.GuildStageVoice,
];
const forums: readonly ChannelType[] = [ChannelType.GuildForum, ChannelType.GuildMedia];

interface MessageRouteOptions {
  /** How long a nonce is remembered. */
  readonly nonceWindowMs: number;
}

export function messageRoutes(world: World, { nonceWindowMs }: MessageRouteOptions): Route[] {
  return [
    {
      method: 'POST',
      pattern: '/channels/:channel/messages',
      check: messageCheck('channel'),
      handle: (call) => createMessage(world, call, nonceWindowMs),
    },
    {
      method: 'GET',
      pattern: '/channels/:channel/messages',
      handle: (call) => listMessages(world, call),
    },
    {
      method: 'GET',
      pattern: '/channels/:channel/messages/:message',
      handle: (call) => withMessage(world, call, ({ api }) => ok(asRead(api))),
    },
    {
      method: 'PATCH',
      pattern: '/channels/:channel/messages/:message',
      check: messageCheck('edit'),
      handle: (call) =>
        withMessage(world, call, (message) => {
          const problems = editMessage(world, message, call.request);
          return problems.length > 0 ? refuseForm(problems) : ok(asRead(message.api));
        }),
    },
    {
      method: 'DELETE',
      pattern: '/channels/:channel/messages/:message',
      handle: (call) =>
        withMessage(world, call, ({ api }) => {
          removeMessage(world, api.channel_id, api.id);
          return noContent;
        }),
    },
    {
      method: 'POST',
      pattern: '/channels/:channel/messages/:message/crosspost',
      isBeyondSpec: true,
      handle: (call) => crosspost(world, call),
    },
  ];
}

/** Why the bot cannot send a message to a channel that it may see. */
function refuseMessage(channel: FakeChannel, body: MessageBody): Answer | undefined {
  if (channel.recipient?.acceptsDms === false) return refuse(50007);
  if (forums.includes(channel.type)) return refuse(40058);
  if (messageless.includes(channel.type)) return refuse(50008);
  const send = isThread(channel)
    ? PermissionFlagsBits.SendMessagesInThreads
    : PermissionFlagsBits.SendMessages;
  if (!may(channel, send)) return refuse(50013);
  if (channel.locked && !may(channel, PermissionFlagsBits.ManageThreads)) return refuse(160005);
  const hasEmbeds = (body.embeds ?? []).length > 0;
  return hasEmbeds && !may(channel, PermissionFlagsBits.EmbedLinks) ? refuse(50013) : undefined;
}

function createMessage(world: World, call: RouteCall, windowMs: number): Answer {
  return withChannel(world, call, (channel) => {
    const { request } = call;
    const body = (request.body ?? {}) as MessageBody;
    const refused = refuseMessage(channel, body);
    if (refused !== undefined) return refused;
    const nonce = body.enforce_nonce === true ? body.nonce : undefined;
    const key = nonce == null ? undefined : `${channel.id}/${nonce}`;
    const earlier = key === undefined ? undefined : world.nonces.get(key);
    if (earlier !== undefined && request.at - earlier.at < windowMs) {
      const message = findMessage(world, channel.id, earlier.messageId);
      return message === undefined ? refuse(10008) : ok(message.api);
    }
    const author = world.bot.api;
    const { api } = storeMessage(world, { channel, author, body, files: request.files });
    if (key !== undefined) world.nonces.set(key, { messageId: api.id, at: request.at });
    return ok(api);
  });
}

/** Whether a message that is read again has its nonce is not documented: here it has none. */
function asRead({ nonce: _, ...message }: APIMessage): APIMessage {
  return message;
}

/** The newest first. Without the permission to read history: nothing, and no error. */
function listMessages(world: World, call: RouteCall): Answer {
  return withChannel(world, call, (channel) => {
    if (!may(channel, PermissionFlagsBits.ReadMessageHistory)) return ok([]);
    const { query } = call.request;
    const limit = Number(query.get('limit') ?? 50);
    if (!(limit >= 1 && limit <= 100)) return refuseForm(['limit is 1 to 100']);
    const [after, before] = [query.get('after'), query.get('before')];
    const all = seenIn(world, channel).filter(
      ({ id }) =>
        (after === null || BigInt(id) > BigInt(after)) &&
        (before === null || BigInt(id) < BigInt(before)),
    );
    const some = after === null ? all.slice(-limit) : all.slice(0, limit);
    return ok(some.map(asRead).reverse());
  });
}

function withMessage(
  world: World,
  call: RouteCall,
  act: (message: StoredMessage, channel: FakeChannel) => Answer,
): Answer {
  return withChannel(world, call, (channel) => {
    const message = findMessage(world, channel.id, call.params.message ?? '');
    const isSeen = message !== undefined && message.viewer === undefined;
    return isSeen ? act(message, channel) : refuse(10008);
  });
}

function crosspost(world: World, call: RouteCall): Answer {
  return withMessage(world, call, (message, channel) => {
    if (channel.type !== ChannelType.GuildAnnouncement) return refuse(50024);
    if (!may(channel, PermissionFlagsBits.SendMessages)) return refuse(50013);
    const { flags = 0 } = message.api;
    if (hasFlag(flags, MessageFlags.Crossposted)) return refuse(40033);
    message.api = { ...message.api, flags: flags | MessageFlags.Crossposted };
    return ok(asRead(message.api));
  });
}
