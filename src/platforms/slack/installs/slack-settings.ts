import { ProblemError } from '../../../core/problem.ts';
import type { Managers } from '../who-may-manage.ts';
import type { SlackMode } from './slack-mode.ts';

/** What the configuration says of Slack. */
export interface SlackSettings {
  readonly slackApiUrl: string;
  readonly slackManagers: Managers;
  readonly slackBotToken?: string;
  readonly slackAppToken?: string;
  readonly slackSigningSecret?: string;
  readonly slackPort: number;
  /** Empty where the app is for one workspace. */
  readonly slackClientId: string;
  readonly slackClientSecret?: string;
  readonly slackStateSecret?: string;
  readonly slackTokenKeys?: readonly [string, ...string[]];
}

export function isSlackConfigured(settings: SlackSettings): boolean {
  const { slackBotToken, slackAppToken, slackSigningSecret, slackClientId } = settings;
  const given = [slackBotToken, slackAppToken, slackSigningSecret];
  return slackClientId !== '' || given.some((each) => each !== undefined);
}

/** How to run the app. Throws a ProblemError that names what is missing. */
export function slackMode(settings: SlackSettings): SlackMode {
  const { slackBotToken: botToken, slackAppToken: appToken, slackPort: port } = settings;
  if (settings.slackClientId !== '') return oauthMode(settings);
  if (botToken === undefined) {
    throw missing(
      'SLACK_BOT_TOKEN',
      'the bot token of your workspace, or SLACK_CLIENT_ID for many workspaces',
    );
  }
  if (appToken !== undefined) return { kind: 'socket', botToken, appToken };
  const { slackSigningSecret: signingSecret } = settings;
  if (signingSecret !== undefined) return { kind: 'http', botToken, signingSecret, port };
  throw missing(
    'SLACK_APP_TOKEN',
    'the app-level token, for Socket Mode; or SLACK_SIGNING_SECRET, for requests over HTTPS',
  );
}

function oauthMode(settings: SlackSettings): SlackMode {
  const { slackClientId: clientId, slackPort: port } = settings;
  const { slackSigningSecret: signingSecret, slackClientSecret: clientSecret } = settings;
  const { slackStateSecret: stateSecret, slackTokenKeys: tokenKeys } = settings;
  const why = 'which an app that many workspaces install needs beside SLACK_CLIENT_ID';
  if (signingSecret === undefined) throw missing('SLACK_SIGNING_SECRET', why);
  if (clientSecret === undefined) throw missing('SLACK_CLIENT_SECRET', why);
  if (stateSecret === undefined) throw missing('SLACK_STATE_SECRET', why);
  if (tokenKeys === undefined) throw missing('SLACK_TOKEN_KEY', why);
  return { kind: 'oauth', port, clientId, signingSecret, clientSecret, stateSecret, tokenKeys };
}

function missing(name: string, what: string): ProblemError {
  return new ProblemError({
    message: `Slack is set up by half: ${name} is missing.`,
    remedy: `Set ${name}: ${what}. See docs/slack.md.`,
  });
}
