import { setMaxListeners } from 'node:events';
import { type APIMessage, Routes } from 'discord.js';
import type { SendOutcome } from '../../../core/delivery.ts';
import type { Instant } from '../../../core/paper.ts';
import type { BrokenOff, Reconciliation } from '../../../core/reconciliation.ts';
import { createInOrder } from '../../../lib/in-order.ts';
import type { Log } from '../../../lib/log.ts';
import { createWindowPace } from '../../../lib/window-pace.ts';
import { type Destination, parseAddress } from '../address.ts';
import { type DiscordPayload, isPayload } from '../render/render.ts';
import type { Departures } from './departures.ts';
import { createDestinations, type DestinationsOptions } from './destinations.ts';
import type { InvalidRequests } from './invalid-requests.ts';
import { uniqueFor } from './nonce.ts';
import { createPublish } from './publish.ts';
import { createReconcile, nonceHoldsMs } from './reconcile.ts';
import {
  type Failure,
  isGone,
  neverLeft,
  postponed,
  readFailure,
  stoppingReason,
} from './send-outcome.ts';
import { timedRest } from './timed-rest.ts';

/** Discord allows a bot 50 (topics/rate-limits); answers to interactions do not count. */
const requestsPerSecond = 49;
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
const heldMs = 60_000;
/** Longer than two rate limits that the client waits out, and the request itself. */
const longestRequestMs = 150_000;

export interface DeliveryLaneOptions extends DestinationsOptions {
  readonly invalidRequests: InvalidRequests;
  /** Of `rest`: without them a request that took too long may have left. */
  readonly departures?: Departures;
  /** By how much our clock is ahead of Discord's, milliseconds. */
  readonly aheadMs: () => number;
  /** Discord no longer accepts the token; what it says is for the log. Told once. */
  readonly onRefused: (detail: string) => void;
  /** How long one request may take, once it has its turn: two and a half minutes unless said. */
  readonly withinMs?: number;
  readonly log: Log;
}

/** A message that may be there already. */
interface Repeated {
  readonly deliveryId: string;
  /** When it was first sent, epoch milliseconds. */
  readonly mayBeThereSince: number | undefined;
}

/** Where digests leave: evenly paced, in order per place, apart from the answers to commands. */
export interface DeliveryLane {
  /**
   * Sends one rendered message, again and again for two minutes where it may not have arrived. It never shows twice: each
   * attempt has the same nonce, and none is made once Discord may have forgotten that of the first. `mayBeThereSince`: when
   * that began, if it was before this.
   */
  send(
    address: string,
    payload: unknown,
    deliveryId: string,
    mayBeThereSince?: Instant,
  ): Promise<SendOutcome>;
  reconcile(attempt: BrokenOff): Promise<Reconciliation>;
  /** Sends nothing more and waits for what is under way. */
  stop(): Promise<void>;
}

