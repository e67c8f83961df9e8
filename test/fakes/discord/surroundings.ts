import {
  type APIApplicationCommand,
  type APIMessage,
  ChannelType,
  GatewayDispatchEvents,
} from 'discord-api-types/v10';
import { apiChannel, guildCreate } from './api-objects.ts';
import type { Sessions } from './gateway-sessions.ts';
import { storeMessage } from './messages.ts';
import {
  addChannel,
  dmOf,
  type FakeChannel,
  type FakeGuild,
  INVITE_PERMISSIONS,
  isThread,
  MEMBER_PERMISSIONS,
  removeMessage,
  seenIn,
  type World,
} from './world.ts';

export interface NewGuild {
  readonly name: string;
  /** `left`: the bot is no member; what is used there is installed by the person. */
  readonly state?: 'joined' | 'left';
  readonly channels?: readonly NewChannel[];
  readonly roles?: readonly { readonly name: string; readonly isMentionable?: boolean }[];
  readonly members?: readonly { readonly name: string; readonly permissions?: bigint }[];
}

export interface NewChannel {
  readonly name: string;
  /** A text channel by default. */
  readonly type?: ChannelType;
  /** What the bot may do there; what the invite asked for by default. */
  readonly permissions?: bigint;
  readonly requiresTag?: boolean;
  /** The name of the channel that a thread belongs to, which stands before it. */
  readonly parent?: string;
}

/** Ids by name. */
export interface GuildIds {
  readonly id: string;
  readonly channels: Readonly<Record<string, string>>;
  readonly roles: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, string>>;
}

/** What happens around the bot: servers, channels, people, and what stands in channels. */
export interface Surroundings {
  /** What the bot registered. */
  commands(): readonly APIApplicationCommand[];
  addGuild(guild: NewGuild): GuildIds;
  /** The bot is removed, or Discord cannot reach the guild for a while. */
  removeGuild(id: string, how?: { readonly unavailable?: boolean }): void;
  /** The bot is invited again, or the guild can be reached again. */
  returnGuild(id: string): void;
  addUser(name: string): string;
  /** A conversation of several people, in which the bot can only be used by who installed it. */
  addPrivateChannel(name: string): string;
  /** The threads in it go with it, without a word of their own. */
  deleteChannel(id: string, how?: { readonly isToldTwice?: boolean }): void;
  /** Sets what the bot may do in a channel. */
  setPermissions(channelId: string, permissions: bigint): void;
  setThread(id: string, state: { readonly archived?: boolean; readonly locked?: boolean }): void;
  /** Admins let a person use a slash command, or no longer. */
  grantCommand(guildId: string, command: string, userId: string, isGranted?: boolean): void;
  /** The language of a person's client. */
  setLocale(userId: string, locale: string): void;
  closeDms(userId: string): void;
  openDms(userId: string): void;
  /** A person writes a message. */
  say(channelId: string, userId: string, content: string): APIMessage;
  /** Somebody deletes a message of the bot. */
  deleteMessage(channelId: string, id: string): void;
  /** What everybody sees in a channel, the oldest first. */
  messages(channelId: string): readonly APIMessage[];
  /** What stands in the direct messages of a person with the bot. */
  dms(userId: string): readonly APIMessage[];
}

