import type { WebClient } from '@slack/web-api';
import type { SendOutcome } from '../../core/delivery.ts';
import { createInOrder } from '../../lib/in-order.ts';
import type { Log } from '../../lib/log.ts';
import { type Destination, parseAddress } from './address.ts';
import { confirmPosted, type Posted } from './confirm-posted.ts';
import type { MessageArguments, SlackPayload } from './render.ts';
import { endings, type Failure, readFailure } from './send-outcome.ts';
import { createWorkspaceTurns, type WorkspaceTurnsOptions } from './workspace-turns.ts';
import type { Access, Workspaces } from './workspaces.ts';

/** One message a second and channel (chat.postMessage, rate limits), with some room for the way there. */
const channelGapMs = 1_040;
/** What Slack asks to wait is waited for here up to this; longer, the ledger tries again. */
const longestWaitMs = 90_000;
const mostWaits = 3;
const heldMs = 60_000;

export interface PostingLaneOptions extends WorkspaceTurnsOptions {
  /** Set to repeat nothing by itself, and to time out. */
  readonly web: Pick<WebClient, 'chat' | 'conversations'>;
  readonly workspaces: Pick<Workspaces, 'access' | 'renewed'>;
  /** A workspace has taken its token back. */
  readonly onRevoked: (team: string) => Promise<void>;
  readonly log: Log;
}

/** Where digests leave: one after another per channel, evenly paced per workspace, each attempt a single request. */
export interface PostingLane {
  /** `replyTo`: the `externalId` of the message in whose thread it belongs, `CHANNEL/TS`. */
  post(
    address: string,
    payload: SlackPayload,
    deliveryId: string,
    replyTo?: string,
  ): Promise<SendOutcome>;
  /** Posts nothing more and waits for what is under way. */
  stop(): Promise<void>;
}

type Message = MessageArguments & { readonly metadata?: ReturnType<typeof metadataOf> };
type Attempt = Failure | { readonly kind: 'sent'; readonly externalId: string };

export function createPostingLane(options: PostingLaneOptions): PostingLane {
  const { web, workspaces, now, wait, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const inOrder = createInOrder();
  const turns = createWorkspaceTurns({ now, wait });

  async function deliver(
    destination: Destination,
    payload: SlackPayload,
    deliveryId: string,
    replyTo: string | undefined,
  ): Promise<SendOutcome> {
    const { team } = destination;
    let access = await workspaces.access({ teamId: team });
    let message: MessageArguments = payload.arguments;
    let metadata: Message['metadata'] = metadataOf(deliveryId);
    const tried = new Set<Failure['kind']>();
    for (let waits = 0; ; ) {
      if (access === undefined) return gone;
      await turns.take(team, signal);
      const sentAt = now();
      const body = { ...message, ...(metadata !== undefined && { metadata }) };
      const result = await attempt(web, { destination, message: body, access, replyTo });
      switch (result.kind) {
        case 'sent':
          return result;
        case 'ended': {
          const isFindable =
            result.outcome.kind === 'uncertain' && metadata && replyTo === undefined;
          if (!isFindable) return result.outcome;
          return settled(result.outcome, access, { destination, deliveryId, sentAt });
        }
        case 'limited': {
          turns.pause(team, result.afterMs);
          waits += 1;
          if (waits <= mostWaits && result.afterMs <= longestWaitMs) continue;
          return { kind: 'retry', afterMs: result.afterMs, detail: result.detail };
        }
        case 'revoked':
          log.warn(`Workspace ${team} no longer accepts the app: ${result.detail}.`);
          await options.onRevoked(team);
          return gone;
      }
      const { kind, detail } = result;
      if (tried.has(kind)) return kind === 'expired' ? gone : malformed(detail);
      tried.add(kind);
      if (kind === 'expired') access = await workspaces.renewed({ teamId: team });
      else if (kind === 'metadata') metadata = undefined;
      else {
        log.warn(`${deliveryId}: Slack refuses the form of a message: ${detail}.`);
        message = payload.fallback;
      }
    }
  }

  /** What may have been posted is looked for, where the app may read its own messages. */
  async function settled(
    outcome: SendOutcome & { readonly kind: 'uncertain' },
    access: Access,
    posted: Posted,
  ): Promise<SendOutcome> {
    const found = await confirmPosted(web, access, posted, (ms) => wait(ms, signal));
    if (found === 'unknown') return outcome;
    if (found === 'absent') return { kind: 'retry', afterMs: 0, detail: outcome.detail };
    return { kind: 'sent', ...found };
  }

  return {
    post(address, payload, deliveryId, replyTo) {
      const destination = parseAddress(address);
      if (destination === undefined) return Promise.resolve(notAnAddress(address));
      return new Promise((resolve) => {
        void inOrder.run(address, async () => {
          resolve(await deliver(destination, payload, deliveryId, replyTo).catch(held));
          await wait(channelGapMs, signal).catch(() => undefined);
        });
      });
    },
    async stop() {
      stopping.abort();
      await inOrder.idle();
    },
  };
}

interface Request {
  readonly destination: Destination;
  readonly message: Message;
  readonly access: Access;
  readonly replyTo: string | undefined;
}

/** One request. */
async function attempt(
  web: Pick<WebClient, 'chat'>,
  { destination, message, access, replyTo }: Request,
): Promise<Attempt> {
  const [thread, ts] = replyTo?.split('/') ?? [];
  const isDirect = destination.kind === 'user';
  try {
    const answer = await web.chat.postMessage({
      ...message,
      token: access.botToken,
      channel: thread ?? (isDirect ? destination.user : destination.channel),
      ...(ts !== undefined && { thread_ts: ts }),
    });
    return { kind: 'sent', externalId: `${answer.channel}/${answer.ts}` };
  } catch (error) {
    return readFailure(error, isDirect);
  }
}

/** For finding the message again. Everybody in the workspace can read it. */
function metadataOf(deliveryId: string) {
  return {
    event_type: 'paper_digest_delivery',
    event_payload: { delivery_id: deliveryId, v: 1 },
  };
}

/** Broken off before anything was posted: while it waited for its turn, or for a token. */
function held(error: unknown): SendOutcome {
  return { kind: 'retry', afterMs: heldMs, detail: `it was not sent: ${String(error)}` };
}

const gone: SendOutcome = {
  kind: 'rejected',
  pause: { kind: 'destination-gone', text: endings.removed },
  detail: 'no token for the workspace',
};

function malformed(detail: string): SendOutcome {
  const text =
    'Slack refuses the form of this digest, through a fault of mine. Resume it to try again';
  return { kind: 'rejected', pause: { kind: 'unreachable', text }, detail };
}

function notAnAddress(address: string): SendOutcome {
  const text = 'The place of this digest cannot be read. Remove it and set it up again';
  return {
    kind: 'rejected',
    pause: { kind: 'unreachable', text },
    detail: `no address: ${address}`,
  };
}
