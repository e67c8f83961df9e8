import type { ViewOutput } from '@slack/bolt';
import type { Block } from '@slack/types';
import {
  type FakeChannel,
  type FakeMessage,
  type FakeUser,
  type FakeView,
  hasBot,
  teamOf,
  type World,
} from './world.ts';

/** A message as Slack gives it back. Metadata only where it was asked for. */
export function messageObject(
  world: World,
  { author, text, ts, team, blocks, threadTs, edits, metadata }: FakeMessage,
  withMetadata = false,
) {
  const { botUser, botId } = teamOf(world, team);
  return {
    type: 'message' as const,
    user: author,
    text,
    ts,
    team,
    ...(author === botUser && { bot_id: botId, app_id: world.appId }),
    ...(blocks.length > 0 && { blocks }),
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    ...(edits > 0 && { edited: { user: author, ts } }),
    ...(withMetadata && metadata !== undefined && { metadata }),
  };
}

export function channelObject(world: World, channel: FakeChannel, withCount = false) {
  const { id, name, kind, isArchived, members } = channel;
  const { botUser } = teamOf(world, channel.team);
  const common = { id, is_im: kind === 'im', is_mpim: false, context_team_id: channel.team };
  if (kind === 'im') {
    const user = [...members].find((member) => member !== botUser) ?? botUser;
    return { ...common, user, is_open: true, is_user_deleted: false, is_archived: false };
  }
  return {
    ...common,
    name,
    name_normalized: name,
    is_channel: true,
    is_group: false,
    is_private: kind === 'private',
    is_archived: isArchived,
    is_member: hasBot(world, channel),
    is_general: false,
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    ...(withCount && { num_members: members.size }),
  };
}

export function userObject(user: FakeUser, withLocale = false) {
  const { id, home: team, name, tz, isAdmin, isGuest, isDeactivated } = user;
  const common = { id, team_id: team, name, deleted: isDeactivated, is_bot: false };
  if (isDeactivated) return { ...common, profile: { real_name: name } };
  return {
    ...common,
    real_name: name,
    tz,
    tz_label: tz,
    tz_offset: offsetSeconds(tz),
    ...(withLocale && { locale: 'en-US' }),
    profile: { real_name: name, display_name: name, team },
    is_admin: isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: isGuest,
    is_ultra_restricted: false,
    is_app_user: false,
    updated: 1_700_000_000,
  };
}

function offsetSeconds(tz: string): number {
  const format = new Intl.DateTimeFormat('en', { timeZone: tz, timeZoneName: 'longOffset' });
  const offset = format.formatToParts(new Date()).find(({ type }) => type === 'timeZoneName');
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(offset?.value ?? '') ?? [];
  const seconds = Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60;
  return sign === '-' ? -seconds : seconds;
}

export function viewObject(
  world: World,
  view: FakeView,
  state: ViewOutput['state'] = { values: {} },
): ViewOutput {
  const { payload } = view;
  const words = payload.type === 'modal' ? payload : undefined;
  return {
    id: view.id,
    team_id: view.team,
    app_id: world.appId,
    app_installed_team_id: view.team,
    bot_id: teamOf(world, view.team).botId,
    type: view.type,
    title: words?.title ?? { type: 'plain_text', text: 'View Title' },
    close: words?.close ?? null,
    submit: words?.submit ?? null,
    blocks: payload.blocks as Block[],
    state,
    hash: view.hash,
    private_metadata: payload.private_metadata ?? '',
    callback_id: payload.callback_id ?? '',
    external_id: payload.external_id ?? '',
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    clear_on_close: words?.clear_on_close ?? false,
    notify_on_close: words?.notify_on_close ?? false,
  };
}
