import { once } from 'node:events';
import { Client, Events, GatewayCloseCodes, GatewayIntentBits } from 'discord.js';
import { type Problem, ProblemError } from '../../../core/problem.ts';
import { createAbsence } from '../../../lib/absence.ts';
import type { Log } from '../../../lib/log.ts';

/** discord.js waits without end for a gateway that never gets ready. */
const readyWithinMs = 30_000;

export interface GatewayOptions {
  readonly token: string;
  /** Without the version: `https://discord.com/api`. */
  readonly apiUrl: string;
  readonly shards: number | 'auto';
}

/** What became of a connection that was there. */
export interface GatewayAbsence {
  /** Discord refuses the token to requests: without a connection or not, nothing goes on until there is another. */
  tokenRefused(): void;
  /** For how long it has been without one of its shards at least, milliseconds of a steady clock; 0 while all are there. */
  awayMs(): number;
  /** Why it does not come back by itself. */
  awayProblem(): Problem | undefined;
}

export function watchAbsence(client: Client): GatewayAbsence {
  const absence = createAbsence(() => performance.now());
  let ending: Problem | undefined;
  client.on(Events.ShardReconnecting, absence.left);
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    absence.left(shard);
    ending = closeProblem(code);
  });
  client.on(Events.ShardReady, absence.back);
  client.on(Events.ShardResume, absence.back);
  return {
    tokenRefused() {
      absence.left('token');
      ending = wrongToken;
    },
    awayMs: absence.duration,
    awayProblem: () => ending,
  };
}

/** A client that asks for what servers and channels there are, and for nothing that people write. Not yet connected. */
export function createClient({ apiUrl, shards }: Omit<GatewayOptions, 'token'>, log: Log): Client {
  const sharding =
    shards === 'auto'
      ? ({ shards } as const)
      : { shardCount: shards, shards: Array.from({ length: shards }, (_, shard) => shard) };
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: apiUrl, version: '10' },
    ...sharding,
  });
  client.on(Events.Error, (error) => log.warn(`Discord: ${error.message}`));
  client.on(Events.ShardError, (error) => log.warn(`Discord's gateway: ${error.message}`));
  client.on(Events.ShardReconnecting, () =>
    log.info('The connection to Discord was lost; connecting again.'),
  );
  client.on(Events.ShardDisconnect, ({ code }) => {
    const { message, remedy } = closeProblem(code);
    log.warn(`${message} ${remedy}`);
  });
  return client;
}

/**
 * Resolves when every shard is ready. Rejects with a ProblemError after 30 seconds, or as soon as Discord refuses; the
 * client is then of no more use.
 */
export async function connect(
  client: Client,
  { token, apiUrl }: GatewayOptions,
  withinMs = readyWithinMs,
): Promise<void> {
  const deadline = AbortSignal.timeout(withinMs);
  const refused = new Promise<never>((_, reject) => {
    client.once(Events.ShardDisconnect, ({ code }) => reject(new ProblemError(closeProblem(code))));
  });
  try {
    const ready = once(client, Events.ClientReady, { signal: deadline });
    await Promise.race([Promise.all([ready, client.login(token)]), refused]);
  } catch (error) {
    await disconnect(client);
    if (error instanceof ProblemError) throw error;
    throw new ProblemError(loginProblem(error, apiUrl, withinMs), { cause: error });
  }
}

/** For good, and so without a word of a connection that was lost. */
export async function disconnect(client: Client): Promise<void> {
  client.removeAllListeners(Events.ShardReconnecting);
  await client.destroy();
}

/** Said at the start, and when it is refused while the bot runs. */
export const wrongToken = {
  message: 'Discord does not accept the token in DISCORD_TOKEN.',
  remedy:
    'Copy it again from https://discord.com/developers/applications, under Bot (Reset Token shows a new one), and start again.',
} satisfies Problem;

function loginProblem(error: unknown, apiUrl: string, withinMs: number): Problem {
  const { code, name, message } = error as { code?: unknown; name?: string; message?: string };
  if (code === 'TokenInvalid') return wrongToken;
  if (name === 'AbortError') {
    return {
      message: `Discord did not let the bot in within ${withinMs / 1_000} seconds.`,
      remedy: 'Try again in a while; https://discordstatus.com tells whether it has trouble.',
    };
  }
  return {
    message: `Discord cannot be reached at ${apiUrl}: ${message}.`,
    remedy: 'Check the network of this machine, and DISCORD_API_URL where you set it.',
  };
}

/** Why a connection ended for good. */
function closeProblem(code: number): Problem & { readonly remedy: string } {
  if (code === GatewayCloseCodes.AuthenticationFailed) return wrongToken;
  if (code === GatewayCloseCodes.ShardingRequired || code === GatewayCloseCodes.InvalidShard) {
    return {
      message: 'Discord wants the bot to connect in another number of shards.',
      remedy: 'Set DISCORD_SHARDS to auto and start again.',
    };
  }
  return {
    message: `Discord ended the connection for good (${code}).`,
    remedy:
      'Start again; if it stays so, look at the application at https://discord.com/developers.',
  };
}
