import type { Validators } from '../feed.ts';
import { decodeText } from './decode-text.ts';
import type { Answer } from './exchange.ts';
import { retryAllowedAt } from './rate-limit.ts';
import { reasonGiven } from './reason-given.ts';
import { spokenDuration } from './spoken-duration.ts';

export type FetchOutcome =
  | {
      readonly kind: 'ok';
      readonly status: number;
      readonly text: string;
      /** By lower-case name. */
      readonly headers: Readonly<Record<string, string>>;
      /** After redirects. */
      readonly finalUrl: string;
      readonly contentType: string;
      readonly validators: Validators;
    }
  /** The validators still hold. */
  | { readonly kind: 'unchanged' }
  /** `retryAt`: epoch milliseconds. */
  | { readonly kind: 'rate-limited'; readonly retryAt: number; readonly message: string }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly remedy?: string;
      /** For the log. */
      readonly detail: string;
      /** It may pass by itself. */
      readonly retryable: boolean;
      /** The server answered, if only with headers; otherwise there is nobody there. */
      readonly reached: boolean;
      readonly status?: number;
    };

/** For a server that limits us and does not say for how long. */
const unnamedPauseMs = 60_000;

/** What an answer to a request to `host` comes to. A 304 counts only for whoever asked on a condition. */
export function outcomeOf(
  answer: Answer,
  host: string,
  isConditional: boolean,
  now: number,
): FetchOutcome {
  const { status, headers, url } = answer;
  if (status === 304 && isConditional) return { kind: 'unchanged' };
  const contentType = headers['content-type'] ?? '';
  const text = decodeText(answer.body, contentType);
  if (status >= 200 && status < 300) {
    const finalUrl = url.href;
    const validators = validatorsOf(headers);
    return { kind: 'ok', status, text, headers, finalUrl, contentType, validators };
  }
  if (isLimiting(answer)) {
    return rateLimited(host, retryAllowedAt(headers, now) ?? now + unnamedPauseMs, now);
  }
  const reason = reasonGiven(headers, text);
  const where = `status ${status} from ${url.origin}${url.pathname}`;
  return {
    kind: 'failed',
    message: `${host} answered ${status}.`,
    detail: reason === '' ? where : `${where}: ${reason}`,
    retryable: status >= 500 || status === 408,
    reached: true,
    status,
  };
}

/** Whether it asks us to come back later. */
export function isLimiting({ status, headers }: Answer): boolean {
  return status === 429 || (status === 503 && headers['retry-after'] !== undefined);
}

export function rateLimited(host: string, retryAt: number, now: number): FetchOutcome {
  const message = `${host} takes no more requests for ${spokenDuration(retryAt - now)}.`;
  return { kind: 'rate-limited', retryAt, message };
}

function validatorsOf(headers: Readonly<Record<string, string>>): Validators {
  const { etag, 'last-modified': lastModified } = headers;
  return {
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  };
}
