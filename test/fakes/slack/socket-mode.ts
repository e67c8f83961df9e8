import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { until } from './until.ts';
import type { World } from './world.ts';

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

export interface Envelope {
  readonly type: EnvelopeType;
  readonly payload: unknown;
  /** Which attempt this is, from 0, and why it is made again. */
  readonly retry?: { readonly num: number; readonly reason: string };
}

export interface DisconnectOptions {
  readonly reason: 'warning' | 'refresh_requested' | 'link_disabled';
}

/** How long a closing connection is left open after the word `disconnect`, in milliseconds. */
const CLOSE_GRACE_MS = 1_000;
const PING_MS = 5_000;
/** How long a payload waits for the app to connect again, in milliseconds. */
const CONNECT_WAIT_MS = 15_000;

export type SocketMode = ReturnType<typeof createSocketMode>;

function isOpen({ readyState, OPEN }: WebSocket): boolean {
  return readyState === OPEN;
}

/** Slack's end of Socket Mode: connections by ticket, envelopes and their acknowledgements. */
export function createSocketMode(world: World) {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const connections: WebSocket[] = [];
  const waiting = new Map<string, (payload: unknown) => void>();
  let turn = 0;
  let accepted = 0;

  function accept(socket: WebSocket): void {
    connections.push(socket);
    accepted += 1;
    const pinging = setInterval(() => socket.ping(), PING_MS).unref();
    socket.on('message', (data) => read(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(pinging);
      connections.splice(connections.indexOf(socket), 1);
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: connections.length,
        connection_info: { app_id: world.appId },
        debug_info: { host: 'fake', build_number: 1, approximate_connection_time: 3_600 },
      }),
    );
  }

  function read(text: string): void {
    const message = JSON.parse(text) as { envelope_id?: string; payload?: unknown };
    const acknowledge = waiting.get(message.envelope_id ?? '');
    if (acknowledge === undefined) {
      world.report(`socket: an acknowledgement of nothing that waits for one: ${text}`);
      return;
    }
    waiting.delete(message.envelope_id ?? '');
    acknowledge(message.payload);
  }

  return {
    /** A new URL to connect to, good once. */
    newUrl(host: string): string {
      const ticket = world.id('K');
      tickets.add(ticket);
      return `ws://${host}/link/?ticket=${ticket}&app_id=${world.appId}`;
    },
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      const ticket = new URL(request.url ?? '/', 'http://fake').searchParams.get('ticket') ?? '';
      if (!tickets.delete(ticket)) {
        world.report('socket: connected with a ticket that was used or never given');
        socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, accept);
    },
    /** How many connections there are now, and were ever accepted. */
    counts: () => ({ open: connections.length, accepted }),
    isConnected: () => connections.some(isOpen),
    /** Waits for the app to be connected. */
    connected: () => until(() => connections.some(isOpen), 'a connection', CONNECT_WAIT_MS),
    /** Sends to one of the connections, in turn. Resolves with the payload of the acknowledgement. */
    deliver({ type, payload, retry }: Envelope): Promise<unknown> {
      const open = connections.filter(isOpen);
      const socket = open[turn++ % open.length];
      const envelope_id = world.id('E');
      const answered = new Promise<unknown>((resolve) => waiting.set(envelope_id, resolve));
      const isEvent = type === 'events_api';
      socket?.send(
        JSON.stringify({
          envelope_id,
          type,
          payload,
          accepts_response_payload: !isEvent,
          ...(isEvent && { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' }),
        }),
      );
      return answered;
    },
    /** Asks every connection to go, and closes what stays. `warning` comes before, `refresh_requested` at the time. */
    disconnect({ reason }: DisconnectOptions): void {
      for (const socket of connections) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'fake' } }));
        setTimeout(() => socket.close(1000), CLOSE_GRACE_MS).unref();
      }
    },
    /** Cuts every connection. */
    drop(): void {
      for (const socket of connections) socket.terminate();
    },
    async close(): Promise<void> {
      for (const socket of connections) socket.close(1001);
      await until(() => connections.length === 0, 'the connections to close', 300).catch(() => {
        for (const socket of connections) socket.terminate();
      });
      server.close();
    },
  };
}
