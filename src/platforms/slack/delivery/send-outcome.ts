import type { SendOutcome } from '../../../core/delivery.ts';
import { reasonText } from '../../../core/problem.ts';
import { isNeverConnected } from '../../../lib/never-connected.ts';
import { archived, toGoOn } from '../place-problem.ts';

/**
 * What a failed attempt means. All but `ended` were surely not posted. `limited`: the same may be posted later. `malformed`
 * and `metadata`: another form of it may pass. `outside`: the app is not in the channel. `unseen`: nor can it see that there
 * is one. `expired`: the token wants to be renewed. `revoked`: the workspace has taken it back. `moving`: the workspace is
 * being moved into an organization.
 */
export type Failure =
  | { readonly kind: 'ended'; readonly outcome: SendOutcome }
  | { readonly kind: 'limited'; readonly afterMs: number; readonly detail: string }
  | Mendable;

export interface Mendable {
  readonly kind: 'malformed' | 'metadata' | 'outside' | 'unseen' | 'expired' | 'revoked' | 'moving';
  readonly detail: string;
}

/** What may be known of an error of Slack's client (@slack/web-api, errors). */
interface ClientError {
  readonly code?: unknown;
  readonly message?: unknown;
  /** Of `slack_webapi_platform_error`: Slack's answer. */
  readonly data?: { readonly error?: unknown; readonly needed?: unknown };
  /** Of `slack_webapi_rate_limited_error`, seconds. */
  readonly retryAfter?: unknown;
  /** Of `slack_webapi_http_error`. */
  readonly statusCode?: unknown;
  /** Of `slack_webapi_request_error`: what `fetch` threw. */
  readonly original?: { readonly cause?: { readonly code?: unknown } };
}

type Rule =
  | { readonly kind: Mendable['kind'] | 'limited' | 'uncertain' }
  | {
      readonly kind: 'pause';
      readonly reason: 'not-permitted' | 'unreachable';
      readonly text: string;
      readonly patience?: number;
    };

const secondMs = 1_000;
const minuteMs = 60 * secondMs;

const channelArchived: Rule = {
  kind: 'pause',
  reason: 'not-permitted',
  text: reasonText(archived(toGoOn)),
};
const restricted: Rule = {
  kind: 'pause',
  reason: 'unreachable',
  text: 'The settings of the workspace or the channel keep me from posting there. Whoever administers it can allow me to',
};
const personGone: Rule = {
  kind: 'pause',
  reason: 'unreachable',
  text: 'Slack says that I cannot send direct messages to this account',
};
const notGranted: Rule = {
  kind: 'pause',
  reason: 'unreachable',
  text: 'The app lacks a permission in this workspace. Install it again',
};
const used: Rule = {
  kind: 'pause',
  reason: 'unreachable',
  text: 'This workspace has used up its messages, says Slack. Make room, or wait until there is some',
  patience: 6,
};

/** For what the table below does not have. */
const refused: Rule = {
  kind: 'pause',
  reason: 'unreachable',
  text: 'Slack refuses to take my messages there; whoever runs me finds its words in the log',
};

/** What each error of chat.postMessage means for a message. Source: the error list of that method. */
const rules: Readonly<Record<string, Rule>> = {
  /** Of a direct message it means that it is not permitted; see `byName`. */
  channel_not_found: { kind: 'unseen' },
  not_in_channel: { kind: 'outside' },
  is_archived: channelArchived,
  restricted_action: restricted,
  restricted_action_read_only_channel: restricted,
  restricted_action_thread_only_channel: restricted,
  restricted_action_non_threadable_channel: restricted,
  restricted_action_thread_locked: restricted,
  ekm_access_denied: restricted,
  messages_tab_disabled: personGone,
  user_disabled: personGone,
  user_not_found: personGone,
  cannot_dm_bot: personGone,
  message_limit_exceeded: used,
  account_inactive: { kind: 'revoked' },
  token_revoked: { kind: 'revoked' },
  invalid_auth: { kind: 'revoked' },
  not_authed: { kind: 'revoked' },
  app_uninstalled: { kind: 'revoked' },
  token_expired: { kind: 'expired' },
  missing_scope: { ...notGranted, reason: 'not-permitted' },
  no_permission: notGranted,
  team_access_not_granted: notGranted,
  invalid_blocks: { kind: 'malformed' },
  invalid_blocks_format: { kind: 'malformed' },
  msg_blocks_too_long: { kind: 'malformed' },
  msg_too_long: { kind: 'malformed' },
  no_text: { kind: 'malformed' },
  metadata_too_large: { kind: 'metadata' },
  metadata_must_be_sent_from_app: { kind: 'metadata' },
  invalid_metadata_format: { kind: 'metadata' },
  invalid_metadata_schema: { kind: 'metadata' },
  org_login_required: { kind: 'moving' },
  team_added_to_org: { kind: 'moving' },
  ratelimited: { kind: 'limited' },
  rate_limited: { kind: 'limited' },
  /** Some of the operation may have succeeded before the error was raised. */
  fatal_error: { kind: 'uncertain' },
  internal_error: { kind: 'uncertain' },
  request_timeout: { kind: 'uncertain' },
  service_unavailable: { kind: 'uncertain' },
};

/** Reads what a request for a message ended with. `isDirect`: it was for a person. */
export function readFailure(error: unknown, isDirect: boolean): Failure {
  const { code, message, data, retryAfter, statusCode, original }: ClientError =
    typeof error === 'object' && error !== null ? error : {};
  const detail = String(message ?? error);
  if (code === 'slack_webapi_rate_limited_error') {
    const seconds = typeof retryAfter === 'number' ? retryAfter : 60;
    return { kind: 'limited', afterMs: seconds * secondMs, detail };
  }
  if (typeof data?.error === 'string') return byName(data.error, data.needed, isDirect);
  if (typeof statusCode === 'number' && statusCode < 500) {
    return ended({ kind: 'retry', detail });
  }
  const reason = original?.cause?.code;
  if (isNeverConnected(reason)) {
    return ended({ kind: 'retry', detail: `${detail} (${String(reason)})` });
  }
  return ended({ kind: 'uncertain', detail });
}

/** Whether Slack has answered with a word of its own, if only that it failed. */
export function hasWord(error: unknown): boolean {
  const { data }: ClientError = typeof error === 'object' && error !== null ? error : {};
  return typeof data?.error === 'string';
}

function byName(name: string, needed: unknown, isDirect: boolean): Failure {
  const detail = `Slack says ${name}${typeof needed === 'string' ? `, needed: ${needed}` : ''}`;
  if (isDirect && name === 'channel_not_found') return byRule(personGone, detail);
  if (Object.hasOwn(rules, name)) return byRule(rules[name] ?? refused, detail);
  return byRule(name.startsWith('metadata_') ? { kind: 'metadata' } : refused, detail);
}

function byRule(rule: Rule, detail: string): Failure {
  switch (rule.kind) {
    case 'uncertain':
      return ended({ kind: 'uncertain', detail });
    case 'pause': {
      const { reason, text, patience } = rule;
      const pause = { kind: reason, text };
      return ended({ kind: 'rejected', pause, detail, ...(patience && { patience }) });
    }
    case 'limited':
      return { kind: 'limited', afterMs: minuteMs, detail };
    default:
      return { kind: rule.kind, detail };
  }
}

function ended(outcome: SendOutcome): Failure {
  return { kind: 'ended', outcome };
}
