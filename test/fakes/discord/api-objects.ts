import {
  type APIChannel,
  type APIRole,
  type APIThreadChannel,
  ChannelFlags,
  ChannelType,
  type GatewayGuildCreateDispatchData,
  GuildMemberFlags,
  type RoleFlags,
} from 'discord-api-types/v10';
import {
  type FakeChannel,
  type FakeGuild,
  INVITE_PERMISSIONS,
  isThread,
  type World,
} from './world.ts';

const JOINED_AT = '2026-01-05T09:00:00.000000+00:00';
const ALL_PERMISSIONS = (1n << 53n) - 1n;

/** A channel as `GET /channels/ID` gives it. */
export function apiChannel(world: World, channel: FakeChannel): APIChannel {
  if (channel.guild === undefined) return privateChannel(channel);
  return isThread(channel) ? apiThread(world, channel) : guildChannel(world, channel);
}

function privateChannel({ id, type, name, recipient }: FakeChannel): APIChannel {
  const recipients = recipient === undefined ? [] : [recipient.api];
  const base = { id, type, flags: 0, recipients, last_message_id: null };
  return (type === ChannelType.DM ? base : { ...base, name, icon: null }) as unknown as APIChannel;
}

function guildChannel(world: World, channel: FakeChannel): APIChannel {
  const { id, type, name, guild, permissions } = channel;
  const base = {
    id,
    type,
    name,
    guild_id: guild?.id ?? '0',
    position: 0,
    flags: channel.requiresTag ? ChannelFlags.RequireTag : 0,
    parent_id: null,
    permission_overwrites: [
      {
        id: world.bot.api.id,
        type: 1,
        allow: String(permissions),
        deny: String(ALL_PERMISSIONS & ~permissions),
      },
    ],
  };
  const isForum = type === ChannelType.GuildForum;
  return { ...base, ...(isForum ? { available_tags: [] } : {}) } as unknown as APIChannel;
}

export function apiThread(world: World, channel: FakeChannel): APIThreadChannel {
  const sent = world.messages.get(channel.id)?.length ?? 0;
  return {
    id: channel.id,
    type: channel.type,
    name: channel.name,
    guild_id: channel.guild?.id ?? '0',
    parent_id: channel.parent?.id ?? null,
    owner_id: channel.owner ?? world.bot.api.id,
    flags: 0,
    message_count: sent,
    member_count: 1,
    total_message_sent: sent,
    applied_tags: [],
    thread_metadata: {
      archived: channel.archived,
      locked: channel.locked,
      archive_timestamp: JOINED_AT,
      create_timestamp: JOINED_AT,
      auto_archive_duration: 4320,
    },
  } as unknown as APIThreadChannel;
}

function apiRole(role: Pick<APIRole, 'id' | 'name' | 'mentionable'>, permissions: bigint): APIRole {
  return {
    ...role,
    permissions: String(permissions),
    position: 0,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    icon: null,
    unicode_emoji: null,
    flags: 0 as RoleFlags,
  };
}

/** `@everyone` may do nothing by itself; the bot's own role has what the invite asked for. */
export function apiRoles(guild: FakeGuild): APIRole[] {
  return [
    apiRole({ id: guild.id, name: '@everyone', mentionable: false }, 0n),
    apiRole({ id: guild.botRoleId, name: 'Paperround', mentionable: false }, INVITE_PERMISSIONS),
    ...guild.roles.map((role) => apiRole(role, 0n)),
  ];
}

/** A member, without permissions: those stand in interactions only. */
export function apiMember(world: World, guild: FakeGuild, userId: string) {
  const isBot = userId === world.bot.api.id;
  return {
    user: world.users.get(userId)?.api ?? world.bot.api,
    roles: isBot ? [guild.botRoleId] : [],
    joined_at: JOINED_AT,
    deaf: false,
    mute: false,
    flags: GuildMemberFlags.CompletedOnboarding,
    pending: false,
    nick: null,
    avatar: null,
    banner: null,
    premium_since: null,
    communication_disabled_until: null,
  };
}

/** A guild as `GET /guilds/ID` gives it. */
export function apiGuild(guild: FakeGuild) {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: [],
    banner: null,
    owner_id: guild.id,
    application_id: null,
    region: 'rotterdam',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    roles: apiRoles(guild),
    default_message_notifications: 1,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
  };
}

export function channelsOf(world: World, guild: FakeGuild): FakeChannel[] {
  return [...world.channels.values()].filter((channel) => channel.guild === guild);
}

/** A guild as GUILD_CREATE gives it to a bot with the GUILDS intent alone. */
export function guildCreate(world: World, guild: FakeGuild): GatewayGuildCreateDispatchData {
  const channels = channelsOf(world, guild);
  return {
    ...apiGuild(guild),
    joined_at: JOINED_AT,
    large: false,
    unavailable: false,
    member_count: guild.members.size + 1,
    members: [apiMember(world, guild, world.bot.api.id)],
    channels: channels.filter((each) => !isThread(each)).map((each) => apiChannel(world, each)),
    threads: channels.filter(isThread).map((each) => apiThread(world, each)),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  } as unknown as GatewayGuildCreateDispatchData;
}
