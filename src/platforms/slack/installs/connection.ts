import { setTimeout as sleep } from 'node:timers/promises';
import {
  HTTPReceiver,
  type HTTPReceiverOptions,
  type Receiver,
  SocketModeReceiver,
} from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import { ProblemError } from '../../../core/problem.ts';
import { createAbsence } from '../../../lib/absence.ts';
import type { Log } from '../../../lib/log.ts';
import { boltLogger } from '../bolt-logger.ts';
import { createEntrance } from './entrance.ts';
import { unreachable } from './identity.ts';
import type { OAuthSettings } from './install-page.ts';

/** One workspace by its bot token, in Socket Mode or by signed requests; or every workspace that installs the app. */
export type SlackMode =
  | { readonly kind: 'socket'; readonly botToken: string; readonly appToken: string }
  | ({ readonly kind: 'http'; readonly botToken: string } & HttpSettings)
  | ({ readonly kind: 'oauth' } & HttpSettings & OAuthSettings);

interface HttpSettings {
  readonly signingSecret: string;
  readonly port: number;
}

export interface ConnectionOptions {
  readonly clientOptions: WebClientOptions;
  /** What lets workspaces install the app. */
  readonly installPage?: Omit<HTTPReceiverOptions, 'signingSecret'>;
  readonly log: Log;
}

/** How Slack's events and interactions come in. */
export interface Connection {
  readonly receiver: Receiver;
  readonly installer?: HTTPReceiver['installer'];
  /** Resolves when they come, with words for the operator. Rejects with a ProblemError. */
  open(): Promise<string>;
  close(): Promise<void>;
  /** For how long a socket has been without its connection, milliseconds; 0 while it has it. */
  awayMs(): number;
}

/** Slack takes no longer than this to open a connection; whatever does is broken. */
const longestStartMs = 30_000;
/** How long a ping may take, and a step of the wait before connecting again. Under load, 300 ms were too short. */
const pingTimeoutMs = 2_000;

/** Bolt gives a connection up for good, with an error that nobody can catch, once its client has. */
const endlessly = { forever: true, minTimeout: 1_000, maxTimeout: 30_000, unref: true };

export function createConnection(mode: SlackMode, options: ConnectionOptions): Connection {
  return mode.kind === 'socket'
    ? createSocketConnection(mode.appToken, options)
    : createHttpConnection(mode, options);
}

/** A web socket that the app opens: it needs no address of its own on the internet. */
function createSocketConnection(
  appToken: string,
  { clientOptions, log }: ConnectionOptions,
): Connection {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLogger(log),
    clientPingTimeout: pingTimeoutMs,
    installerOptions: { clientOptions: { ...clientOptions, retryConfig: endlessly } },
  });
  const absence = createAbsence(() => performance.now());
  receiver.client.on('reconnecting', () => absence.left(0));
  receiver.client.on('connected', () => absence.back(0));
  return {
    receiver,
    async open() {
      const waiting = new AbortController();
      const late = sleep(longestStartMs, undefined, { signal: waiting.signal }).then(() => {
        throw new Error('no connection within 30 seconds');
      });
      late.catch(() => undefined);
      try {
        await Promise.race([receiver.start(), late]);
      } catch (error) {
        await receiver.stop();
        throw new ProblemError(socketProblem(error), { cause: error });
      } finally {
        waiting.abort();
      }
      return 'in Socket Mode';
    },
    async close() {
      await receiver.stop();
    },
    awayMs: absence.duration,
  };
}

function socketProblem(error: unknown) {
  const { data } = error as { readonly data?: { readonly error?: unknown } };
  if (typeof data?.error !== 'string') return unreachable(error);
  return {
    message: `Slack does not accept SLACK_APP_TOKEN: ${data.error}.`,
    remedy:
      'Make an app-level token (xapp-…) with the scope connections:write on the app’s page “Basic Information”, and turn on Socket Mode.',
  };
}

/** Signed requests that Slack makes to this machine, through whatever ends HTTPS in front of it. */
function createHttpConnection(
  { signingSecret, port }: HttpSettings,
  { installPage, log }: ConnectionOptions,
): Connection {
  const signed = { signingSecret, logger: boltLogger(log) };
  const receiver = new HTTPReceiver(signed);
  // Bolt takes the authorization either from us or from a receiver that installs: so the pages have one of their own.
  const pages = installPage && new HTTPReceiver({ ...signed, ...installPage });
  const entrance = createEntrance({
    port,
    now: Date.now,
    listener(request, response) {
      const { requestListener } = request.method === 'GET' && pages ? pages : receiver;
      requestListener(request, response);
    },
  });
  return {
    receiver,
    ...(pages?.installer !== undefined && { installer: pages.installer }),
    async open() {
      return `for signed requests on port ${await entrance.open()}, path /slack/events`;
    },
    close: entrance.close,
    awayMs: () => 0,
  };
}
