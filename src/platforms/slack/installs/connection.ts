import { HTTPReceiver, type HTTPReceiverOptions, type Receiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Log } from '../../../lib/log.ts';
import { boltLogger } from '../bolt-logger.ts';
import { createEntrance } from './entrance.ts';
import type { OAuthSettings } from './install-page.ts';
import { createSocketConnection } from './socket-connection.ts';

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

export function createConnection(mode: SlackMode, options: ConnectionOptions): Connection {
  return mode.kind === 'socket'
    ? createSocketConnection({ ...options, appToken: mode.appToken })
    : createHttpConnection(mode, options);
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
