import type { WebClient } from '@slack/web-api';
import { type Problem, ProblemError } from '../../../core/problem.ts';
import type { Identity } from './workspaces.ts';

/**
 * Asks Slack who a bot token belongs to. Rejects with a ProblemError where Slack does not accept it, made by `refused` from
 * Slack's word for the reason, or does not answer.
 */
export async function readIdentity(
  web: Pick<WebClient, 'auth'>,
  token: string,
  refused: (reason: string) => Problem,
): Promise<Identity> {
  try {
    const answer = await web.auth.test({ token });
    const { team_id = '', team = '', user_id = '', bot_id = '', enterprise_id } = answer;
    return {
      teamId: team_id,
      teamName: team,
      botUserId: user_id,
      botId: bot_id,
      isForOrganization: answer.is_enterprise_install === true,
      scopes: answer.response_metadata?.scopes ?? [],
      ...(enterprise_id !== undefined && { enterpriseId: enterprise_id }),
    };
  } catch (error) {
    const { data } = error as { readonly data?: { readonly error?: unknown } };
    throw new ProblemError(
      typeof data?.error === 'string' ? refused(data.error) : unreachable(error),
      { cause: error },
    );
  }
}

export function refusedBotToken(reason: string): Problem {
  return {
    message: `Slack does not accept SLACK_BOT_TOKEN: ${reason}.`,
    remedy: 'Copy the Bot User OAuth Token (xoxb-…) of the app’s page “OAuth & Permissions” anew.',
  };
}

export function unreachable(error: unknown): Problem {
  return {
    message: 'Slack cannot be reached.',
    remedy: 'Check the network of this machine, and SLACK_API_URL where it is set.',
    detail: String(error),
  };
}
