import type { SendOutcome } from '../../../core/delivery.ts';
import { clip } from '../../../core/text/clip.ts';
import { isNeverConnected } from '../../../lib/never-connected.ts';
import { placeGone } from '../place-problem.ts';

/**
 * What a failed attempt means. `ambiguous`: it may have arrived. `absent`: it surely did not; `isLocal`: Discord was not even
 * asked. `malformed`: another form of it may pass.
 */
export type Failure =
  | { readonly kind: 'ended'; readonly outcome: SendOutcome }
  | { readonly kind: 'absent'; readonly detail: string; readonly isLocal?: true }
  | { readonly kind: 'ambiguous' | 'malformed' | 'unauthorized'; readonly detail: string };

/** What may be known of an error that a request ended with. */
interface RequestError {
  /** Of the HTTP answer. */
  readonly status?: unknown;
  /** Discord's own, a number; the system's, a word. */
  readonly code?: unknown;
  readonly message?: unknown;
  readonly rawError?: { readonly retry_after?: unknown };
  /** Of what was not sent because it would have had to wait too long: milliseconds. */
  readonly timeToReset?: unknown;
  /** Our own: no request was made. */
  readonly isLocal?: unknown;
}

type Rule =
  | { readonly kind: 'sent' | 'malformed' | 'unauthorized' }
  | { readonly kind: 'retry'; readonly afterMs: number }
  | {
      readonly kind: 'pause';
      /** `not-permitted` only where `placeProblem` can tell when it is mended: such a pause ends by itself. */
      readonly reason: 'destination-gone' | 'not-permitted' | 'unreachable';
      readonly text: string;
      readonly patience?: number;
      /** What Discord says may name what stopped it. */
      readonly isQuoted?: true;
      readonly isForGood?: true;
    };

/** How much of Discord's own words is shown to people. */
const longestQuote = 200;

const noRights: Rule = {
  kind: 'pause',
  reason: 'not-permitted',
  text: 'I may not post in that channel. Give me View Channel, Send Messages and Embed Links there',
  patience: 1,
};
const noDirectMessages: Rule = {
  kind: 'pause',
  reason: 'unreachable',
  text: 'Direct messages to you are closed. Allow them from members of a server that we share',
};
const wrongChannel: Rule = {
  kind: 'pause',
  reason: 'unreachable',
  text: 'That kind of channel takes no messages of mine. Set the digest up in a text channel, a thread or a forum',
};
const gone: Rule = { ...placeGone, kind: 'pause', reason: placeGone.kind };
const personGone: Rule = {
  kind: 'pause',
  reason: 'unreachable',
  text: 'I share no server with you any more, so that I cannot send you messages',
};
const locked: Rule = {
  kind: 'pause',
  reason: 'not-permitted',
  text: 'The thread is locked. Unlock it',
};
const closed: Rule = {
  kind: 'pause',
  reason: 'not-permitted',
  text: 'The thread is closed. Open it again',
};
const filtered: Rule = {
  kind: 'pause',
  reason: 'unreachable',
  text: 'A filter of the server (AutoMod) stopped the digest. Make an exception for me in the settings of the server',
  patience: 2,
  isQuoted: true,
};

/** For what the table below does not have. */
const refused: Rule = {
  kind: 'pause',
  reason: 'unreachable',
  text: 'Discord refuses to take messages of mine there; whoever runs me finds its words in the log',
};

/** What each error code of Discord means for a message. Source: topics/opcodes-and-status-codes. */
const rules: Readonly<Record<number, Rule>> = {
  10003: gone,
  10004: gone,
  /** A message with this nonce was there, and a person has deleted it. */
  10008: { kind: 'sent' },
  10013: personGone,
  20016: { kind: 'retry', afterMs: 60_000 },
  20028: { kind: 'retry', afterMs: 60_000 },
  20029: { kind: 'retry', afterMs: 60_000 },
  40001: { kind: 'unauthorized' },
  40003: { kind: 'retry', afterMs: 5_000 },
  40005: { kind: 'malformed' },
  40058: wrongChannel,
  40067: {
    kind: 'pause',
    reason: 'not-permitted',
    text: 'That forum wants a tag on each post. Let posts be made without one',
  },
  50001: noRights,
  50007: noDirectMessages,
  50008: wrongChannel,
  50013: noRights,
  50014: { kind: 'unauthorized' },
  50024: wrongChannel,
  50033: personGone,
  50035: { kind: 'malformed' },
  50083: closed,
  50278: personGone,
  160005: locked,
  160006: {
    kind: 'pause',
    reason: 'unreachable',
    text: 'The server has as many open threads as it can have. Close some',
  },
  200000: filtered,
  240000: filtered,
};

