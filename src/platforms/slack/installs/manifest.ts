import type { Command } from '../../../commands/command.ts';
import { clip } from '../../../core/text/clip.ts';
import { limits } from '../render/limits.ts';

/** The ids by which shortcuts call back. */
export const shortcutIds = { search: 'search-papers', lookUp: 'look-up-papers' } as const;

/** `url`: where the app is reached over HTTPS, without a slash at its end; Socket Mode needs none. */
export type ManifestOptions =
  | { readonly mode: 'socket' }
  | { readonly mode: 'http'; readonly url: string };

/** What every workspace grants: to be typed to, to post, to know a person's time zone, to see which channels there are. */
export const botScopes = [
  'commands',
  'chat:write',
  'im:write',
  'users:read',
  'channels:read',
  'groups:read',
];
/**
 * What a workspace may grant beside: to post where nobody invited the app, or to go in there, and to find out after a
 * breakdown whether a message was posted.
 */
export const optionalScopes = [
  'chat:write.public',
  'channels:join',
  'channels:history',
  'groups:history',
  'im:history',
];

/** None needs another scope than those above. Source: docs.slack.dev/reference/events. */
const events = [
  'app_home_opened',
  'app_uninstalled',
  'tokens_revoked',
  'member_joined_channel',
  'channel_left',
  'group_left',
  'channel_archive',
  'group_archive',
  'channel_unarchive',
  'group_unarchive',
  'channel_deleted',
  'group_deleted',
];

const longDescription = `Paperround reads the trending papers of Hugging Face and arXiv, keeps what each channel and each person wants to know about, and posts one short digest at the hour they chose: in a channel, or to one person alone. In between it finds, explains and keeps papers on request. It never reads what people write to each other.`;

/** The app's manifest, schema version 1, made of the registry: what Slack's “Create from a manifest” takes. */
export function slackManifest(commands: readonly Command[], options: ManifestOptions) {
  const isSocket = options.mode === 'socket';
  const requestUrl = isSocket ? {} : { request_url: `${options.url}/slack/events` };
  return {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name: 'Paperround',
      description:
        'One filtered digest of trending research papers, where your team already talks.',
      long_description: longDescription,
      background_color: '#2f6f9f',
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: true,
      },
      bot_user: { display_name: 'Paperround', always_online: true },
      slash_commands: [
        {
          command: '/papers',
          ...(isSocket ? {} : { url: `${options.url}/slack/events` }),
          description: 'Find papers, follow topics, and set up digests',
          usage_hint: usageHint(commands),
          should_escape: true,
        },
      ],
      shortcuts: [
        {
          name: 'Search papers',
          type: 'global',
          callback_id: shortcutIds.search,
          description: 'Search papers by words, phrases, fields, votes or id',
        },
        {
          name: 'Look up papers',
          type: 'message',
          callback_id: shortcutIds.lookUp,
          description: 'Find the papers that a message links to',
        },
      ],
    },
    oauth_config: {
      ...(isSocket ? {} : { redirect_urls: [`${options.url}/slack/oauth_redirect`] }),
      scopes: { bot: botScopes, bot_optional: optionalScopes },
    },
    settings: {
      event_subscriptions: { ...requestUrl, bot_events: events },
      interactivity: { is_enabled: true, ...requestUrl },
      org_deploy_enabled: !isSocket,
      socket_mode_enabled: isSocket,
      token_rotation_enabled: false,
    },
  };
}

/** `trending [TOPIC] | search QUERY | …`: what can follow the command. */
function usageHint(commands: readonly Command[]): string {
  const words = commands.map(({ path }) => (path[0] === 'papers' ? path.slice(1) : path).join(' '));
  return clip(words.join(' | '), limits.usageHint);
}
