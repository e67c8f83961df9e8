import type { WebClient } from '@slack/web-api';
import type { SendOutcome } from '../../../core/delivery.ts';
import { reasonText } from '../../../core/problem.ts';
import type { Log } from '../../../lib/log.ts';
import type { Destination } from '../address.ts';
import type { Access, Workspaces } from '../installs/workspaces.ts';
import { notTold, placeProblem, toGoOn } from '../place-problem.ts';
import type { SlackPayload } from '../render/render.ts';
import { rejected, workspaceGone } from './rejections.ts';
import { type Failure, type Mendable, readFailure } from './send-outcome.ts';

/** A workspace that is being moved is tried every hour, for two days. */
const movingRetryMs = 3_600_000;
const longestMoveMs = 48 * movingRetryMs;

export interface RemediesOptions {
  /** Set to repeat nothing by itself, and to time out. */
  readonly web: Pick<WebClient, 'chat' | 'conversations'>;
  readonly workspaces: Pick<Workspaces, 'access' | 'renewed'>;
  /** A workspace has taken its token back. */
  readonly onRevoked: (team: string) => Promise<void>;
  readonly now: () => number;
  readonly log: Log;
}

/** A message that is on its way. */
export interface Letter {
  readonly destination: Destination;
  readonly payload: SlackPayload;
  readonly deliveryId: string;
}

/** What can be done about a message that was surely not posted. */
export function createRemedies({ web, workspaces, onRevoked, now, log }: RemediesOptions) {
  const movingSince = new Map<string, number>();

  /** What keeps the app out of a channel and can be seen there; undefined where nothing can. */
  async function obstacle(
    destination: Destination,
    access: Access,
    detail: string,
  ): Promise<SendOutcome | undefined> {
    if (destination.kind !== 'channel') return undefined;
    const words = { ...toGoOn, unknown: notTold };
    const problem = await placeProblem(web, access, destination.channel, words);
    if (problem === undefined) return undefined;
    if (problem.isUnknown) return { kind: 'retry', detail };
    return rejected('not-permitted', reasonText(problem), detail);
  }

  /** Goes into a public channel where the workspace has granted that. Says how it ends where the app stays outside. */
  async function join(
    destination: Destination,
    access: Access,
    failure: Mendable,
  ): Promise<SendOutcome | undefined> {
    const { detail } = failure;
    if (destination.kind !== 'channel' || !access.scopes.includes('channels:join')) {
      return obstacle(destination, access, detail);
    }
    try {
      await web.conversations.join({ token: access.botToken, channel: destination.channel });
      return undefined;
    } catch (error) {
      if (!isRefusal(readFailure(error, false))) return { kind: 'retry', detail };
      return (await obstacle(destination, access, detail)) ?? exhausted(failure);
    }
  }

  function moving(team: string, detail: string): SendOutcome {
    const since = movingSince.get(team) ?? now();
    movingSince.set(team, since);
    if (now() - since < longestMoveMs) return { kind: 'retry', afterMs: movingRetryMs, detail };
    const text =
      'This workspace has been on its way into an organization for two days. Install the app there';
    return rejected('unreachable', text, detail);
  }

  return {
    /** Does what may help where another attempt is worth it; else says how it ended. */
    async apply(
      failure: Mendable,
      { destination, deliveryId }: Letter,
      access: Access,
    ): Promise<SendOutcome | undefined> {
      const { team } = destination;
      const { kind, detail } = failure;
      switch (kind) {
        case 'expired':
          await workspaces.renewed({ teamId: team });
          return undefined;
        case 'malformed':
          log.warn(`${deliveryId}: Slack refuses the form of a message: ${detail}.`);
          return undefined;
        case 'metadata':
          return undefined;
        case 'outside':
          return join(destination, access, failure);
        case 'unseen':
          return (await obstacle(destination, access, detail)) ?? { kind: 'retry', detail };
        case 'moving':
          return moving(team, detail);
        case 'revoked':
          log.warn(`Workspace ${team} no longer accepts the app: ${detail}.`);
          await onRevoked(team);
          return workspaceGone(detail);
      }
    },
    /** A message was posted in a workspace. */
    arrived(team: string): void {
      movingSince.delete(team);
    },
  };
}

function isRefusal(failure: Failure): boolean {
  if (failure.kind === 'limited') return false;
  return failure.kind !== 'ended' || failure.outcome.kind === 'rejected';
}

/** How it ends when the remedy did not help. */
export function exhausted({ kind, detail }: Mendable): SendOutcome {
  if (kind === 'expired') return workspaceGone(detail);
  if (kind === 'outside') {
    const text = 'Slack does not let me into that channel. Type /invite @Paperround there';
    return rejected('unreachable', text, detail);
  }
  const text = 'Slack refuses the form of this digest, through a fault of mine';
  return rejected('unreachable', text, detail);
}
