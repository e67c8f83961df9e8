import { HTTPReceiver, type HTTPReceiverOptions } from '@slack/bolt';
import type { Log } from '../../../lib/log.ts';
import { boltLogger } from '../bolt-logger.ts';
import type { Connection } from './connection.ts';
import { createEntrance } from './entrance.ts';

export interface HttpSettings {
  readonly signingSecret: string;
  readonly port: number;
}

export interface HttpConnectionOptions extends HttpSettings {
  /** What lets workspaces install the app. */
  readonly installPage?: Omit<HTTPReceiverOptions, 'signingSecret'>;
  readonly log: Log;
}

/** Signed requests that Slack makes to this machine, through whatever ends HTTPS in front of it. */
export function createHttpConnection({
  signingSecret,
  port,
  installPage,
  log,
}: HttpConnectionOptions): Connection {
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
    awayProblem: () => undefined,
  };
}
