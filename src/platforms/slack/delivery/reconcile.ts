import { setMaxListeners } from 'node:events';
import type { ConversationsHistoryResponse, WebClient } from '@slack/web-api';
import { postedSince } from '../../../core/posted-since.ts';
import {
  type BrokenOff,
  later,
  type Reconciliation,
  unanswered,
  unknown,
} from '../../../core/reconciliation.ts';
import { parseAddress } from '../address.ts';
import type { Access, Workspaces } from '../installs/workspaces.ts';
import { readPayload } from '../render/render.ts';
import { externalId, readExternalId } from './post-message.ts';
import { type Failure, hasWord, readFailure } from './send-outcome.ts';
import { createWorkspaceTurns, type WorkspaceTurnsOptions } from './workspace-turns.ts';

/** conversations.history is of tier 3: 50 a minute and workspace. */
const perSecond = 0.75;
/** At once, Slack may not show it yet. */
const showsAfterMs = 5_000;
const perPage = 200;
const mostPages = 5;
/** Apps that are distributed outside the Marketplace may read once a minute. */
const longestWaitMs = 65_000;
const mostWaits = 2;

export interface ReconcilerOptions extends Omit<WorkspaceTurnsOptions, 'perSecond'> {
  readonly web: Pick<WebClient, 'conversations'>;
  readonly workspaces: Pick<Workspaces, 'access'>;
  /** Since when no request has ended without saying whether it posted, epoch milliseconds. */
  readonly clearSince: () => number;
  /** By how much our clock is ahead of Slack's, milliseconds. */
  readonly aheadMs: () => number;
}

/** Finds out what became of messages whose sending broke off, where the app may read its own. */
export interface Reconciler {
  /** Never rejects. */
  reconcile(attempt: BrokenOff): Promise<Reconciliation>;
  /** Asks nothing more. */
  stop(): void;
}

type Read = Pick<ConversationsHistoryResponse, 'messages' | 'has_more' | 'response_metadata'>;

export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { web, workspaces, clearSince, now, wait, aheadMs } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  setMaxListeners(0, signal);
  const turns = createWorkspaceTurns({ perSecond, now, wait });

  /** The channel to look in: that of a direct message has an id of its own. */
  async function channelOf(attempt: BrokenOff, token: string): Promise<string | undefined> {
    if (attempt.replyTo !== undefined) return readExternalId(attempt.replyTo).channel;
    const destination = parseAddress(attempt.address);
    if (destination?.kind !== 'user') return destination?.channel;
    return (await web.conversations.open({ token, users: destination.user })).channel?.id;
  }

  /** Of a channel, the latest first; of a thread, all from its first message on. */
  async function readPage(
    { replyTo }: BrokenOff,
    asked: { readonly token: string; readonly channel: string; readonly cursor?: string },
  ): Promise<Read> {
    const page = { ...asked, include_all_metadata: true, limit: perPage };
    if (replyTo === undefined) return web.conversations.history(page);
    return web.conversations.replies({ ...page, ts: readExternalId(replyTo).ts });
  }

  async function look(attempt: BrokenOff, team: string, access: Access): Promise<Reconciliation> {
    const { botToken: token } = access;
    const channel = await channelOf(attempt, token);
    if (channel === undefined) return unknown('there is no such conversation');
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      if (page > 0) await turns.take(team, signal);
      const read = await readPage(attempt, { token, channel, ...(cursor && { cursor }) });
      const from = postedSince(attempt.firstSentAt, now(), aheadMs());
      const found = (read.messages ?? []).find((message) => isIt(message, attempt, access, from));
      if (found?.ts !== undefined) {
        return { kind: 'sent', externalId: externalId(channel, found.ts) };
      }
      if (read.has_more !== true) return { kind: 'repeatable' };
      const isPastIt = read.messages?.some((message) => isBefore(from, message)) === true;
      if (isPastIt && attempt.replyTo === undefined) return { kind: 'repeatable' };
      cursor = read.response_metadata?.next_cursor;
      if (!cursor) break;
    }
    return unknown('too much has been written there since');
  }

  async function find(attempt: BrokenOff): Promise<Reconciliation> {
    const destination = parseAddress(attempt.address);
    if (destination === undefined) return unknown('its place cannot be read');
    const { team, kind } = destination;
    for (let waits = 0; ; waits += 1) {
      await turns.take(team, signal);
      const access = await workspaces.access({ teamId: team });
      if (access === undefined) return unknown('the app is not installed there');
      const needed = kind === 'user' ? ['im:history'] : ['channels:history', 'groups:history'];
      if (!needed.some((scope) => access.scopes.includes(scope))) {
        return unknown(`the workspace has not granted ${needed.join(' or ')}`);
      }
      try {
        return await look(attempt, team, access);
      } catch (error) {
        const failure = readFailure(error, kind === 'user');
        if (failure.kind !== 'limited') {
          if (isAnswer(failure)) return unknown(String(error));
          return hasWord(error) ? later(String(error)) : unanswered(String(error));
        }
        if (failure.afterMs > longestWaitMs || waits >= mostWaits) return later(failure.detail);
        turns.pause(team, failure.afterMs);
      }
    }
  }

  return {
    async reconcile(attempt) {
      try {
        const early = clearSince() + showsAfterMs - now();
        if (early > 0) await wait(early, signal);
        return await find(attempt);
      } catch (error) {
        // Not asked at all: the token was not renewed, or the app is stopping.
        return later(String(error));
      }
    },
    stop() {
      stopping.abort();
    },
  };
}

type Message = NonNullable<Read['messages']>[number];

function isBefore(from: number, { ts }: Message): boolean {
  return Number(ts) * 1_000 < from;
}

/** By its metadata; where Slack did not take that, by being the app's own and saying the same, if it is not older. */
function isIt(
  message: Message,
  { deliveryId, payload }: BrokenOff,
  { botUserId }: Access,
  from: number,
): boolean {
  const own = deliveryIdIn(message.metadata?.event_payload);
  if (own !== undefined) return own === deliveryId;
  if (botUserId === undefined || message.user !== botUserId || isBefore(from, message))
    return false;
  const { arguments: full, fallback } = readPayload(payload) ?? {};
  return [full, fallback].some(
    (each) => each && letters(each.text) === letters(message.text ?? ''),
  );
}

/** What Slack does to a text leaves its letters and digits alone. */
function letters(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt);/g, '').replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

function deliveryIdIn(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null) return undefined;
  return 'delivery_id' in payload ? payload.delivery_id : undefined;
}

/** Whether Slack has said what stands in the way, rather than nothing, or that it does not work just now. */
function isAnswer(failure: Failure): boolean {
  if (failure.kind !== 'ended') return true;
  return failure.outcome.kind === 'sent' || failure.outcome.kind === 'rejected';
}
