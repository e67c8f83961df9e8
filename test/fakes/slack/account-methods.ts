import { type Answer, ok, refuse } from './answer.ts';
import { channelObject, userObject } from './api-objects.ts';
import { isYes, type Method, type MethodCall, tier } from './method.ts';
import { hasBot } from './world.ts';

export const accountMethods = {
  'auth.test': {
    token: 'any',
    required: [],
    optional: [],
    handle: ({ world, team, token }) =>
      ok({
        url: `https://${team.name}.slack.example/`,
        team: team.name,
        user: 'paperround',
        team_id: token.enterprise ?? team.id,
        user_id: team.botUser,
        bot_id: team.botId,
        app_id: world.appId,
        is_enterprise_install: token.enterprise !== undefined,
        ...(token.enterprise !== undefined && { enterprise_id: token.enterprise }),
      }),
  },
  'auth.revoke': {
    token: 'bot',
    perMinute: tier.three,
    required: [],
    optional: ['test'],
    handle: ({ token, args }) => {
      if (!isYes(args.test)) token.state = 'revoked';
      return ok({ revoked: !isYes(args.test) });
    },
  },
  'users.info': {
    token: 'bot',
    scopes: ['users:read'],
    perMinute: tier.four,
    required: ['user'],
    optional: ['include_locale'],
    handle: userInfo,
  },
  'users.conversations': {
    token: 'bot',
    scopes: ['channels:read', 'groups:read'],
    perMinute: tier.three,
    required: [],
    optional: ['user', 'types', 'exclude_archived', 'limit', 'cursor'],
    handle: userConversations,
  },
} satisfies Record<string, Method>;

function userInfo({ world, args, team }: MethodCall): Answer {
  const user = world.users.get(args.user ?? '');
  if (user === undefined || user.team !== team.id) return refuse('user_not_found');
  return ok({ user: userObject(user, isYes(args.include_locale)) });
}

/** The channels of a person that the app may know of: the public ones, and private ones that it is in too. */
function userConversations({ world, args, team }: MethodCall): Answer {
  const user = world.users.get(args.user ?? team.botUser)?.id ?? team.botUser;
  const types = (args.types ?? 'public_channel').split(',');
  const kinds = types.map((type) => type.replace('_channel', ''));
  const all = [...world.channels.values()].filter(
    (channel) =>
      channel.team === team.id &&
      channel.members.has(user) &&
      kinds.includes(channel.kind) &&
      !(isYes(args.exclude_archived) && channel.isArchived) &&
      (channel.kind === 'public' || hasBot(world, channel)),
  );
  const start = Number(args.cursor ?? 0);
  const end = start + Number(args.limit ?? 100);
  return ok({
    channels: all.slice(start, end).map((channel) => channelObject(world, channel)),
    response_metadata: { next_cursor: end < all.length ? String(end) : '' },
  });
}
