import {
  ChannelType,
  PermissionFlagsBits,
  type RESTPostAPIChannelThreadsJSONBody,
} from 'discord-api-types/v10';
import { type Answer, ok, refuse, refuseForm } from './answer.ts';
import { apiChannel, apiGuild, apiMember, apiRoles, apiThread, channelsOf } from './api-objects.ts';
import { messageCheck } from './limits-check.ts';
import type { MessageBody } from './message-body.ts';
import { storeMessage } from './messages.ts';
import type { Route, RouteCall } from './route.ts';
import { withChannel } from './visible-channel.ts';
import {
  addChannel,
  dmOf,
  type FakeChannel,
  type FakeGuild,
  isThread,
  may,
  type World,
} from './world.ts';

type ThreadBody = RESTPostAPIChannelThreadsJSONBody & {
  readonly message?: MessageBody;
  readonly applied_tags?: readonly string[];
};

/** Where messages go: channels, threads, direct messages, guilds. */
export function channelRoutes(world: World): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/channels/:channel',
      handle: (call) => withChannel(world, call, (channel) => ok(apiChannel(world, channel))),
    },
    {
      method: 'GET',
      pattern: '/channels/:channel/threads/archived/public',
      isBeyondSpec: true,
      handle: (call) =>
        withChannel(world, call, (parent) => {
          if (!may(parent, PermissionFlagsBits.ReadMessageHistory)) return refuse(50013);
          const archived = [...world.channels.values()].filter(
            (each) => each.parent === parent && each.archived,
          );
          const threads = archived.map((thread) => apiThread(world, thread)).reverse();
          return ok({ threads, members: [], has_more: false });
        }),
    },
    {
      method: 'POST',
      pattern: '/channels/:channel/threads',
      check: ({ body, files }) => {
        const { message } = (body ?? {}) as ThreadBody;
        return message === undefined ? [] : messageCheck('channel')({ body: message, files });
      },
      handle: (call) => withChannel(world, call, (parent) => createThread(world, parent, call)),
    },
    { method: 'POST', pattern: '/users/@me/channels', handle: (call) => createDm(world, call) },
    guildRoute(world, '/guilds/:guild', apiGuild),
    guildRoute(world, '/guilds/:guild/channels', (guild) =>
      channelsOf(world, guild)
        .filter((channel) => !isThread(channel))
        .map((channel) => apiChannel(world, channel)),
    ),
    guildRoute(world, '/guilds/:guild/roles', apiRoles),
    {
      ...guildRoute(world, '/guilds/:guild/threads/active', (guild) => {
        const active = channelsOf(world, guild).filter((each) => isThread(each) && !each.archived);
        return { threads: active.map((thread) => apiThread(world, thread)), members: [] };
      }),
      isBeyondSpec: true,
    },
    {
      method: 'GET',
      pattern: '/guilds/:guild/members/:user',
      handle: ({ params }) => {
        const guild = world.guilds.get(params.guild ?? '');
        if (guild?.state !== 'joined') return refuse(10004);
        const id = params.user ?? '';
        const isMember = id === world.bot.api.id || guild.members.has(id);
        return isMember ? ok(apiMember(world, guild, id)) : refuse(10013);
      },
    },
  ];
}

function guildRoute(world: World, pattern: string, read: (guild: FakeGuild) => unknown): Route {
  return {
    method: 'GET',
    pattern,
    handle: ({ params }) => {
      const guild = world.guilds.get(params.guild ?? '');
      return guild?.state === 'joined' ? ok(read(guild)) : refuse(10004);
    },
  };
}

/** A post in a forum, with its first message, or a thread in a text channel, without one. */
function createThread(world: World, parent: FakeChannel, { request }: RouteCall): Answer {
  const { name, message, applied_tags: tags = [] } = request.body as ThreadBody;
  const isForum = parent.type === ChannelType.GuildForum;
  const isNews = parent.type === ChannelType.GuildAnnouncement;
  if (!isForum && !isNews && parent.type !== ChannelType.GuildText) return refuse(50024);
  if (isForum && message === undefined) return refuseForm(['message: This field is required']);
  if (isForum && parent.requiresTag && tags.length === 0) return refuse(40067);
  const permission = isForum
    ? PermissionFlagsBits.SendMessages
    : PermissionFlagsBits.CreatePublicThreads;
  if (!may(parent, permission)) return refuse(50013);

  const author = world.bot.api;
  const thread = addChannel(world, {
    type: isNews ? ChannelType.AnnouncementThread : ChannelType.PublicThread,
    name,
    parent,
    owner: author.id,
    ...(parent.guild === undefined ? {} : { guild: parent.guild }),
  });
  if (!isForum || message === undefined) return ok(apiThread(world, thread), 201);
  const first = storeMessage(world, {
    channel: thread,
    author,
    body: message,
    files: request.files,
  });
  return ok({ ...apiThread(world, thread), message: first.api }, 201);
}

function createDm(world: World, { request }: RouteCall): Answer {
  const { recipient_id: id } = request.body as { readonly recipient_id: string };
  const user = world.users.get(id);
  if (user === undefined) return refuse(10013);
  if (user === world.bot) return refuse(50033);
  return ok(apiChannel(world, dmOf(world, user)));
}
