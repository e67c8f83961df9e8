import type { MessageMetadata, View } from '@slack/types';
import { createIds, createTimestamps } from './ids.ts';

/** A block as it is kept: every block and element has an id. */
export type StoredBlock = Record<string, unknown> & {
  readonly type: string;
  readonly block_id: string;
};

export interface FakeTeam {
  readonly id: string;
  readonly name: string;
  readonly botUser: string;
  readonly botId: string;
  readonly enterprise: string | undefined;
  /** The app is installed for the whole organization at once. */
  readonly isOrgWide: boolean;
}

export interface FakeUser {
  readonly id: string;
  /** The workspace in which they are met. */
  readonly team: string;
  /** The workspace that they belong to: another one for people of shared channels. */
  readonly home: string;
  readonly name: string;
  /** IANA. */
  tz: string;
  isAdmin: boolean;
  isGuest: boolean;
  isDeactivated: boolean;
}

export interface FakeChannel {
  readonly id: string;
  readonly team: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  /** User ids, the bot's too. */
  readonly members: Set<string>;
  isArchived: boolean;
}

export interface FakeMessage {
  readonly ts: string;
  readonly team: string;
  readonly channel: string;
  /** User id. */
  readonly author: string;
  /** The one person who sees an ephemeral message. */
  readonly viewer?: string;
  readonly threadTs?: string;
  /** Milliseconds, as Date.now gives them. */
  readonly at: number;
  text: string;
  blocks: readonly StoredBlock[];
  metadata?: MessageMetadata;
  /** How often it was changed. */
  edits: number;
}

export interface FakeView {
  readonly id: string;
  readonly team: string;
  readonly user: string;
  readonly type: View['type'];
  readonly rootId: string;
  readonly previousId: string | null;
  /** As the app sent it last, its blocks with ids. */
  payload: View & { blocks: StoredBlock[] };
  hash: string;
  /** How often it was changed after it was opened. */
  updates: number;
  isClosed: boolean;
}

export interface FakeToken {
  readonly value: string;
  /** A workspace, or an organization. An app-level token has neither. */
  readonly team?: string;
  readonly enterprise?: string;
  readonly scopes: ReadonlySet<string>;
  state: 'valid' | 'expired' | 'revoked';
  refreshToken?: string;
  /** Milliseconds, as Date.now gives them. */
  readonly expiresAt?: number;
}

export interface Trigger {
  readonly id: string;
  readonly team: string;
  readonly user: string;
  readonly at: number;
  isUsed: boolean;
  /** The view that it opened. */
  opened?: FakeView;
}

export type World = ReturnType<typeof createWorld>;

/** Everything that the fake Slack remembers. */
export function createWorld() {
  const violations: string[] = [];
  const ids = createIds();
  return {
    id: ids,
    ts: createTimestamps(),
    appId: ids('A'),
    teams: new Map<string, FakeTeam>(),
    users: new Map<string, FakeUser>(),
    channels: new Map<string, FakeChannel>(),
    tokens: new Map<string, FakeToken>(),
    /** In the order they were posted; deleted ones are taken out. */
    messages: [] as FakeMessage[],
    views: new Map<string, FakeView>(),
    /** The open modals of a person, the topmost last. */
    modals: new Map<string, FakeView[]>(),
    homes: new Map<string, FakeView>(),
    triggers: new Map<string, Trigger>(),
    violations,
    report(...problems: readonly string[]): void {
      violations.push(...problems);
    },
  };
}

export function teamOf(world: World, id: string): FakeTeam {
  return known(world.teams.get(id), 'team', id);
}

export function userOf(world: World, id: string): FakeUser {
  return known(world.users.get(id), 'user', id);
}

export function channelOf(world: World, id: string): FakeChannel {
  return known(world.channels.get(id), 'channel', id);
}

function known<T>(value: T | undefined, what: string, id: string): T {
  if (value === undefined) throw new Error(`the fake Slack has no ${what} ${id}`);
  return value;
}

export function findMessage(world: World, channel: string, ts: string): FakeMessage | undefined {
  return world.messages.find((message) => message.channel === channel && message.ts === ts);
}

export function removeMessage(world: World, message: FakeMessage): void {
  world.messages.splice(world.messages.indexOf(message), 1);
}

/** The direct-message channel of a person with the app, made when there is none. */
export function dmOf(world: World, user: FakeUser): FakeChannel {
  const { botUser } = teamOf(world, user.team);
  for (const channel of world.channels.values()) {
    if (channel.kind === 'im' && channel.members.has(user.id)) return channel;
  }
  const channel: FakeChannel = {
    id: world.id('D'),
    team: user.team,
    name: user.name,
    kind: 'im',
    members: new Set([user.id, botUser]),
    isArchived: false,
  };
  world.channels.set(channel.id, channel);
  return channel;
}

export function hasBot(world: World, { team, members }: FakeChannel): boolean {
  return members.has(teamOf(world, team).botUser);
}
