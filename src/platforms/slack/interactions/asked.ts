import type {
  BlockAction,
  GlobalShortcut,
  MessageShortcut,
  SlashCommand,
  ViewSubmitAction,
} from '@slack/bolt';
import type { Source } from '../installs/workspaces.ts';
import type { Target } from '../render/action-value.ts';
import type { Metadata } from '../render/modal.ts';

/** Who asks for something, where, and where the answer can go. */
export interface Spot {
  readonly source: Source;
  readonly team: string;
  readonly user: string;
  readonly name: string;
  /** The channel where it was asked; none in direct messages and in the app's home. */
  readonly channel?: string;
  /** Answers without a token, and where the app was never invited: five times in half an hour. */
  readonly responseUrl?: string;
  /** Opens one view within three seconds. */
  readonly triggerId?: string;
  /** The thread that the button was pressed in. */
  readonly thread?: string;
  /** The view in which it was asked. */
  readonly view?: { readonly id: string; readonly type: 'modal' | 'home'; readonly depth: number };
  /** The button stands in a message that only its presser sees. */
  readonly isPrivateMessage?: boolean;
}

/** A command that is asked for. */
export interface Asked extends Target {
  /** The channel that it is about, where it is another one than that of the spot. */
  readonly target?: string;
}

export function commandSpot(command: SlashCommand): Spot {
  const { team_id, enterprise_id, is_enterprise_install, user_id, user_name } = command;
  return {
    source: {
      teamId: team_id,
      enterpriseId: enterprise_id,
      isEnterpriseInstall: is_enterprise_install === 'true',
    },
    team: team_id,
    user: user_id,
    name: user_name,
    ...channelOf(command.channel_id),
    responseUrl: command.response_url,
    triggerId: command.trigger_id,
  };
}

type Interaction = BlockAction | ViewSubmitAction | GlobalShortcut | MessageShortcut;

/** Undefined where Slack does not say in which workspace it was. */
export function interactionSpot(body: Interaction): Spot | undefined {
  const { user, team, enterprise, is_enterprise_install, trigger_id } = body;
  // In a view that came up through a shared channel, `team` may be that of the person.
  const installed = 'view' in body ? body.view?.app_installed_team_id : undefined;
  const teamId = installed ?? team?.id ?? user.team_id;
  if (teamId === undefined) return undefined;
  const name = 'name' in user ? user.name : user.username;
  return {
    source: {
      teamId,
      enterpriseId: enterprise?.id ?? team?.enterprise_id,
      isEnterpriseInstall: is_enterprise_install === true,
    },
    team: teamId,
    user: user.id,
    name: name ?? 'somebody',
    triggerId: trigger_id,
    ...('channel' in body ? channelOf(body.channel?.id) : {}),
    ...('response_url' in body && body.response_url && { responseUrl: body.response_url }),
  };
}

/** A button's spot also has the message or the view that it stands in. */
export function buttonSpot(body: BlockAction): Spot | undefined {
  const spot = interactionSpot(body);
  if (spot === undefined) return undefined;
  const { is_ephemeral: isEphemeral, thread_ts: thread } = body.container;
  return {
    ...spot,
    isPrivateMessage: isEphemeral === true,
    ...(typeof thread === 'string' && { thread }),
    ...viewOf(body.view),
  };
}

export function viewOf(view: BlockAction['view']): Pick<Spot, 'view'> {
  if (view === undefined) return {};
  const { id, type, root_view_id: root, previous_view_id: previous } = view;
  const depth = previous === null || root === id ? 1 : previous === root ? 2 : 3;
  return { view: { id, type: type === 'home' ? 'home' : 'modal', depth } };
}

/** Direct messages begin with a D; they are no place for a digest. */
function channelOf(id: string | undefined): Pick<Spot, 'channel'> {
  return id === undefined || id.startsWith('D') ? {} : { channel: id };
}

/** Paging and confirming go on where the button is. */
export function staysInPlace({ args }: Target): boolean {
  return args.page !== undefined || args.confirm !== undefined;
}

/** What a view keeps of the place where it was asked for, as nothing in a view tells it. */
export function metadataOf(
  { channel, responseUrl }: Spot,
  { target }: Partial<Asked> = {},
): Metadata {
  return {
    ...(channel !== undefined && { channel }),
    ...(responseUrl !== undefined && { responseUrl }),
    ...(target !== undefined && { target }),
  };
}

export function withMetadata(spot: Spot, { channel, responseUrl }: Metadata): Spot {
  return {
    ...spot,
    ...(channel !== undefined && { channel }),
    ...(responseUrl !== undefined && { responseUrl }),
  };
}
