import { type APIMessage, type REST, Routes } from 'discord.js';
import { postedSince } from '../../../core/posted-since.ts';
import {
  type BrokenOff,
  later,
  type Reconciliation,
  unanswered,
  unknown,
} from '../../../core/reconciliation.ts';
import { type Destination, parseAddress } from '../address.ts';
import type { KnownChannels } from '../gateway/known-channels.ts';
import { isPayload } from '../render/render.ts';
import { madeAt } from '../snowflake.ts';
import type { Destinations, Paced } from './destinations.ts';
import { uniqueFor } from './nonce.ts';
import { isMadeOf } from './same-message.ts';
import { detailOf, type Failure, isGone, readFailure } from './send-outcome.ts';

/** A nonce is known for "the past few minutes" (resources/message): within this, the same message is never made twice. */
export const nonceHoldsMs = 120_000;
const pageSize = 100;
const mostPages = 10;

export interface ReconcileOptions {
  readonly rest: Pick<REST, 'get'>;
  readonly paced: Paced;
  readonly destinations: Pick<Destinations, 'find'>;
  readonly known: Pick<KnownChannels, 'mayReadHistory'>;
  readonly ownId: () => string | undefined;
  readonly now: () => number;
  /** By how much our clock is ahead of Discord's, milliseconds. */
  readonly aheadMs: () => number;
}

type Search =
  | { readonly kind: 'found'; readonly id: string }
  | { readonly kind: 'absent' | 'too-many' };

/** Finds out what became of messages whose sending broke off. */
export function createReconcile(options: ReconcileOptions) {
  const { rest, paced, destinations, known, ownId, now, aheadMs } = options;

  /** The latest first, which come with Discord's time: only then is it known how far back to look. */
  async function search(channel: string, attempt: BrokenOff): Promise<Search> {
    const { payload, deliveryId, firstSentAt } = attempt;
    const { nonce } = uniqueFor(deliveryId);
    const isIt = (message: APIMessage, from: number): boolean =>
      message.author.id === ownId() &&
      (message.nonce === nonce ||
        (madeAt(message.id) >= from && isPayload(payload) && isMadeOf(payload, message)));
    const query = new URLSearchParams({ limit: String(pageSize) });
    for (let page = 0; page < mostPages; page += 1) {
      const route = Routes.channelMessages(channel);
      const messages = (await paced(() => rest.get(route, { query }))) as APIMessage[];
      const from = postedSince(firstSentAt, now(), aheadMs());
      const found = messages.find((message) => isIt(message, from));
      if (found !== undefined) return { kind: 'found', id: found.id };
      if (messages.length < pageSize) return { kind: 'absent' };
      const oldest = messages.map(({ id }) => id).reduce(earlier);
      if (madeAt(oldest) < from) return { kind: 'absent' };
      query.set('before', oldest);
    }
    return { kind: 'too-many' };
  }

  async function lookUp(attempt: BrokenOff, destination: Destination): Promise<Reconciliation> {
    const channel = await destinations.find(destination, Date.parse(attempt.firstSentAt));
    if (channel === undefined) return { kind: 'repeatable' };
    const result = await search(channel, attempt);
    if (result.kind === 'found') return { kind: 'sent', externalId: `${channel}/${result.id}` };
    if (result.kind === 'too-many') return unknown('too much was written there since');
    const mayRead = destination.kind === 'user' || known.mayReadHistory(destination.channel);
    return mayRead ? { kind: 'repeatable' } : unknown('I may not read there what I have posted');
  }

  async function find(attempt: BrokenOff): Promise<Reconciliation> {
    const destination = parseAddress(attempt.address);
    if (destination === undefined) return unknown('its address cannot be read');
    if (ownId() === undefined) return unanswered('Discord is not connected yet');
    try {
      return await lookUp(attempt, destination);
    } catch (error) {
      const failure = readFailure(error);
      // Where the channel is gone, so is the message: sending says so once more, and pauses.
      if (isGone(failure)) return { kind: 'repeatable' };
      return unreadable(failure);
    }
  }

  return async (attempt: BrokenOff): Promise<Reconciliation> => {
    const found = await find(attempt);
    const sinceMs = now() - Date.parse(attempt.firstSentAt);
    const holds = sinceMs >= 0 && sinceMs <= nonceHoldsMs;
    return found.kind === 'unknown' && holds ? { kind: 'repeatable', mayBeThere: true } : found;
  };
}

function earlier(id: string, other: string): string {
  return BigInt(other) < BigInt(id) ? other : id;
}

/** What it means that Discord could not be asked, or gave another answer than a message. */
function unreadable(failure: Failure): Reconciliation {
  const detail = detailOf(failure);
  switch (failure.kind) {
    case 'ended':
      return failure.outcome.kind === 'rejected' ? unknown(detail) : later(detail);
    case 'malformed':
      return unknown(detail);
    case 'absent':
      return failure.isLocal ? later(detail) : unanswered(detail);
    case 'ambiguous':
    case 'unauthorized':
      return unanswered(detail);
  }
}