/** Our own, for a request that was not made. */
const neverMade = 'NEVER_LEFT';
export const stoppingReason = 'the bot is stopping';

/** Reads what a request for a message ended with. */
export function readFailure(error: unknown): Failure {
  const { status, code, message, rawError, timeToReset, isLocal }: RequestError =
    typeof error === 'object' && error !== null ? error : {};
  const detail = `${String(message ?? error)}${code === undefined ? '' : ` (${String(code)})`}`;
  if (typeof timeToReset === 'number') {
    const reason = typeof message === 'string' && message !== '' ? message : 'Discord asks to wait';
    const retry = { kind: 'retry', afterMs: timeToReset, detail: reason } as const;
    return ended(isLocal === true ? { ...retry, isLocal } : retry);
  }
  const rule = typeof code === 'number' ? rules[code] : undefined;
  if (rule !== undefined) {
    return byRule(rule, { detail, said: String(message ?? ''), retryAfter: rawError?.retry_after });
  }
  if (status === 401) return { kind: 'unauthorized', detail };
  if (code === neverMade) return { kind: 'absent', detail, isLocal: true };
  if (isNeverConnected(code)) return { kind: 'absent', detail };
  if (typeof status !== 'number' || status >= 500) return { kind: 'ambiguous', detail };
  if (status === 400) return { kind: 'malformed', detail };
  return byRule(refused, { detail });
}

/** Stands for a request that was not made: it may be once `afterMs` have passed. */
export function postponed(reason: string, afterMs: number): Error {
  return Object.assign(new Error(reason), { timeToReset: afterMs, isLocal: true });
}

/** Stands for a request that was given up before anything of it was sent. */
export function neverLeft(reason: string): Error {
  return Object.assign(new Error(reason), { code: neverMade });
}

/** What Discord said, for the log. */
export function detailOf(failure: Failure): string {
  if (failure.kind !== 'ended') return failure.detail;
  return failure.outcome.kind === 'sent' ? 'the message was there' : failure.outcome.detail;
}

/** Whether a channel or server is said to be there no more. */
export function isGone(failure: Failure): boolean {
  if (failure.kind !== 'ended' || failure.outcome.kind !== 'rejected') return false;
  return failure.outcome.pause.kind === 'destination-gone';
}

interface Account {
  readonly detail: string;
  /** Discord's own words. */
  readonly said?: string;
  /** Seconds. */
  readonly retryAfter?: unknown;
}

function byRule(rule: Rule, { detail, said = '', retryAfter }: Account): Failure {
  switch (rule.kind) {
    case 'sent':
      return ended({ kind: 'sent' });
    case 'retry': {
      const afterMs = typeof retryAfter === 'number' ? Math.ceil(retryAfter * 1_000) : rule.afterMs;
      return ended({ kind: 'retry', afterMs, detail });
    }
    case 'pause': {
      const { reason, patience, isForGood, isQuoted = false } = rule;
      const quote = isQuoted && said !== '' ? ` (Discord: “${clip(said, longestQuote)}”)` : '';
      const text = `${rule.text}${quote}`;
      return ended({
        kind: 'rejected',
        pause: { kind: reason, text, ...(isForGood && { isForGood }) },
        detail,
        ...(patience !== undefined && { patience }),
      });
    }
    default:
      return { kind: rule.kind, detail };
  }
}

function ended(outcome: SendOutcome): Failure {
  return { kind: 'ended', outcome };
}
