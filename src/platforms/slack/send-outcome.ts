import type { SendOutcome } from '../../core/delivery.ts';

/**
 * What a failed attempt means. `limited`: surely not posted, the same may be posted later. `malformed` and `metadata`:
 * surely not posted, another form of it may pass. `expired`: the token wants to be renewed. `revoked`: the workspace has
 * taken it back.
 */
export type Failure =
  | { readonly kind: 'ended'; readonly outcome: SendOutcome }
  | { readonly kind: 'limited'; readonly afterMs: number; readonly detail: string }
  | {
      readonly kind: 'malformed' | 'metadata' | 'expired' | 'revoked';
      readonly detail: string;
    };

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
  | { readonly kind: 'malformed' | 'metadata' | 'expired' | 'revoked' | 'limited' | 'uncertain' }
  | { readonly kind: 'retry'; readonly afterMs: number }
  | {
      readonly kind: 'pause';
      readonly reason: 'destination-gone' | 'not-permitted' | 'unreachable';
      readonly text: string;
    };

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** Reasons that end by themselves when Slack tells of the contrary. */
export const endings = {
  notInvited: 'I am not in that channel. Type /invite @Paperround there, then resume the digest',
  archived:
    'The channel is archived. Unarchive it, then resume the digest, or set it up in another one',
  removed: 'The app was taken out of this workspace. Install it again, and the digest goes on',
} as const;
const restricted: Rule = {
  kind: 'pause',
  reason: 'not-permitted',
  text: 'The settings of the workspace or the channel keep me from posting there. Whoever administers it can allow me to; then resume it',
};
const personGone: Rule = {
  kind: 'pause',
  reason: 'unreachable',
  text: 'Slack says that I cannot send direct messages to this account',
};
const scopes: Rule = {
  kind: 'pause',
  reason: 'not-permitted',
  text: 'The app lacks a permission in this workspace. Install it again, then resume it',
};
const migrating: Rule = { kind: 'retry', afterMs: hourMs };

/** For what the table below does not have. */
const refused: Rule = {
  kind: 'pause',
  reason: 'unreachable',
  text: 'Slack refuses to take my messages there. Resume it to try again',
};

/** What each error of chat.postMessage means for a message. Source: the error list of that method. */
const rules: Readonly<Record<string, Rule>> = {
  /** Of a direct message it means that it is not permitted; see `readFailure`. */
  channel_not_found: {
    kind: 'pause',
    reason: 'destination-gone',
    text: 'The channel is gone, or it is private and I am not in it. In a private one, type /invite @Paperround, then resume the digest',
  },
  not_in_channel: { kind: 'pause', reason: 'destination-gone', text: endings.notInvited },
  is_archived: { kind: 'pause', reason: 'destination-gone', text: endings.archived },
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
  message_limit_exceeded: {
    kind: 'pause',
    reason: 'not-permitted',
    text: 'This workspace has used up its messages for now, says Slack. Resume it when there is room again',
  },
  account_inactive: { kind: 'revoked' },
  token_revoked: { kind: 'revoked' },
  invalid_auth: { kind: 'revoked' },
  not_authed: { kind: 'revoked' },
  app_uninstalled: { kind: 'revoked' },
  token_expired: { kind: 'expired' },
  missing_scope: scopes,
  no_permission: scopes,
  team_access_not_granted: scopes,
  invalid_blocks: { kind: 'malformed' },
  invalid_blocks_format: { kind: 'malformed' },
  msg_blocks_too_long: { kind: 'malformed' },
  msg_too_long: { kind: 'malformed' },
  no_text: { kind: 'malformed' },
  metadata_too_large: { kind: 'metadata' },
  metadata_must_be_sent_from_app: { kind: 'metadata' },
  invalid_metadata_format: { kind: 'metadata' },
  invalid_metadata_schema: { kind: 'metadata' },
  org_login_required: migrating,
  team_added_to_org: migrating,
  ratelimited: { kind: 'limited' },
  rate_limited: { kind: 'limited' },
  /** Some of the operation may have succeeded before the error was raised. */
  fatal_error: { kind: 'uncertain' },
  internal_error: { kind: 'uncertain' },
  request_timeout: { kind: 'uncertain' },
  service_unavailable: { kind: 'uncertain' },
};

/** Codes of the system for a connection that was never made. */
const neverConnected = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

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
    return ended({ kind: 'retry', afterMs: minuteMs, detail });
  }
  const reason = original?.cause?.code;
  if (typeof reason === 'string' && neverConnected.includes(reason)) {
    return ended({ kind: 'retry', afterMs: minuteMs, detail: `${detail} (${reason})` });
  }
  return ended({ kind: 'uncertain', detail });
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
    case 'retry':
      return ended({ kind: 'retry', afterMs: rule.afterMs, detail });
    case 'pause':
      return ended({ kind: 'rejected', pause: { kind: rule.reason, text: rule.text }, detail });
    case 'limited':
      return { kind: 'limited', afterMs: minuteMs, detail };
    default:
      return { kind: rule.kind, detail };
  }
}

function ended(outcome: SendOutcome): Failure {
  return { kind: 'ended', outcome };
}
