import { type APIMessage, type REST, Routes } from 'discord.js';
import type { BrokenOff, Reconciliation } from '../../../core/delivery.ts';
import { type Destination, parseAddress } from '../address.ts';
import type { KnownChannels } from '../gateway/known-channels.ts';
import { isPayload } from '../render/render.ts';
import { snowflakeAt } from '../snowflake.ts';
import type { Destinations, Paced } from './destinations.ts';
import { uniqueFor } from './nonce.ts';
import { isMadeOf } from './same-message.ts';
import { detailOf, isGone, readFailure } from './send-outcome.ts';

/** A nonce is known for "the past few minutes" (resources/message): within this, the same message is never made twice. */
export const nonceHoldsMs = 120_000;
/** How far our clock may be ahead of Discord's. */
const clockSkewMs = 60_000;
const pageSize = 100;
const mostPages = 10;

export interface ReconcileOptions {
  readonly rest: Pick<REST, 'get'>;
  readonly paced: Paced;
  readonly destinations: Pick<Destinations, 'find'>;
  readonly known: Pick<KnownChannels, 'mayReadHistory'>;
  readonly ownId: () => string | undefined;
  readonly now: () => number;
}

/** Finds out what became of messages whose sending broke off. */
export function createReconcile(options: ReconcileOptions) {
  const { rest, paced, destinations, known, ownId, now } = options;

  /** The message among those since the attempt began; `all`: whether they were read to the last one. */
  async function search(
    channel: string,
    { payload, deliveryId, firstSentAt }: BrokenOff,
  ): Promise<{ readonly found?: APIMessage; readonly all: boolean }> {
    const { nonce } = uniqueFor(deliveryId);
    const isIt = (message: APIMessage): boolean =>
      message.author.id === ownId() &&
      (message.nonce === nonce || (isPayload(payload) && isMadeOf(payload, message)));
    let after = snowflakeAt(Date.parse(firstSentAt) - clockSkewMs);
    for (let page = 0; page < mostPages; page += 1) {
      const query = new URLSearchParams({ after, limit: String(pageSize) });
      const route = Routes.channelMessages(channel);
      const messages = (await paced(() => rest.get(route, { query }))) as APIMessage[];
      const found = messages.find(isIt);
      if (found !== undefined) return { found, all: true };
      if (messages.length < pageSize) return { all: true };
      after = messages.map(({ id }) => id).reduce(later);
    }
    return { all: false };
  }

  async function lookUp(attempt: BrokenOff, destination: Destination): Promise<Reconciliation> {
    const channel = await destinations.find(destination, Date.parse(attempt.firstSentAt));
    if (channel === undefined) return { kind: 'repeatable' };
    const { found, all } = await search(channel, attempt);
    if (found !== undefined) return { kind: 'sent', externalId: `${channel}/${found.id}` };
    if (!all) return { kind: 'unknown', detail: 'too much was written there since' };
    const mayRead = destination.kind === 'user' || known.mayReadHistory(destination.channel);
    if (mayRead) return { kind: 'repeatable' };
    return { kind: 'unknown', detail: 'I may not read there what I have posted' };
  }

  return async (attempt: BrokenOff): Promise<Reconciliation> => {
    if (now() - Date.parse(attempt.firstSentAt) <= nonceHoldsMs) return { kind: 'repeatable' };
    const destination = parseAddress(attempt.address);
    if (destination === undefined) return { kind: 'unknown', detail: 'its address cannot be read' };
    if (ownId() === undefined) return { kind: 'unknown', detail: 'Discord is not connected yet' };
    try {
      return await lookUp(attempt, destination);
    } catch (error) {
      const failure = readFailure(error);
      // Where the channel is gone, so is the message: sending says so once more, and pauses.
      if (isGone(failure)) return { kind: 'repeatable' };
      return { kind: 'unknown', detail: detailOf(failure) };
    }
  };
}

function later(id: string, other: string): string {
  return BigInt(other) > BigInt(id) ? other : id;
}
