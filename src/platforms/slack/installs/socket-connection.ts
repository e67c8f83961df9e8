import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import { retryDelay } from '../../../core/back-off.ts';
import { type Problem, ProblemError, problemText } from '../../../core/problem.ts';
import { createAbsence } from '../../../lib/absence.ts';
import type { Log } from '../../../lib/log.ts';
import { boltLogger } from '../bolt-logger.ts';
import type { Connection } from './connection.ts';
import { unreachable } from './identity.ts';

/** Slack takes no longer than this to open a connection; one that does is broken. */
const longestStartMs = 30_000;
/** How long a ping may take. Under load, 300 ms were too short. */
const pingTimeoutMs = 2_000;

/** For what Slack does not answer. What it refuses is tried again by us. */
const endlessly = { forever: true, minTimeout: 1_000, maxTimeout: 30_000, unref: true };

export interface SocketConnectionOptions {
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly log: Log;
  /** How long a web socket may take to open: half a minute unless said. */
  readonly withinMs?: number;
  /** It is connected again: what happened meanwhile was not told. */
  readonly onReconnected?: () => void;
}

/** A web socket that the app opens: it needs no address of its own on the internet. */
export function createSocketConnection({
  appToken,
  clientOptions,
  log,
  withinMs = longestStartMs,
  onReconnected,
}: SocketConnectionOptions): Connection {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLogger(log),
    clientPingTimeout: pingTimeoutMs,
    // Bolt's own way back ends the process where Slack refuses the token: with a rejection that nobody can catch.
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: { ...clientOptions, retryConfig: endlessly } },
  });
  const { client } = receiver;
  const absence = createAbsence(() => performance.now());
  const closing = new AbortController();
  const { signal } = closing;
  let isOpen = false;
  let refusal: Problem | undefined;

  /** Why it could not; undefined once it is connected. The client itself waits for minutes for a web socket to open. */
  async function connect(): Promise<Problem | undefined> {
    let late: Problem | undefined;
    let limit: NodeJS.Timeout | undefined;
    const begin = (): void => {
      limit = setTimeout(() => {
        late = notWithin(withinMs);
        // The first closes it, the second does not wait for Slack to agree.
        void client.disconnect();
        void client.disconnect();
      }, withinMs);
    };
    client.once('connecting', begin);
    try {
      await client.start();
      refusal = undefined;
      return undefined;
    } catch (error) {
      refusal = late === undefined ? refused(error) : undefined;
      return late ?? refusal ?? unreachable(error);
    } finally {
      clearTimeout(limit);
      client.off('connecting', begin);
    }
  }

  async function connectAgain(): Promise<void> {
    absence.left(0);
    let said: string | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const delay = retryDelay(attempt, undefined, Math.random());
      await sleep(delay, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const problem = await connect();
      if (problem === undefined) break;
      const words = problemText(problem);
      if (words !== said) log.warn(`${words} It is tried again about once a minute.`);
      said = words;
    }
    absence.back(0);
    isOpen = true;
    if (said !== undefined) log.info('Slack: connected again.');
    if (signal.aborted) await receiver.stop();
    else onReconnected?.();
  }

  client.on('disconnected', () => {
    if (!isOpen || signal.aborted) return;
    isOpen = false;
    void connectAgain();
  });

  return {
    receiver,
    async open() {
      const waiting = new AbortController();
      const late = sleep(withinMs, undefined, { signal: waiting.signal }).then(
        () => notWithin(withinMs),
        () => undefined,
      );
      const problem = await Promise.race([connect(), late]);
      waiting.abort();
      if (problem !== undefined) {
        closing.abort();
        await receiver.stop();
        throw new ProblemError(problem);
      }
      isOpen = true;
      return 'in Socket Mode';
    },
    async close() {
      closing.abort();
      await receiver.stop();
    },
    awayMs: absence.duration,
    awayProblem: () => refusal,
  };
}

function notWithin(ms: number): Problem {
  return unreachable(`no connection within ${ms / 1_000} seconds`);
}

/** Undefined for what is no answer of Slack's. */
function refused(error: unknown): Problem | undefined {
  const { data } = (error ?? {}) as { readonly data?: { readonly error?: unknown } };
  if (typeof data?.error !== 'string') return undefined;
  return {
    message: `Slack does not accept SLACK_APP_TOKEN: ${data.error}.`,
    remedy:
      'Turn on Socket Mode, make an app-level token (xapp-…) with the scope connections:write on the app’s page “Basic Information”, set it and start the bot anew.',
  };
}