/** `rest` is used by nothing else, and repeats nothing by itself. */
export function createDeliveryLane(given: DeliveryLaneOptions): DeliveryLane {
  const { invalidRequests, now, wait, log, withinMs = longestRequestMs } = given;
  const rest = timedRest(given.rest, withinMs, given.departures);
  const options = { ...given, rest };
  const stopping = new AbortController();
  // Each message that waits for its turn listens: thousands on a busy morning.
  setMaxListeners(0, stopping.signal);
  const inOrder = createInOrder();
  const pace = createWindowPace({ perSecond: requestsPerSecond, now, wait });
  const destinations = createDestinations(options, paced, stopping.signal);
  const publish = createPublish(options, paced);
  let isRefused = false;

  /** Why nothing may be sent just now. */
  function held(): string | undefined {
    if (stopping.signal.aborted) return stoppingReason;
    if (isRefused) return 'Discord no longer accepts the token';
    if (invalidRequests.tooMany()) return 'Discord refused too much in the last ten minutes';
    return undefined;
  }

  async function paced(request: () => Promise<unknown>): Promise<unknown> {
    await pace(stopping.signal).catch(() => Promise.reject(neverLeft(stoppingReason)));
    const reason = held();
    if (reason !== undefined) throw postponed(reason, heldMs);
    return request();
  }

  /** `until`: from when on a request that repeats another may not leave any more, epoch milliseconds. */
  async function attempt(destination: Destination, body: object, until: number): Promise<Failure> {
    let hasBegun = false;
    try {
      const channel = await destinations.open(destination);
      const message = (await paced(() => {
        const leftMs = until - now();
        if (leftMs <= 0) throw neverLeft('Discord may have forgotten the attempt before');
        hasBegun = true;
        const asking = leftMs < withinMs ? timedRest(given.rest, leftMs, given.departures) : rest;
        return asking.post(Routes.channelMessages(channel), { body });
      })) as APIMessage;
      return { kind: 'ended', outcome: { kind: 'sent', externalId: `${channel}/${message.id}` } };
    } catch (error) {
      const failure = readFailure(error);
      if (failure.kind === 'unauthorized') refuseToken(failure.detail);
      if (isGone(failure)) return confirmGone(destination, failure);
      return failure.kind === 'ambiguous' && !hasBegun ? { ...failure, kind: 'absent' } : failure;
    }
  }

  /** What is said to be gone is looked for once: a post of a forum may be, while the forum is there. */
  async function confirmGone(destination: Destination, failure: Failure): Promise<Failure> {
    if (destination.kind === 'user') return failure;
    try {
      await paced(() => rest.get(Routes.channel(destination.channel)));
      return { kind: 'absent', detail: 'the channel was gone, and is there' };
    } catch (error) {
      const second = readFailure(error);
      return second.kind === 'ambiguous' ? { ...second, kind: 'absent' } : second;
    }
  }

  function refuseToken(detail: string): void {
    if (!isRefused) given.onRefused(detail);
    isRefused = true;
  }

  async function deliver(
    destination: Destination,
    { body, fallback }: DiscordPayload,
    { deliveryId, mayBeThereSince }: Repeated,
  ): Promise<SendOutcome> {
    const unique = uniqueFor(deliveryId);
    const until = Math.min(now(), mayBeThereSince ?? now()) + nonceHoldsMs;
    let message: object = body;
    let mayBeThere = mayBeThereSince !== undefined;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      const limit = mayBeThere ? until : Number.POSITIVE_INFINITY;
      const failure = await attempt(destination, { ...message, ...unique }, limit);
      if (failure.kind === 'malformed') {
        log.warn(`${deliveryId}: Discord refuses the form of a message: ${failure.detail}`);
        if (fallback !== undefined && message !== fallback) {
          message = fallback;
          continue;
        }
      }
      if (failure.kind === 'ambiguous') mayBeThere = true;
      const outcome = outcomeOf(failure);
      const isOver =
        outcome.kind !== 'retry' || failure.kind === 'ended' || failure.kind === 'unauthorized';
      if (isOver || now() + pauseMs > until || stopping.signal.aborted) {
        return mayBeThere ? inDoubt(outcome) : outcome;
      }
      await wait(pauseMs, stopping.signal).catch(() => undefined);
    }
  }

  return {
    async send(address, payload, deliveryId, mayBeThereSince) {
      const destination = parseAddress(address);
      if (destination === undefined || !isPayload(payload)) return unreadable(address);
      const since = mayBeThereSince === undefined ? undefined : Date.parse(mayBeThereSince);
      return inOrder.run(address, async () => {
        const outcome = await deliver(destination, payload, { deliveryId, mayBeThereSince: since });
        return payload.publish === true ? publish(destination, outcome) : outcome;
      });
    },
    reconcile: createReconcile({ ...options, paced, destinations }),
    async stop() {
      stopping.abort();
      await inOrder.idle();
    },
  };
}

function outcomeOf(failure: Failure): SendOutcome {
  if (failure.kind === 'ended') return failure.outcome;
  if (failure.kind === 'malformed') return malformed(failure.detail);
  const { kind: _, ...known } = failure;
  return { kind: 'retry', ...known };
}

/** That this attempt did not arrive says nothing of those before it. */
function inDoubt(outcome: SendOutcome): SendOutcome {
  if (outcome.kind === 'retry') return { ...outcome, kind: 'uncertain' };
  return outcome.kind === 'rejected' ? { ...outcome, mayBeThere: true } : outcome;
}

function malformed(detail: string): SendOutcome {
  const text = 'Discord refuses the form of this digest, through a fault of mine';
  return { kind: 'rejected', pause: { kind: 'unreachable', text }, detail };
}

function unreadable(address: string): SendOutcome {
  const text = 'What was stored of this digest cannot be read. Remove it and set it up again';
  const pause = { kind: 'unreachable', text } as const;
  return { kind: 'rejected', pause, detail: address, isLocal: true };
}
