import { storeMessage } from './messages.ts';
import { giveToken } from './oauth-methods.ts';
import { typedText } from './typed-text.ts';
import {
  channelOf,
  dmOf,
  type FakeChannel,
  type FakeMessage,
  type FakeTeam,
  type FakeUser,
  type FakeView,
  teamOf,
  userOf,
  type World,
} from './world.ts';

export interface NewUser {
  readonly name: string;
  /** IANA; `Europe/Berlin` unless said. */
  readonly tz?: string;
  readonly admin?: boolean;
  readonly guest?: boolean;
  /** The id of the workspace that they belong to, where a shared channel brings them here. */
  readonly home?: string;
}

export interface NewChannel {
  readonly name: string;
  readonly private?: boolean;
  readonly archived?: boolean;
  /** Names of people, and `bot` for the app; everyone and the app unless said. */
  readonly members?: readonly string[];
}

export interface NewTeam {
  readonly name: string;
  readonly users: readonly NewUser[];
  readonly channels: readonly NewChannel[];
  /** What the app may do; the usual scopes, history among them, unless said. */
  readonly scopes?: readonly string[];
  readonly botToken?: string;
  /** False: it has no token until someone installs it. */
  readonly installed?: boolean;
  /** How long tokens that OAuth gives here live, in seconds: 43,200 at Slack. Without it they live for ever. */
  readonly tokenLife?: number;
  /** The organization that the workspace belongs to: an id that begins with E. */
  readonly enterprise?: string;
  /** Whoever installs the app here installs it for the whole organization. */
  readonly orgWide?: boolean;
}

/** What a new workspace is called. People and channels are found by name. */
export interface TeamIds {
  readonly team: string;
  readonly botUser: string;
  readonly botId: string;
  /** Empty where the app is not installed. */
  readonly botToken: string;
  readonly appToken: string;
  readonly users: Readonly<Record<string, string>>;
  readonly channels: Readonly<Record<string, string>>;
}

/** What the app asks for, and the optional scopes that let it see its own messages again. */
export const USUAL_SCOPES: readonly string[] = [
  'commands',
  'chat:write',
  'im:write',
  'im:read',
  'users:read',
  'channels:read',
  'groups:read',
  'channels:join',
  'channels:history',
  'groups:history',
  'im:history',
];

export interface WorkspaceOptions {
  readonly world: World;
  readonly appToken: string;
  /** How long tokens live, in seconds, by workspace. */
  readonly tokenLives: Map<string, number>;
}

/** Workspaces, and what happens in them without the app. */
export function createWorkspaces({ world, appToken, tokenLives }: WorkspaceOptions) {
  function shownIn(channel: string, viewer?: string): FakeMessage[] {
    return world.messages.filter(
      (message) => message.channel === channel && message.viewer === viewer,
    );
  }

  return {
    addTeam(options: NewTeam): TeamIds {
      const team = newTeam(world, options);
      if (options.tokenLife !== undefined) tokenLives.set(team.id, options.tokenLife);
      const users = Object.fromEntries(
        options.users.map((user) => [user.name, addUser(world, team, user)]),
      );
      const everyone = { ...users, bot: team.botUser };
      const channels = Object.fromEntries(
        options.channels.map((each) => [each.name, addChannel(world, team, each, everyone)]),
      );
      const { scopes = USUAL_SCOPES, installed = true, botToken } = options;
      const token = installed ? giveToken(world, team, scopes, { value: botToken }).value : '';
      const { id, botUser, botId } = team;
      return { team: id, botUser, botId, botToken: token, appToken, users, channels };
    },

    /** A message of a person. */
    say(user: string, channel: string, text: string): FakeMessage {
      const { team } = userOf(world, user);
      return storeMessage(world, {
        team,
        channel,
        author: user,
        text: typedText(world, team, text),
      });
    },

    /** What everyone sees in a channel, the oldest first, threads among it. */
    messages: (channel: string): FakeMessage[] => shownIn(channel),

    /** What one person alone sees in a channel, the oldest first. */
    ephemerals: (channel: string, user: string): FakeMessage[] => shownIn(channel, user),

    /** The direct messages between a person and the app, the oldest first. */
    dms(user: string): FakeMessage[] {
      return shownIn(dmOf(world, userOf(world, user)).id);
    },

    /** The channel id of a person's direct messages with the app. */
    dmOf(user: string): string {
      return dmOf(world, userOf(world, user)).id;
    },

    /** A person's Home tab, where it was ever published. */
    homeOf(user: string): FakeView | undefined {
      return world.homes.get(user);
    },

    /** The topmost open modal of a person. */
    modalOf(user: string): FakeView | undefined {
      return world.modals.get(user)?.at(-1);
    },

    archive(channel: string, isArchived = true): void {
      channelOf(world, channel).isArchived = isArchived;
    },

    /** Takes the app out of a channel. */
    kick(channel: string): void {
      const { members, team } = channelOf(world, channel);
      members.delete(teamOf(world, team).botUser);
    },

    deleteChannel(channel: string): void {
      world.channels.delete(channel);
    },

    /** Closes an account. */
    deactivate(user: string): void {
      userOf(world, user).isDeactivated = true;
    },

    revoke(token: string): void {
      setTokenState(world, token, 'revoked');
    },

    expireToken(token: string): void {
      setTokenState(world, token, 'expired');
    },

    /** The valid bot token of a workspace. */
    tokenOf(team: string): string | undefined {
      const all = [...world.tokens.values()];
      return all.findLast((token) => token.team === team && token.state === 'valid')?.value;
    },
  };
}

function newTeam(world: World, { name, enterprise, orgWide }: NewTeam): FakeTeam {
  const sibling = [...world.teams.values()].find(
    (each) => each.isOrgWide && each.enterprise === enterprise,
  );
  const team: FakeTeam = {
    id: world.id('T'),
    name,
    botUser: sibling?.botUser ?? world.id('U'),
    botId: sibling?.botId ?? world.id('B'),
    enterprise,
    isOrgWide: orgWide === true,
  };
  world.teams.set(team.id, team);
  return team;
}

function addUser(world: World, { id: team }: FakeTeam, user: NewUser): string {
  const { name, tz = 'Europe/Berlin', home = team } = user;
  const { admin: isAdmin = false, guest: isGuest = false } = user;
  const added: FakeUser = {
    id: world.id('U'),
    team,
    home,
    name,
    tz,
    isAdmin,
    isGuest,
    isDeactivated: false,
  };
  world.users.set(added.id, added);
  return added.id;
}

function addChannel(
  world: World,
  { id: team }: FakeTeam,
  channel: NewChannel,
  everyone: Readonly<Record<string, string>>,
): string {
  const { name, members = Object.keys(everyone), archived: isArchived = false } = channel;
  const unknown = members.find((member) => everyone[member] === undefined);
  if (unknown !== undefined) throw new Error(`#${name}: there is no ${unknown}`);
  const kind = channel.private === true ? 'private' : 'public';
  const added: FakeChannel = {
    id: world.id(kind === 'private' ? 'G' : 'C'),
    team,
    name,
    kind,
    members: new Set(members.map((member) => everyone[member] ?? '')),
    isArchived,
  };
  world.channels.set(added.id, added);
  return added.id;
}

function setTokenState(world: World, value: string, state: 'revoked' | 'expired'): void {
  const token = world.tokens.get(value);
  if (token === undefined) throw new Error('the fake Slack never gave this token');
  token.state = state;
}
