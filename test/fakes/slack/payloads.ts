import type {
  BlockAction,
  GlobalShortcut,
  MessageShortcut,
  SlashCommand,
  ViewClosedAction,
  ViewOutput,
  ViewSubmitAction,
} from '@slack/bolt';
import { messageObject, viewObject } from './api-objects.ts';
import type { FoundElement } from './elements.ts';
import { typedText } from './typed-text.ts';
import {
  channelOf,
  type FakeMessage,
  type FakeUser,
  type FakeView,
  type Trigger,
  teamOf,
  type World,
} from './world.ts';

const VERIFICATION_TOKEN = 'verification';

/** Where an interaction comes from. */
export interface Source {
  readonly user: FakeUser;
  readonly trigger: Trigger;
  /** Where it can be answered; an interaction in a view has none. */
  readonly responseUrl: string;
}

export function commandPayload(
  world: World,
  { user, trigger, responseUrl }: Source,
  command: { readonly command: string; readonly text: string; readonly channel: string },
): SlashCommand {
  const team = teamOf(world, user.team);
  const channel = channelOf(world, command.channel);
  const names = { im: 'directmessage', private: 'privategroup', public: channel.name };
  return {
    token: VERIFICATION_TOKEN,
    team_id: team.id,
    team_domain: team.name,
    ...(team.enterprise !== undefined && {
      enterprise_id: team.enterprise,
      enterprise_name: 'org',
    }),
    channel_id: channel.id,
    channel_name: names[channel.kind],
    user_id: user.id,
    user_name: user.name,
    command: command.command,
    text: typedText(world, team.id, command.text),
    api_app_id: world.appId,
    is_enterprise_install: String(team.isOrgWide),
    response_url: responseUrl,
    trigger_id: trigger.id,
  };
}

/** What every interaction has. */
function common(world: World, { user, trigger }: Source) {
  const { id, name, enterprise, isOrgWide } = teamOf(world, user.team);
  return {
    token: VERIFICATION_TOKEN,
    api_app_id: world.appId,
    team: { id, domain: name, ...(enterprise !== undefined && { enterprise_id: enterprise }) },
    user: { id: user.id, username: user.name, name: user.name, team_id: user.home },
    ...(enterprise !== undefined && { enterprise: { id: enterprise, name: 'org' } }),
    is_enterprise_install: isOrgWide,
    trigger_id: trigger.id,
  };
}

/** What was pressed or chosen in a message or a view, beside the element's own id. */
export interface Pressed {
  readonly found: FoundElement;
  /** `selected_option` and the like. */
  readonly more: Readonly<Record<string, unknown>>;
  readonly place:
    | { readonly message: FakeMessage }
    | { readonly view: FakeView; readonly state: ViewOutput['state'] };
}

export function actionPayload(world: World, source: Source, { found, more, place }: Pressed) {
  const { element, blockId } = found;
  const { text, value, url, action_id, type } = element;
  const action = {
    type,
    action_id,
    block_id: blockId,
    action_ts: world.ts(),
    ...(text !== undefined && { text }),
    ...(value !== undefined && { value }),
    ...(url !== undefined && { url }),
    ...more,
  };
  const payload = { ...common(world, source), type: 'block_actions' as const, actions: [action] };
  if ('view' in place) {
    const view = viewObject(world, place.view, place.state);
    return { ...payload, container: { type: 'view', view_id: view.id }, view };
  }
  const { message } = place;
  const isEphemeral = message.viewer !== undefined;
  const { id, name } = channelOf(world, message.channel);
  return {
    ...payload,
    response_url: source.responseUrl,
    channel: { id, name },
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
    },
    state: { values: {} },
    ...(!isEphemeral && { message: messageObject(world, message) }),
  } satisfies Omit<BlockAction, 'actions'> & { readonly actions: unknown };
}

export function submissionPayload(
  world: World,
  source: Source,
  view: FakeView,
  state: ViewOutput['state'],
): ViewSubmitAction {
  return {
    ...common(world, source),
    type: 'view_submission',
    view: viewObject(world, view, state),
    response_urls: [],
  };
}

export function closingPayload(world: World, source: Source, view: FakeView): ViewClosedAction {
  const { trigger_id: _, ...shared } = common(world, source);
  return { ...shared, type: 'view_closed', view: viewObject(world, view), is_cleared: false };
}

export function shortcutPayload(world: World, source: Source, callbackId: string): GlobalShortcut {
  return {
    ...common(world, source),
    type: 'shortcut',
    callback_id: callbackId,
    action_ts: world.ts(),
  };
}

export function messageShortcutPayload(
  world: World,
  source: Source,
  { message, callbackId }: { readonly message: FakeMessage; readonly callbackId: string },
): MessageShortcut {
  const { id, name } = channelOf(world, message.channel);
  return {
    ...common(world, source),
    type: 'message_action',
    callback_id: callbackId,
    action_ts: world.ts(),
    message_ts: message.ts,
    response_url: source.responseUrl,
    channel: { id, name },
    message: messageObject(world, message),
  };
}

export function eventPayload(world: World, team: string, event: Readonly<Record<string, unknown>>) {
  const { botUser, enterprise = null, isOrgWide } = teamOf(world, team);
  return {
    token: VERIFICATION_TOKEN,
    team_id: team,
    api_app_id: world.appId,
    type: 'event_callback',
    event_id: world.id('Ev'),
    event_time: Math.floor(Date.now() / 1_000),
    event: { event_ts: world.ts(), ...event },
    authorizations: [
      {
        enterprise_id: enterprise,
        team_id: team,
        user_id: botUser,
        is_bot: true,
        is_enterprise_install: isOrgWide,
      },
    ],
    is_ext_shared_channel: false,
  };
}
