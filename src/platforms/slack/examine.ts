import { WebClient } from '@slack/web-api';
import { type Problem, ProblemError } from '../../core/problem.ts';
import type { Address } from '../../core/subscription.ts';
import { parseAddress } from './address.ts';
import { boltLogger } from './bolt-logger.ts';
import { readIdentity } from './identity.ts';
import { botScopes } from './manifest.ts';
import { placeProblem } from './place-problem.ts';
import { type SlackSettings, slackMode } from './slack-settings.ts';
import { createSingleWorkspace } from './workspaces.ts';

const timeoutMs = 10_000;
const silent = { info: () => undefined, warn: () => undefined };

interface Examined {
  readonly problem?: Problem;
  readonly places: ReadonlyMap<Address, Problem>;
}

/** Asks Slack about the token, its scopes and each channel. Of an app that many install, only the settings are looked at. */
export async function examineSlack(
  settings: SlackSettings,
  addresses: readonly Address[],
): Promise<Examined> {
  const places = new Map<Address, Problem>();
  try {
    const mode = slackMode(settings);
    if (mode.kind === 'oauth') return { places };
    const web = new WebClient(undefined, {
      slackApiUrl: settings.slackApiUrl,
      timeout: timeoutMs,
      retryConfig: { retries: 1, minTimeout: 200 },
      logger: boltLogger(silent),
    });
    const identity = await readIdentity(web, mode.botToken);
    const missing = botScopes.filter((scope) => !identity.scopes.includes(scope));
    if (identity.scopes.length > 0 && missing.length > 0) {
      return { problem: lacks(missing), places };
    }
    const workspaces = createSingleWorkspace(mode.botToken, identity);
    for (const address of addresses) {
      const destination = parseAddress(address);
      if (destination?.kind !== 'channel') continue;
      const access = await workspaces.access({ teamId: destination.team });
      const problem =
        access === undefined
          ? foreign
          : await placeProblem(web, access, destination.channel, 'then resume the digest');
      if (problem !== undefined) places.set(address, problem);
    }
    return { places };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { problem: error.problem, places };
  }
}

const foreign: Problem = {
  message: 'That channel is in another workspace than SLACK_BOT_TOKEN is for.',
  remedy: 'Set the token of that workspace, or remove the digest.',
};

function lacks(scopes: readonly string[]): Problem {
  return {
    message: `The app lacks scopes: ${scopes.join(', ')}.`,
    remedy: 'Take config/slack-manifest.socket.json as its manifest, and install it again.',
  };
}
