import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGzip, gzipSync } from 'node:zlib';

/** How the server answers one request. */
export type Reply = (response: ServerResponse, request: IncomingMessage) => void;

export interface RecordedRequest {
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** A loopback web server in the place of Hugging Face and arXiv. */
export interface FeedServer {
  /** Without a trailing slash. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** Answers a path (with its query, or for any query) by these replies in turn; the last one stays. */
  on(path: string, ...replies: Reply[]): void;
  /** Throws if anything was asked for that no test announced. */
  close(): Promise<void>;
}

export async function openFeedServer(): Promise<FeedServer> {
  const routes = new Map<string, Reply[]>();
  const requests: RecordedRequest[] = [];
  const unexpected: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push({ path, headers: request.headers });
    const replies = routes.get(path) ?? routes.get(path.split('?')[0] ?? path);
    const reply = replies && replies.length > 1 ? replies.shift() : replies?.[0];
    if (reply === undefined) unexpected.push(path);
    (reply ?? failing(404))(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    on: (path, ...replies) => void routes.set(path, [...replies]),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (unexpected.length > 0) throw new Error(`unexpected requests: ${unexpected.join(', ')}`);
    },
  };
}

interface Head {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function body(
  content: string | Uint8Array,
  { status = 200, headers = {} }: Head = {},
): Reply {
  return (response) => void response.writeHead(status, headers).end(content);
}

export function json(value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return body(JSON.stringify(value), {
    headers: { 'content-type': 'application/json', ...headers },
  });
}

export function html(content: string): Reply {
  return body(content, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}

export function failing(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return body('{"error": "no"}', { status, headers });
}

export function rateLimited(headers: Readonly<Record<string, string>>): Reply {
  return body('{"error": "We had to rate limit you."}', { status: 429, headers });
}

export function redirect(to: string, status = 302): Reply {
  return body('', { status, headers: { location: to } });
}

/** Answers 304 to whoever knows the tag. */
export function tagged(etag: string, reply: string): Reply {
  return (response, request) => {
    const isKnown = request.headers['if-none-match'] === etag;
    response.writeHead(isKnown ? 304 : 200, { etag }).end(isKnown ? '' : reply);
  };
}

export function gzipped(content: string): Reply {
  return body(gzipSync(content), { headers: { 'content-encoding': 'gzip' } });
}

/** Never answers. */
export function silence(): Reply {
  return () => {};
}

/** Sends headers and the beginning of a body, then nothing more. */
export function stall(beginning: string): Reply {
  return (response) => void response.writeHead(200).write(beginning);
}

/** Promises more than it sends, and hangs up. */
export function cutOff(beginning: string): Reply {
  return (response) => {
    response.writeHead(200, { 'content-length': String(beginning.length + 1_000) });
    response.write(beginning, () => response.destroy());
  };
}

/** Hangs up without a word. */
export function hangUp(): Reply {
  return (response) => void response.destroy();
}

/** A body of `bytes`, as fast as it is read; endless by default. */
export function flood(
  bytes = Number.POSITIVE_INFINITY,
  { status = 200, headers = {} }: Head = {},
): Reply {
  return (response) => {
    response.writeHead(status, headers);
    const chunk = Buffer.alloc(65_536, ' ');
    let sent = 0;
    const send = () => {
      while (sent < bytes && !response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', send);
      }
      response.end();
    };
    send();
  };
}

/** Unpacks to `bytes` of spaces, from a thousandth of that. */
export function gzipBomb(bytes: number): Reply {
  return (response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    const gzip = createGzip();
    gzip.pipe(response);
    response.once('close', () => gzip.destroy());
    const chunk = Buffer.alloc(1_000_000, ' ');
    let packed = 0;
    const pack = () => {
      if (packed >= bytes || gzip.destroyed) return void gzip.end();
      packed += chunk.length;
      gzip.write(chunk, pack);
    };
    pack();
  };
}
