import { setMaxListeners } from 'node:events';
import type { SendOutcome } from '../../../core/delivery.ts';
import { createInOrder } from '../../../lib/in-order.ts';
import { parseAddress } from '../address.ts';
import type { SlackPayload } from '../render/render.ts';
import { deliveryMetadata, postMessage } from './post-message.ts';
import { noToken, notAnAddress } from './rejections.ts';
import { createRemedies, exhausted, type Letter, type RemediesOptions } from './remedies.ts';
import type { Failure } from './send-outcome.ts';
import { createWorkspaceTurns, type WorkspaceTurnsOptions } from './workspace-turns.ts';

/** "Several hundred messages per minute" and workspace (chat.postMessage): 294 of 300, and never several at once. */
const perSecond = 4.9;
/** One message a second and channel (chat.postMessage, rate limits), with some room for the way there. */
const channelGapMs = 1_040;
/** What Slack asks to wait is waited for here up to this; longer, the ledger tries again. */
const longestWaitMs = 90_000;
const mostWaits = 3;

export type PostingLaneOptions = RemediesOptions & Omit<WorkspaceTurnsOptions, 'perSecond'>;

/** Where digests leave: one after another per channel, evenly paced per workspace, each attempt a single request. */
export interface PostingLane {
  /** `replyTo`: the `externalId` of the message in whose thread it belongs. */
  post(
    address: string,
    payload: SlackPayload,
    deliveryId: string,
    replyTo?: string,
  ): Promise<SendOutcome>;
  /** Since when, epoch milliseconds, no request has ended without saying whether it posted. */
  clearSince(): number;
  /** Posts nothing more and waits for what is under way. */
  stop(): Promise<void>;
}

export function createPostingLane(options: PostingLaneOptions): PostingLane {
  const { web, workspaces, now, wait } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  // Each message that waits for its turn listens: thousands on a busy morning.
  setMaxListeners(0, signal);
  const inOrder = createInOrder();
  const turns = createWorkspaceTurns({ perSecond, now, wait });
  const remedies = createRemedies(options);
  let clearSince = now();

  /** Tries until it is known how it ended: each remedy once. */
  async function deliver(letter: Letter, replyTo: string | undefined): Promise<SendOutcome> {
    const { destination, payload, deliveryId } = letter;
    const { team } = destination;
    const mended = new Set<Failure['kind']>();
    for (let waits = 0; ; ) {
      await turns.take(team, signal);
      const access = await workspaces.access({ teamId: team });
      if (access === undefined) return noToken();
      const result = await postMessage(web, {
        destination,
        message: mended.has('malformed') ? payload.fallback : payload.arguments,
        metadata: mended.has('metadata') ? undefined : deliveryMetadata(deliveryId),
        token: access.botToken,
        replyTo,
      });
      if (result.kind === 'sent') {
        remedies.arrived(team);
        return result;
      }
      if (result.kind === 'ended') {
        if (result.outcome.kind === 'uncertain') clearSince = now();
        return result.outcome;
      }
      if (result.kind === 'limited') {
        turns.pause(team, result.afterMs);
        waits += 1;
        if (waits <= mostWaits && result.afterMs <= longestWaitMs) continue;
        return { kind: 'retry', afterMs: result.afterMs, detail: result.detail };
      }
      if (mended.has(result.kind)) return exhausted(result);
      mended.add(result.kind);
      const outcome = await remedies.apply(result, letter, access);
      if (outcome !== undefined) return outcome;
    }
  }

  return {
    post(address, payload, deliveryId, replyTo) {
      const destination = parseAddress(address);
      if (destination === undefined) return Promise.resolve(notAnAddress(address));
      const letter = { destination, payload, deliveryId };
      return new Promise((resolve) => {
        void inOrder.run(address, async () => {
          resolve(await deliver(letter, replyTo).catch(held));
          await wait(channelGapMs, signal).catch(() => undefined);
        });
      });
    },
    clearSince: () => clearSince,
    async stop() {
      stopping.abort();
      await inOrder.idle();
    },
  };
}

/** Broken off before anything was posted: while it waited for its turn, or for a token. */
function held(error: unknown): SendOutcome {
  return { kind: 'retry', detail: `it was not sent: ${String(error)}`, isLocal: true };
}
