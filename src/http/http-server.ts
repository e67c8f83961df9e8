import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { ProblemError } from '../core/problem.ts';

export interface HttpServer {
  /** `http://127.0.0.1:9464`. */
  readonly url: string;
  /** Answers nothing more. */
  close(): Promise<void>;
}

const mostConnections = 100;
const requestTimeoutMs = 10_000;

/** Serves until it is closed. Port 0 takes any that is free. Rejects with a ProblemError that says the remedy. */
export async function openHttpServer(
  routes: Hono,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<HttpServer> {
  const server = createServer(
    { requestTimeout: requestTimeoutMs, headersTimeout: requestTimeoutMs },
    getRequestListener(routes.fetch),
  );
  server.maxConnections = mostConnections;
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new ProblemError(
      {
        message: `HTTP cannot be served at ${host}, port ${port}: ${(error as Error).message}.`,
        remedy: 'Set HTTP_PORT and HTTP_HOST to what is free, or HTTP_PORT to nothing.',
      },
      { cause: error },
    );
  }
  const { port: taken, address, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