export function createSurroundings(world: World, dispatch: Sessions['dispatch']): Surroundings {
  const channelOf = (id: string): FakeChannel => found(world.channels.get(id), `channel ${id}`);
  const guildOf = (id: string): FakeGuild => found(world.guilds.get(id), `guild ${id}`);
  const userOf = (id: string) => found(world.users.get(id), `user ${id}`);
  const tell = (channel: FakeChannel, what: 'Update' | 'Delete') => {
    const { ThreadUpdate, ThreadDelete, ChannelUpdate, ChannelDelete } = GatewayDispatchEvents;
    const events = isThread(channel)
      ? { Update: ThreadUpdate, Delete: ThreadDelete }
      : { Update: ChannelUpdate, Delete: ChannelDelete };
    const whole = apiChannel(world, channel);
    const isBrief = what === 'Delete' && isThread(channel);
    dispatch(events[what], channel.guild?.id, isBrief ? briefThread(whole) : whole);
  };

  return {
    commands: () => world.commands,
    addGuild(wanted) {
      const { guild, ids } = build(world, wanted);
      if (guild.state === 'joined') {
        dispatch(GatewayDispatchEvents.GuildCreate, guild.id, guildCreate(world, guild));
      }
      return ids;
    },
    removeGuild(id, { unavailable = false } = {}) {
      guildOf(id).state = unavailable ? 'outage' : 'left';
      const data = unavailable ? { id, unavailable } : { id };
      dispatch(GatewayDispatchEvents.GuildDelete, id, data);
    },
    returnGuild(id) {
      const guild = guildOf(id);
      guild.state = 'joined';
      dispatch(GatewayDispatchEvents.GuildCreate, id, guildCreate(world, guild));
    },
    addUser: (name) => world.addUser(name).api.id,
    addPrivateChannel: (name) =>
      addChannel(world, { type: ChannelType.GroupDM, name, permissions: 0n }).id,
    deleteChannel(id, { isToldTwice = false } = {}) {
      const channel = channelOf(id);
      for (const each of [...world.channels.values()]) {
        if (each.parent === channel) world.channels.delete(each.id);
      }
      world.channels.delete(id);
      tell(channel, 'Delete');
      if (isToldTwice) tell(channel, 'Delete');
    },
    setPermissions(channelId, permissions) {
      const channel = channelOf(channelId);
      channel.permissions = permissions;
      tell(channel, 'Update');
    },
    setThread(id, state) {
      const thread = channelOf(id);
      Object.assign(thread, state);
      tell(thread, 'Update');
    },
    grantCommand(guildId, command, userId, isGranted = true) {
      const { commandGrants } = guildOf(guildId);
      const grant = `${command}/${userId}`;
      if (isGranted) commandGrants.add(grant);
      else commandGrants.delete(grant);
    },
    setLocale(userId, locale) {
      userOf(userId).locale = locale;
    },
    closeDms(userId) {
      userOf(userId).acceptsDms = false;
    },
    openDms(userId) {
      userOf(userId).acceptsDms = true;
    },
    say(channelId, userId, content) {
      const author = userOf(userId).api;
      const body = { content, allowed_mentions: { parse: [] } };
      return storeMessage(world, { channel: channelOf(channelId), author, body }).api;
    },
    deleteMessage: (channelId, id) => removeMessage(world, channelId, id),
    messages: (channelId) => seenIn(world, channelOf(channelId)),
    dms: (userId) => seenIn(world, dmOf(world, userOf(userId))),
  };
}

/** All that THREAD_DELETE tells of a thread. Source: events/gateway-events. */
function briefThread(thread: object): object {
  const told = ['id', 'guild_id', 'parent_id', 'type'];
  return Object.fromEntries(Object.entries(thread).filter(([name]) => told.includes(name)));
}

function found<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`There is no ${name}.`);
  return value;
}

function build(
  world: World,
  wanted: NewGuild,
): { readonly guild: FakeGuild; readonly ids: GuildIds } {
  const roles = (wanted.roles ?? []).map(({ name, isMentionable = false }) => ({
    id: world.snowflake(),
    name,
    mentionable: isMentionable,
  }));
  const members = (wanted.members ?? []).map(({ name, permissions = MEMBER_PERMISSIONS }) => {
    const known = [...world.users.values()].find(({ api }) => api.username === name);
    return { id: (known ?? world.addUser(name)).api.id, name, permissions };
  });
  const guild: FakeGuild = {
    id: world.snowflake(),
    name: wanted.name,
    botRoleId: world.snowflake(),
    roles,
    members: new Map(members.map(({ id, permissions }) => [id, permissions])),
    commandGrants: new Set(),
    state: wanted.state ?? 'joined',
  };
  world.guilds.set(guild.id, guild);
  const channels = new Map<string, FakeChannel>();
  for (const { name, type = ChannelType.GuildText, parent, ...rest } of wanted.channels ?? []) {
    const above =
      parent === undefined ? undefined : found(channels.get(parent), `channel ${parent}`);
    const channel = addChannel(world, {
      permissions: INVITE_PERMISSIONS,
      ...rest,
      name,
      type,
      guild,
      ...(above === undefined ? {} : { parent: above }),
    });
    channels.set(name, channel);
  }
  const ids = (items: Iterable<{ readonly id: string; readonly name: string }>) =>
    Object.fromEntries([...items].map(({ id, name }) => [name, id]));
  return {
    guild,
    ids: {
      id: guild.id,
      channels: ids(channels.values()),
      roles: ids(roles),
      members: ids(members),
    },
  };
}
