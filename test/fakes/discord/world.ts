import {
  type APIApplicationCommand,
  type APIMessage,
  type APIUser,
  ChannelType,
  PermissionFlagsBits,
  type UserFlags,
} from 'discord-api-types/v10';
import { createSnowflakes } from './snowflakes.ts';

export interface FakeUser {
  readonly api: APIUser;
  acceptsDms: boolean;
  /** Of the client. */
  locale: string;
}

export interface FakeGuild {
  readonly id: string;
  readonly name: string;
  readonly botRoleId: string;
  readonly roles: { readonly id: string; readonly name: string; readonly mentionable: boolean }[];
  /** Permissions of its members, the bot not among them, by user id. */
  readonly members: Map<string, bigint>;
  /** `digest/USER`: commands that the admins gave to people beside those who may use them by themselves. */
  readonly commandGrants: Set<string>;
  /** `left`: the bot is no member. `outage`: Discord itself cannot reach it. */
  state: 'joined' | 'left' | 'outage';
}

export interface FakeChannel {
  readonly id: string;
  readonly type: ChannelType;
  readonly name: string;
  readonly guild?: FakeGuild;
  /** The channel of a thread. */
  readonly parent?: FakeChannel;
  /** The person of a direct message. */
  readonly recipient?: FakeUser;
  /** Who began a thread. */
  readonly owner?: string;
  /** What the bot may do here. A thread has its parent's. */
  permissions: bigint;
  /** A forum that takes no post without a tag. */
  requiresTag: boolean;
  archived: boolean;
  locked: boolean;
}

/** A message and who sees it: everyone in the channel, or one person. */
export interface StoredMessage {
  api: APIMessage;
  readonly viewer?: string;
}

export type World = ReturnType<typeof createWorld>;

/** The invite's permissions: view, send, send in threads, embed links, read history. */
export const INVITE_PERMISSIONS = 274_877_991_936n;

export const MEMBER_PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.UseApplicationCommands;

const NO_FLAGS: UserFlags = 0 as UserFlags;

const threadTypes: readonly ChannelType[] = [
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
];

/** Everything that the fake Discord remembers. */
export function createWorld() {
  const snowflake = createSnowflakes();
  const applicationId = snowflake();
  const users = new Map<string, FakeUser>();
  const addUser = (name: string, extra: Partial<APIUser> = {}): FakeUser => {
    const id = extra.id ?? snowflake();
    const user = { api: { ...plainUser(id, name), ...extra }, acceptsDms: true, locale: 'en-US' };
    users.set(id, user);
    return user;
  };
  return {
    snowflake,
    applicationId,
    users,
    addUser,
    bot: addUser('paperround', { id: applicationId, bot: true }),
    guilds: new Map<string, FakeGuild>(),
    channels: new Map<string, FakeChannel>(),
    /** By channel, the oldest first. Deleted messages are taken out. */
    messages: new Map<string, StoredMessage[]>(),
    /** What a nonce made: the message's id, by channel and nonce. */
    nonces: new Map<string, { readonly messageId: string; readonly at: number }>(),
    commands: [] as APIApplicationCommand[],
  };
}

function plainUser(id: string, name: string): APIUser {
  return {
    id,
    username: name,
    global_name: name,
    discriminator: '0',
    avatar: null,
    primary_guild: null,
    public_flags: NO_FLAGS,
    flags: NO_FLAGS,
  };
}

export function isThread({ type }: Pick<FakeChannel, 'type'>): boolean {
  return threadTypes.includes(type);
}

/** What the bot may do in a channel. */
export function permissionsIn(channel: FakeChannel): bigint {
  return channel.parent?.permissions ?? channel.permissions;
}

export function may(channel: FakeChannel, permission: bigint): boolean {
  return channel.recipient !== undefined || (permissionsIn(channel) & permission) === permission;
}

export function findMessage(
  world: World,
  channelId: string,
  id: string,
): StoredMessage | undefined {
  return world.messages.get(channelId)?.find(({ api }) => api.id === id);
}

/** What everybody sees in a channel, the oldest first. */
export function seenIn(world: World, { id }: FakeChannel): APIMessage[] {
  const stored = world.messages.get(id) ?? [];
  return stored.filter(({ viewer }) => viewer === undefined).map(({ api }) => api);
}

export function removeMessage(world: World, channelId: string, id: string): void {
  const kept = world.messages.get(channelId)?.filter(({ api }) => api.id !== id);
  world.messages.set(channelId, kept ?? []);
}

/** The direct-message channel of a person, made when there is none. */
export function dmOf(world: World, user: FakeUser): FakeChannel {
  for (const channel of world.channels.values()) {
    if (channel.recipient === user) return channel;
  }
  return addChannel(world, { type: ChannelType.DM, name: user.api.username, recipient: user });
}

export function addChannel(
  world: World,
  channel: Pick<FakeChannel, 'type' | 'name'> & Partial<FakeChannel>,
): FakeChannel {
  const added = {
    permissions: INVITE_PERMISSIONS,
    requiresTag: false,
    archived: false,
    locked: false,
    ...channel,
    id: world.snowflake(),
  };
  world.channels.set(added.id, added);
  return added;
}
