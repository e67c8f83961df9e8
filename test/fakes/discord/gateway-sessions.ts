import { GatewayDispatchEvents, GatewayOpcodes } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import { guildCreate } from './api-objects.ts';
import type { World } from './world.ts';

export type Shard = readonly [id: number, count: number];

/** What a bot that identified is told, whether or not it is connected right now. */
export interface Session {
  readonly id: string;
  readonly shard: Shard;
  /** Every dispatch since READY, to be replayed. */
  readonly events: { readonly s: number; readonly text: string }[];
  socket: WebSocket | undefined;
}

export interface Sessions {
  /** Begins one: READY with its guilds, then each guild. */
  begin(socket: WebSocket, shard: Shard, resumeUrl: string): Session;
  find(id: string): Session | undefined;
  /** Tells what was missed after `seq`, then RESUMED. */
  resume(session: Session, socket: WebSocket, seq: number): void;
  /** Tells the shard of a guild, now or when it resumes. Without a guild: the first one. */
  dispatch(event: GatewayDispatchEvents, guildId: string | undefined, data: object): void;
  end(session: Session): void;
  endAll(): void;
}

export function createSessions(world: World): Sessions {
  const sessions = new Map<string, Session>();
  return {
    begin(socket, shard, resumeUrl) {
      const session = { id: `session-${world.snowflake()}`, shard, events: [], socket };
      sessions.set(session.id, session);
      const guilds = [...world.guilds.values()].filter(
        ({ id, state }) => state !== 'left' && isOfShard(id, shard),
      );
      emit(session, GatewayDispatchEvents.Ready, {
        v: 10,
        user: world.bot.api,
        guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
        session_id: session.id,
        resume_gateway_url: resumeUrl,
        shard,
        application: { id: world.applicationId, flags: 0 },
      });
      for (const guild of guilds.filter(({ state }) => state === 'joined')) {
        emit(session, GatewayDispatchEvents.GuildCreate, guildCreate(world, guild));
      }
      return session;
    },
    find: (id) => sessions.get(id),
    resume(session, socket, seq) {
      session.socket = socket;
      for (const { s, text } of session.events) if (s > seq) socket.send(text);
      emit(session, GatewayDispatchEvents.Resumed, {});
    },
    dispatch(event, guildId, data) {
      for (const session of sessions.values()) {
        if (isOfShard(guildId ?? '0', session.shard)) emit(session, event, data);
      }
    },
    end: ({ id }) => void sessions.delete(id),
    endAll: () => sessions.clear(),
  };
}

function isOfShard(guildId: string, [id, count]: Shard): boolean {
  return (BigInt(guildId) >> 22n) % BigInt(count) === BigInt(id);
}

function emit(session: Session, event: GatewayDispatchEvents, data: object): void {
  const s = session.events.length + 1;
  const text = JSON.stringify({ op: GatewayOpcodes.Dispatch, t: event, s, d: data });
  session.events.push({ s, text });
  session.socket?.send(text);
}
