import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProblemError } from '../../../core/problem.ts';

/** A signed request is accepted for this long after its timestamp. Source: verifying requests from Slack. */
const signatureHoldsMs = 5 * 60_000;
const slowestRequestMs = 15_000;
/** Slack waits no longer for an answer. A connection that is not used may stay longer than that. */
const slackWaitsMs = 3_000;

export interface EntranceOptions {
  readonly port: number;
  /** Bolt's HTTP receiver: it checks signatures and throws for paths that it does not know. */
  readonly listener: RequestListener;
  readonly now: () => number;
}

/** The door for Slack's requests. */
export interface Entrance {
  /** The port, which the system chose where 0 was asked for. Rejects with a ProblemError. */
  open(): Promise<number>;
  close(): Promise<void>;
}

/** Lets each signed request in once: who overheard one cannot send it again. */
export function createEntrance({ port, listener, now }: EntranceOptions): Entrance {
  const admitted = new Map<string, number>();

  /** Where Slack repeats a request that failed, within the same second, its signature is the same too. */
  function admit(request: IncomingMessage): { isReplay: boolean; forget(): void } {
    // Bolt reads no further than the second part, so that whatever follows it makes no other signature.
    const [, signature = ''] = header(request, 'x-slack-signature').split('=');
    const forget = (): void => void admitted.delete(signature);
    if (signature === '') return { isReplay: false, forget };
    for (const [each, expires] of admitted) {
      if (expires >= now()) break;
      admitted.delete(each);
    }
    if (admitted.has(signature)) return { isReplay: true, forget: () => undefined };
    const signedAt = Number(header(request, 'x-slack-request-timestamp')) * 1_000;
    admitted.set(signature, Math.max(now(), signedAt || 0) + signatureHoldsMs);
    return { isReplay: false, forget };
  }

  const server = createServer({ requestTimeout: slowestRequestMs }, (request, response) => {
    const { isReplay, forget } = admit(request);
    if (isReplay) {
      response.writeHead(401).end();
      return;
    }
    response.once('close', () => {
      if (!response.writableFinished || response.statusCode >= 300) forget();
    });
    try {
      listener(request, response);
    } catch {
      response.writeHead(404).end();
    }
  });

  return {
    open: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(port, error)));
        server.listen(port, () => resolve((server.address() as AddressInfo).port));
      }),
    close: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => server.closeAllConnections(), slackWaitsMs);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function header({ headers }: IncomingMessage, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

function cannotListen(port: number, error: NodeJS.ErrnoException): ProblemError {
  return new ProblemError(
    {
      message: `Requests from Slack cannot be taken on port ${port}: ${error.code ?? error.message}.`,
      remedy: 'Stop what uses that port, or set SLACK_PORT to another one.',
    },
    { cause: error },
  );
}
