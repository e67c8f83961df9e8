import type { Command } from '../commands/command.ts';
import type { Installation } from '../core/installation.ts';
import type { Problem } from '../core/problem.ts';
import type { Address } from '../core/subscription.ts';
import type { Log } from '../lib/log.ts';
import { isGatewayFault } from './discord/gateway/gateway-fault.ts';
import type { Platform } from './platform.ts';
import {
  isSlackConfigured,
  type SlackSettings,
  slackMode,
} from './slack/installs/slack-settings.ts';

/** What the configuration says of platforms. */
export interface PlatformSettings extends SlackSettings {
  readonly discordToken?: string;
  readonly discordApiUrl: string;
  readonly discordShards: number | 'auto';
}

export interface PlatformContext {
  readonly commands: readonly Command[];
  readonly log: Log;
}

/** A platform that runs where it is configured. Its code is loaded only then. */
interface PlatformEntry {
  readonly id: string;
  isConfigured(settings: PlatformSettings): boolean;
  open(settings: PlatformSettings, context: PlatformContext): Promise<Platform>;
  examine(
    settings: PlatformSettings,
    addresses: readonly Address[],
    installations: readonly Installation[],
  ): Promise<Examination>;
}

/** What was found by going there once, without taking commands or sending anything. */
export interface Examination {
  readonly platform: string;
  /** What keeps the bot out. */
  readonly problem?: Problem;
  /** What it was let into one by one, and what is wrong there. */
  readonly parts?: readonly { readonly name: string; readonly problem?: Problem }[];
  /** What keeps digests from places. Those that are well are left out. */
  readonly places: ReadonlyMap<Address, Problem>;
}

const entries: readonly PlatformEntry[] = [
  {
    id: 'discord',
    isConfigured: ({ discordToken }) => discordToken !== undefined,
    async open({ discordToken = '', discordApiUrl, discordShards }, context) {
      const { openDiscordPlatform } = await import('./discord/discord-platform.ts');
      return openDiscordPlatform({
        token: discordToken,
        apiUrl: discordApiUrl,
        shards: discordShards,
        ...context,
      });
    },
    async examine({ discordToken = '', discordApiUrl, discordShards }, addresses) {
      const { examineDiscord } = await import('./discord/examine.ts');
      const options = { token: discordToken, apiUrl: discordApiUrl, shards: discordShards };
      return { platform: 'Discord', ...(await examineDiscord(options, addresses)) };
    },
  },
  {
    id: 'slack',
    isConfigured: isSlackConfigured,
    async open(settings, context) {
      const { openSlackPlatform } = await import('./slack/slack-platform.ts');
      const { slackApiUrl: apiUrl, slackManagers: managers } = settings;
      return openSlackPlatform({ apiUrl, managers, mode: slackMode(settings), ...context });
    },
    async examine(settings, addresses, installations) {
      const { examineSlack } = await import('./slack/examine.ts');
      return { platform: 'Slack', ...(await examineSlack(settings, addresses, installations)) };
    },
  },
];

export function hasPlatform(settings: PlatformSettings): boolean {
  return configuredPlatforms(settings).length > 0;
}

/** The ids of the platforms that are configured. */
export function configuredPlatforms(settings: PlatformSettings): readonly string[] {
  return entries.filter((entry) => entry.isConfigured(settings)).map(({ id }) => id);
}

/** The platforms that are configured, not yet started. */
export function openPlatforms(
  settings: PlatformSettings,
  context: PlatformContext,
): Promise<readonly Platform[]> {
  const configured = entries.filter((entry) => entry.isConfigured(settings));
  return Promise.all(configured.map((entry) => entry.open(settings, context)));
}

export function examinePlatforms(
  settings: PlatformSettings,
  addresses: readonly Address[],
  installations: readonly Installation[],
): Promise<readonly Examination[]> {
  const configured = entries.filter((entry) => entry.isConfigured(settings));
  return Promise.all(configured.map((entry) => entry.examine(settings, addresses, installations)));
}

/** Whether an uncaught error is a known fault of a platform's library that it gets over by itself. */
export function isSurvivable(error: unknown): boolean {
  return isGatewayFault(error);
}
