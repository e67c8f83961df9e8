import { Agent, type Dispatcher, request } from 'undici';
import { type Problem, ProblemError } from '../../core/problem.ts';
import { explainBreakdown } from './explain-breakdown.ts';
import { lookupPublic, refusePrivateHost } from './public-address.ts';
import { readBody } from './read-body.ts';

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;

/** Enough for a JSON error or a short page; the rest of an error page is of no use. */
const errorBodyBytes = 65_536;

export interface ExchangeRequest {
  /** For every hop. */
  readonly headers: Readonly<Record<string, string>>;
  /** For the origin of the first URL only: credentials and validators. */
  readonly ownHeaders: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export interface Answer {
  readonly kind: 'answered';
  readonly status: number;
  /** By lower-case name; several of one name are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** After redirects. */
  readonly url: URL;
}

/** One try: an answer of whatever status, or what broke. */
export type Exchange =
  | Answer
  | {
      readonly kind: 'broken';
      readonly problem: Problem;
      readonly retryable: boolean;
      readonly reached: boolean;
    };

/** Where connections come from: `open` to the URL that was asked for, `guarded` to wherever a redirect leads. */
export interface Connections {
  readonly open: Dispatcher;
  readonly guarded: Dispatcher;
}

export function createConnections(): Connections {
  return { open: new Agent(), guarded: new Agent({ connect: { lookup: lookupPublic } }) };
}

/**
 * Gets a URL once, following at most five redirects: never from https to http, and never to another origin that is not
 * on the public internet. The time limit holds from the first byte sent to the last received. Never throws.
 */
export async function exchange(
  first: URL,
  options: ExchangeRequest,
  connections: Connections,
): Promise<Exchange> {
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([options.signal, deadline]);
  let reached = false;
  try {
    let url = first;
    for (let hop = 0; hop <= mostRedirects; hop += 1) {
      const answer = await send(url, first, options, signal, connections);
      reached = true;
      const headers = flatHeaders(answer.headers);
      const { location } = headers;
      if (location === undefined || !redirects.has(answer.statusCode)) {
        const body = await bodyOf(answer, headers, options.maxBytes);
        return { kind: 'answered', status: answer.statusCode, headers, body, url };
      }
      await answer.body.dump({ limit: errorBodyBytes, signal });
      url = redirectTarget(location, url, first);
    }
    throw new ProblemError({
      message: `${first.host} redirects in circles.`,
      detail: `more than ${mostRedirects} redirects from ${first.origin}${first.pathname}`,
    });
  } catch (error) {
    const cause = options.signal.aborted ? 'stopped' : deadline.aborted ? 'timeout' : error;
    return { kind: 'broken', ...explainBreakdown(cause, first.host, options.timeoutMs), reached };
  }
}

function send(
  url: URL,
  first: URL,
  options: ExchangeRequest,
  signal: AbortSignal,
  connections: Connections,
): Promise<Dispatcher.ResponseData> {
  const isOwn = url.origin === first.origin;
  return request(url, {
    dispatcher: isOwn ? connections.open : connections.guarded,
    headers: isOwn ? { ...options.headers, ...options.ownHeaders } : options.headers,
    signal,
  });
}

/** Where a redirect leads. Throws a ProblemError where we must not go. */
function redirectTarget(location: string, from: URL, first: URL): URL {
  const target = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (target === undefined || !/^https?:$/.test(target.protocol)) {
    throw redirectProblem(first, 'to something that is not a web address');
  }
  if (from.protocol === 'https:' && target.protocol === 'http:') {
    throw redirectProblem(first, 'to an address without encryption');
  }
  target.username = '';
  target.password = '';
  if (target.origin !== first.origin) refusePrivateHost(target);
  return target;
}

function redirectProblem(first: URL, where: string): ProblemError {
  return new ProblemError({
    message: `${first.host} redirects ${where}, and I did not follow.`,
    detail: `refused redirect from ${first.origin}${first.pathname} ${where}`,
  });
}

/** The body of an error answer is cut short, or empty where it cannot be read: its status is what matters. */
async function bodyOf(
  answer: Dispatcher.ResponseData,
  headers: Readonly<Record<string, string>>,
  maxBytes: number,
): Promise<Uint8Array> {
  const encoding = headers['content-encoding'] ?? '';
  if (answer.statusCode < 300) return readBody(answer.body, encoding, maxBytes);
  return readBody(answer.body, encoding, errorBodyBytes).catch(() => new Uint8Array());
}

function flatHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}
