import type { Server } from 'node:http';
import {
  GatewayCloseCodes,
  type GatewayIdentifyData,
  GatewayIntentBits,
  GatewayOpcodes,
  type GatewayResumeData,
  type GatewaySendPayload,
} from 'discord-api-types/v10';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Session, Sessions, Shard } from './gateway-sessions.ts';

const SENDS_PER_MINUTE = 120;
const IDENTIFIES_PER_DAY = 1_000;
const DAY_MS = 86_400_000;
/** A client that closes so ends its session. */
const NORMAL_CLOSURE = 1_000;
const GOING_AWAY = 1_001;

interface Connection {
  readonly socket: WebSocket;
  session?: Session;
  isZombie: boolean;
  sends: number;
  /** Closes the connection of a client whose heart stopped. */
  watchdog?: NodeJS.Timeout;
}

export interface Identify {
  readonly intents: number;
  readonly shard: Shard;
  readonly isAccepted: boolean;
}

export interface Gateway {
  readonly identifies: readonly Identify[];
  readonly resumes: number;
  /** How many there are now. */
  readonly connections: number;
  /** Identifies that are left, of those of 24 hours. */
  remaining(): number;
  /** Cuts every connection. */
  drop(): void;
  /** Says op 9 on every connection. */
  invalidSession(isResumable: boolean): void;
  /** Says op 7 on every connection. */
  reconnectRequest(): void;
  /** Stops acknowledging the heartbeats of the connections that there are. */
  zombie(): void;
  /** Closes every connection as Discord does when the token is wrong. */
  reject(): void;
  close(): void;
}

interface GatewayParts {
  readonly sessions: Sessions;
  readonly heartbeatMs: number;
  readonly url: () => string;
  readonly isToken: (token: string) => boolean;
  readonly report: (violation: string) => void;
}

/** Discord's gateway: HELLO, IDENTIFY or RESUME, heartbeats, and what can go wrong with them. */
export function createGateway(server: Server, parts: GatewayParts): Gateway {
  const { sessions, heartbeatMs, isToken, report } = parts;
  const connections = new Set<Connection>();
  const identifies: Identify[] = [];
  const identifiedAt: number[] = [];
  let resumes = 0;
  const sockets = new WebSocketServer({ server, path: '/gateway' });

  sockets.on('connection', (socket, request) => {
    const connection: Connection = { socket, isZombie: false, sends: 0 };
    connections.add(connection);
    const { searchParams } = new URL(request.url ?? '/', 'ws://discord.invalid');
    if (searchParams.get('v') !== '10' || searchParams.get('encoding') !== 'json') {
      report(`The gateway is asked for ${request.url}, not for v=10 and encoding=json`);
    }
    watch(connection);
    socket.on('message', (data) => receive(connection, data));
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => leave(connection, code));
    say(socket, GatewayOpcodes.Hello, { heartbeat_interval: heartbeatMs });
  });

  function leave(connection: Connection, code: number): void {
    clearTimeout(connection.watchdog);
    connections.delete(connection);
    const { session, socket } = connection;
    if (session?.socket !== socket) return;
    session.socket = undefined;
    if (code === NORMAL_CLOSURE || code === GOING_AWAY) sessions.end(session);
  }

  function watch(connection: Connection): void {
    clearTimeout(connection.watchdog);
    connection.watchdog = setTimeout(
      () => {
        report('The gateway heard no heartbeat for two intervals');
        connection.socket.close(GatewayCloseCodes.SessionTimedOut);
      },
      heartbeatMs * 2 + 1_000,
    );
  }

  function receive(connection: Connection, data: RawData): void {
    const { socket } = connection;
    connection.sends += 1;
    const forget = () => {
      connection.sends -= 1;
    };
    setTimeout(forget, 60_000).unref();
    if (connection.sends > SENDS_PER_MINUTE) {
      report('The gateway was sent more than 120 payloads in a minute');
      return void socket.close(GatewayCloseCodes.RateLimited);
    }
    const payload = parsed(data);
    switch (payload?.op) {
      case GatewayOpcodes.Heartbeat:
        watch(connection);
        if (!connection.isZombie) say(socket, GatewayOpcodes.HeartbeatAck);
        break;
      case GatewayOpcodes.Identify:
        identify(connection, payload.d);
        break;
      case GatewayOpcodes.Resume:
        resume(connection, payload.d);
        break;
      case GatewayOpcodes.PresenceUpdate:
        break;
      default:
        report(`The gateway was sent ${String(data).slice(0, 200)}`);
        socket.close(GatewayCloseCodes.UnknownOpcode);
    }
  }

  function identify(connection: Connection, data: GatewayIdentifyData): void {
    const { socket, session } = connection;
    const { token, intents, shard = [0, 1] } = data;
    if (session !== undefined) return void socket.close(GatewayCloseCodes.AlreadyAuthenticated);
    identifies.push({ intents, shard, isAccepted: isToken(token) });
    identifiedAt.push(Date.now());
    if (intents !== GatewayIntentBits.Guilds) {
      report(`The intents are ${intents}: GUILDS alone (1) is needed`);
    }
    if (!isToken(token)) return void socket.close(GatewayCloseCodes.AuthenticationFailed);
    connection.session = sessions.begin(socket, shard, parts.url());
  }

  function resume(connection: Connection, data: GatewayResumeData): void {
    const { socket } = connection;
    if (!isToken(data.token)) return void socket.close(GatewayCloseCodes.AuthenticationFailed);
    const session = sessions.find(data.session_id);
    if (session === undefined) return void say(socket, GatewayOpcodes.InvalidSession, false);
    if (data.seq > session.events.length) return void socket.close(GatewayCloseCodes.InvalidSeq);
    resumes += 1;
    connection.session = session;
    sessions.resume(session, socket, data.seq);
  }

  const onEach = (act: (connection: Connection) => void) => {
    for (const connection of [...connections]) act(connection);
  };

  return {
    identifies,
    get resumes() {
      return resumes;
    },
    get connections() {
      return connections.size;
    },
    remaining: () =>
      IDENTIFIES_PER_DAY - identifiedAt.filter((at) => Date.now() - at < DAY_MS).length,
    drop: () => onEach(({ socket }) => socket.terminate()),
    invalidSession: (isResumable) =>
      onEach((connection) => {
        delete connection.session;
        say(connection.socket, GatewayOpcodes.InvalidSession, isResumable);
      }),
    reconnectRequest: () => onEach(({ socket }) => say(socket, GatewayOpcodes.Reconnect)),
    zombie: () =>
      onEach((connection) => {
        connection.isZombie = true;
      }),
    reject: () => onEach(({ socket }) => socket.close(GatewayCloseCodes.AuthenticationFailed)),
    close() {
      onEach(({ socket }) => socket.terminate());
      sockets.close();
    },
  };
}

function say(socket: WebSocket, op: GatewayOpcodes, d: unknown = null): void {
  socket.send(JSON.stringify({ op, d, s: null, t: null }));
}

function parsed(data: RawData): GatewaySendPayload | undefined {
  try {
    return JSON.parse(String(data)) as GatewaySendPayload;
  } catch {
    return undefined;
  }
}
