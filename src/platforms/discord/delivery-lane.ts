import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { type APIMessage, Routes } from 'discord.js';
import type { SendOutcome } from '../../core/delivery.ts';
import { createInOrder } from '../../lib/in-order.ts';
import type { Log } from '../../lib/log.ts';
import { createPace } from '../../lib/pace.ts';
import { type Destination, parseAddress } from './address.ts';
import { createDestinations, type DestinationsOptions } from './destinations.ts';
import type { InvalidRequests } from './invalid-requests.ts';
import type { DiscordPayload } from './render.ts';
import { type Failure, readFailure } from './send-outcome.ts';

/** Discord allows a bot 50 (topics/rate-limits); answers to interactions do not count. */
const requestsPerSecond = 49;
/** A nonce is known for "the past few minutes" (resources/message): within this, the same message is never made twice. */
const nonceHoldsMs = 120_000;
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
const heldMs = 60_000;

export interface DeliveryLaneOptions extends DestinationsOptions {
  readonly invalidRequests: InvalidRequests;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
}

/** Where digests leave: evenly paced, in order per place, apart from the answers to commands. */
export interface DeliveryLane {
  /**
   * Sends one rendered message, again and again for two minutes where it may not have arrived. It never shows twice: each
   * attempt has the same nonce.
   */
  send(address: string, payload: unknown, deliveryId: string): Promise<SendOutcome>;
  /** Sends nothing more and waits for what is under way. */
  stop(): Promise<void>;
}

/** `rest` is used by nothing else, and repeats nothing by itself. */
export function createDeliveryLane(options: DeliveryLaneOptions): DeliveryLane {
  const { rest, invalidRequests, now, wait, log } = options;
  const stopping = new AbortController();
  // Each message that waits for its turn listens: thousands on a busy morning.
  setMaxListeners(0, stopping.signal);
  const inOrder = createInOrder();
  const pace = createPace({ perSecond: requestsPerSecond, now, wait });
  const channelOf = createDestinations(options);
  let isRefused = false;

  /** Why nothing may be sent just now. */
  function held(): string | undefined {
    if (stopping.signal.aborted) return 'the bot is stopping';
    if (isRefused) return 'Discord no longer accepts the token';
    if (invalidRequests.tooMany()) return 'Discord refused too much in the last ten minutes';
    return undefined;
  }

  async function paced(request: () => Promise<unknown>): Promise<unknown> {
    await pace(stopping.signal);
    const reason = held();
    if (reason !== undefined) throw Object.assign(new Error(reason), { timeToReset: heldMs });
    return request();
  }

  async function attempt(destination: Destination, body: object): Promise<Failure> {
    let hasBegun = false;
    try {
      const channel = await channelOf(destination, paced);
      const message = (await paced(() => {
        hasBegun = true;
        return rest.post(Routes.channelMessages(channel), { body });
      })) as APIMessage;
      return { kind: 'ended', outcome: { kind: 'sent', externalId: `${channel}/${message.id}` } };
    } catch (error) {
      const failure = readFailure(error);
      if (failure.kind === 'unauthorized') refuseToken(failure.detail);
      return failure.kind === 'ambiguous' && !hasBegun ? { ...failure, kind: 'absent' } : failure;
    }
  }

  function refuseToken(detail: string): void {
    if (!isRefused) log.warn(`Discord no longer accepts the token, so nothing is sent: ${detail}`);
    isRefused = true;
  }

  async function deliver(
    destination: Destination,
    { body, fallback }: DiscordPayload,
    deliveryId: string,
  ): Promise<SendOutcome> {
    const unique = { nonce: nonceOf(deliveryId), enforce_nonce: true };
    const until = now() + nonceHoldsMs;
    let message: object = body;
    let mayHaveArrived = false;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      const failure = await attempt(destination, { ...message, ...unique });
      if (failure.kind === 'malformed') {
        log.warn(`${deliveryId}: Discord refuses the form of a message: ${failure.detail}`);
        if (fallback === undefined || message === fallback) return malformed(failure.detail);
        message = fallback;
        continue;
      }
      if (failure.kind === 'ambiguous') mayHaveArrived = true;
      const outcome = outcomeOf(failure);
      if (outcome.kind !== 'retry') return outcome;
      const isOver = failure.kind === 'unauthorized' || now() + pauseMs > until;
      if (mayHaveArrived && (isOver || stopping.signal.aborted)) {
        return { kind: 'uncertain', detail: outcome.detail };
      }
      if (isOver || failure.kind === 'ended' || stopping.signal.aborted) return outcome;
      await wait(pauseMs, stopping.signal).catch(() => undefined);
    }
  }

  return {
    async send(address, payload, deliveryId) {
      const destination = parseAddress(address);
      if (destination === undefined || !isPayload(payload)) return unreadable(address);
      return inOrder.run(address, () => deliver(destination, payload, deliveryId));
    },
    async stop() {
      stopping.abort();
      await inOrder.idle();
    },
  };
}

/** The same for the same delivery, whenever and by whichever process it is sent. At most 25 characters (resources/message). */
export function nonceOf(deliveryId: string): string {
  return createHash('sha256').update(`discord|${deliveryId}`).digest('base64url').slice(0, 25);
}

function outcomeOf(failure: Failure): SendOutcome {
  if (failure.kind === 'ended') return failure.outcome;
  return { kind: 'retry', afterMs: heldMs, detail: failure.detail };
}

function isPayload(payload: unknown): payload is DiscordPayload {
  if (typeof payload !== 'object' || payload === null || !('body' in payload)) return false;
  return typeof payload.body === 'object' && payload.body !== null;
}

function malformed(detail: string): SendOutcome {
  const text =
    'Discord refuses the form of this digest, through a fault of mine. Resume it to try again';
  return { kind: 'rejected', pause: { kind: 'unreachable', text }, detail: `${text} (${detail})` };
}

function unreadable(address: string): SendOutcome {
  const text = 'What was stored of this digest cannot be read. Remove it and set it up again';
  return { kind: 'rejected', pause: { kind: 'unreachable', text }, detail: `${text} (${address})` };
}
