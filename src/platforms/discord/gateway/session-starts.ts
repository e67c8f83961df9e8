import { type APIGatewaySessionStartLimit, type REST, Routes } from 'discord.js';
import type { Log } from '../../../lib/log.ts';

export interface SessionStartOptions {
  readonly rest: Pick<REST, 'get'>;
  /** Rejects when it is broken off. */
  readonly wait: (ms: number) => Promise<unknown>;
  readonly log: Log;
}

/**
 * Waits before connecting where the day's sessions run low, so that a process that crashes and starts again and again never
 * uses them up. What cannot be found out is left to the connection itself to tell.
 */
export async function awaitSessionStart({ rest, wait, log }: SessionStartOptions): Promise<void> {
  const gateway = await rest.get(Routes.gatewayBot()).catch(() => undefined);
  const { session_start_limit: limit, shards = 1 } = (gateway ?? {}) as Partial<GatewayAnswer>;
  const pauseMs = limit === undefined ? 0 : pauseBeforeStart(limit, shards);
  if (pauseMs === 0) return;
  log.warn(
    `Discord allows ${limit?.remaining} more connections today; waiting ${Math.ceil(pauseMs / 1_000)} seconds before this one. The bot has started very often: look for the fault in its log.`,
  );
  await wait(pauseMs);
}

interface GatewayAnswer {
  readonly session_start_limit: APIGatewaySessionStartLimit;
  readonly shards: number;
}

/**
 * Milliseconds, 0 while more than a quarter of the day's sessions is left; below that, what spreads the rest evenly over the
 * time until Discord counts anew. A bot that uses up all of them has its token reset (events/gateway).
 */
export function pauseBeforeStart(
  { total, remaining, reset_after: resetMs }: Omit<APIGatewaySessionStartLimit, 'max_concurrency'>,
  shards: number,
): number {
  if (remaining > total / 4) return 0;
  const starts = Math.floor(remaining / Math.max(1, shards));
  return Math.ceil(resetMs / Math.max(1, starts));
}
