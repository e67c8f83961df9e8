import { type Answer, ok, refuse } from './answer.ts';
import { channelObject, messageObject } from './api-objects.ts';
import { isYes, type Method, type MethodCall, tier } from './method.ts';
import { dmOf, type FakeChannel, hasBot } from './world.ts';

const readScopes = ['channels:read', 'groups:read', 'im:read'] as const;
const historyScopes = ['channels:history', 'groups:history', 'im:history'] as const;
const historyArguments = [
  'cursor',
  'include_all_metadata',
  'inclusive',
  'latest',
  'limit',
  'oldest',
];

export const conversationMethods = {
  'conversations.info': {
    token: 'bot',
    scopes: readScopes,
    perMinute: tier.three,
    required: ['channel'],
    optional: ['include_locale', 'include_num_members'],
    handle: info,
  },
  'conversations.open': {
    token: 'bot',
    scopes: ['im:write'],
    perMinute: tier.three,
    required: [],
    optional: ['users', 'channel', 'return_im', 'prevent_creation'],
    handle: open,
  },
  'conversations.join': {
    token: 'bot',
    scopes: ['channels:join'],
    perMinute: tier.three,
    required: ['channel'],
    optional: [],
    handle: join,
  },
  'conversations.members': {
    token: 'bot',
    scopes: readScopes,
    perMinute: tier.four,
    required: ['channel'],
    optional: ['cursor', 'limit'],
    handle: members,
  },
  'conversations.history': {
    token: 'bot',
    scopes: historyScopes,
    perMinute: tier.three,
    required: ['channel'],
    optional: historyArguments,
    handle: (call) => history(call),
  },
  'conversations.replies': {
    token: 'bot',
    scopes: historyScopes,
    perMinute: tier.three,
    required: ['channel', 'ts'],
    optional: historyArguments,
    handle: (call) => history(call, call.args.ts),
  },
} satisfies Record<string, Method>;

/** The channel, or a refusal where the app cannot see it. A scope is per kind of channel. */
function visible(call: MethodCall, suffix: 'read' | 'history'): FakeChannel | Answer {
  const { world, args, team, token } = call;
  const channel = world.channels.get(args.channel ?? '');
  if (channel === undefined || channel.team !== team.id) return refuse('channel_not_found');
  if (channel.kind === 'private' && !hasBot(world, channel)) return refuse('channel_not_found');
  const needed = `${{ public: 'channels', private: 'groups', im: 'im' }[channel.kind]}:${suffix}`;
  return token.scopes.has(needed) ? channel : refuse('missing_scope', { needed });
}

function info(call: MethodCall): Answer {
  const channel = visible(call, 'read');
  if (!('members' in channel)) return channel;
  const withCount = isYes(call.args.include_num_members);
  return ok({ channel: channelObject(call.world, channel, withCount) });
}

function open({ world, args, team }: MethodCall): Answer {
  const ids = (args.users ?? '').split(',').filter((id) => id !== '');
  if (ids.length > 1) return refuse('not_supported_by_the_fake');
  if (ids[0] === undefined) return refuse('users_list_not_supplied');
  const user = world.users.get(ids[0]);
  if (user === undefined || user.team !== team.id) return refuse('user_not_found');
  if (user.isDeactivated) return refuse('user_disabled');
  const channel = dmOf(world, user);
  return ok({
    channel: isYes(args.return_im) ? channelObject(world, channel) : { id: channel.id },
  });
}

function join({ world, args, team }: MethodCall): Answer {
  const channel = world.channels.get(args.channel ?? '');
  if (channel === undefined || channel.team !== team.id) return refuse('channel_not_found');
  if (channel.kind !== 'public') return refuse('method_not_supported_for_channel_type');
  if (channel.isArchived) return refuse('is_archived');
  channel.members.add(team.botUser);
  return ok({ channel: channelObject(world, channel) });
}

function members(call: MethodCall): Answer {
  const channel = visible(call, 'read');
  if (!('members' in channel)) return channel;
  const start = Number(call.args.cursor ?? 0);
  const end = start + Number(call.args.limit ?? 100);
  const all = [...channel.members];
  const cursor = end < all.length ? String(end) : '';
  return ok({ members: all.slice(start, end), response_metadata: { next_cursor: cursor } });
}

/** What was said in a channel, the newest first; or a thread, its first message first. */
function history(call: MethodCall, thread?: string): Answer {
  const { world, args } = call;
  const channel = visible(call, 'history');
  if (!('members' in channel)) return channel;
  if (!hasBot(world, channel)) return refuse('not_in_channel');
  const oldest = Number(args.oldest ?? 0);
  const latest = Number(args.latest ?? Number.POSITIVE_INFINITY);
  const isInclusive = isYes(args.inclusive);
  const found = world.messages.filter(({ channel: place, viewer, threadTs, ts }) => {
    const at = Number(ts);
    const isHere = place === channel.id && viewer === undefined;
    const isShown = isHere && (threadTs === thread || (thread !== undefined && ts === thread));
    return isShown && (isInclusive ? at >= oldest && at <= latest : at > oldest && at < latest);
  });
  const start = Number(args.cursor ?? 0);
  const end = start + Number(args.limit ?? 100);
  const page = (thread === undefined ? found.reverse() : found).slice(start, end);
  const hasMore = end < found.length;
  const withMetadata = isYes(args.include_all_metadata);
  return ok({
    messages: page.map((message) => messageObject(world, message, withMetadata)),
    has_more: hasMore,
    ...(hasMore && { response_metadata: { next_cursor: String(end) } }),
  });
}
