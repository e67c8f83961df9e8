import { describe, expect, test } from 'vitest';
import { commands } from '../../../../src/commands/registry.ts';
import { slackManifest } from '../../../../src/platforms/slack/installs/manifest.ts';
import { limits } from '../../../../src/platforms/slack/render/limits.ts';

const socket = slackManifest(commands, { mode: 'socket' });
const http = slackManifest(commands, { mode: 'http', url: 'https://bot.example' });

describe('the manifest', () => {
  test('stays within the limits of its schema', () => {
    const { display_information: shown, features } = socket;
    expect(shown.name.length).toBeLessThanOrEqual(limits.appName);
    expect(shown.description.length).toBeLessThanOrEqual(limits.appDescription);
    expect(shown.long_description.length).toBeGreaterThanOrEqual(limits.longDescription.min);
    expect(shown.long_description.length).toBeLessThanOrEqual(limits.longDescription.max);
    for (const command of features.slash_commands) {
      expect(command.description.length).toBeLessThanOrEqual(limits.commandDescription);
      expect(command.usage_hint.length).toBeLessThanOrEqual(limits.usageHint);
    }
    for (const shortcut of features.shortcuts) {
      expect(shortcut.name.length).toBeLessThanOrEqual(limits.shortcutName);
      expect(shortcut.description.length).toBeLessThanOrEqual(limits.shortcutDescription);
    }
  });

  test('names every command in the hint', () => {
    const [{ usage_hint: hint = '' } = {}] = socket.features.slash_commands;
    for (const { path } of commands) {
      expect(hint).toContain((path[0] === 'papers' ? path.slice(1) : path).join(' '));
    }
  });

  test('asks for no history, unless a workspace wants to grant it', () => {
    const { bot, bot_optional: optional } = socket.oauth_config.scopes;
    expect(bot.filter((scope) => scope.endsWith(':history'))).toEqual([]);
    expect(optional).toContain('channels:history');
    expect(bot.filter((scope) => optional.includes(scope))).toEqual([]);
  });

  /** Source: docs.slack.dev/reference/events. */
  const scopesOfEvents: Readonly<Record<string, readonly string[]>> = {
    app_home_opened: [],
    app_uninstalled: [],
    tokens_revoked: [],
    member_joined_channel: ['channels:read', 'groups:read'],
    channel_left: ['channels:read'],
    group_left: ['groups:read'],
    channel_archive: ['channels:read'],
    group_archive: ['groups:read'],
    channel_unarchive: ['channels:read'],
    group_unarchive: ['groups:read'],
    channel_deleted: ['channels:read'],
    group_deleted: ['groups:read'],
  };

  test('wants to hear of nothing for which a workspace would have to grant more', () => {
    const { bot } = socket.oauth_config.scopes;
    for (const event of socket.settings.event_subscriptions.bot_events) {
      expect(
        scopesOfEvents[event]?.filter((scope) => !bot.includes(scope)),
        event,
      ).toEqual([]);
    }
  });

  test('has the addresses that its mode needs, and no others', () => {
    expect(JSON.stringify(socket)).not.toContain('http');
    expect(socket.settings.socket_mode_enabled).toBe(true);
    expect(http.settings.socket_mode_enabled).toBe(false);
    const events = 'https://bot.example/slack/events';
    expect(http).toMatchObject({
      features: { slash_commands: [{ url: events }] },
      oauth_config: { redirect_urls: ['https://bot.example/slack/oauth_redirect'] },
      settings: {
        event_subscriptions: { request_url: events },
        interactivity: { request_url: events },
      },
    });
  });
});
