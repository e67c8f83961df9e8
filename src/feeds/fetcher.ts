import type { Validators } from './feed.ts';
import { createConnections, exchange } from './fetcher/exchange.ts';
import { type FetchOutcome, isLimiting, outcomeOf, rateLimited } from './fetcher/outcome.ts';
import { quotaSpentUntil, retryAllowedAt } from './fetcher/rate-limit.ts';
import { spokenDuration } from './fetcher/spoken-duration.ts';

/** Waits; rejects at once when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export interface FetcherOptions {
  readonly userAgent: string;
  /** The clock, epoch milliseconds. */
  readonly now: () => number;
  readonly wait: Wait;
  /** For one try from the first byte sent to the last received, redirects included. Default 15 s. */
  readonly timeoutMs?: number;
  /** Of one body, after decompression. Default 20 MB. */
  readonly maxBytes?: number;
  /** How long one `get` may wait in all: between tries, and because the server asks for it. Default 60 s. */
  readonly patienceMs?: number;
}

export interface FetchRequest {
  readonly accept?: string;
  /** Sent to the origin of the URL only: a redirect to another origin goes without them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes the request conditional. */
  readonly validators?: Validators;
  readonly signal?: AbortSignal;
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
  /** Tries in all where a failure may pass by itself. Default 3. */
  readonly tries?: number;
  /** Called before a wait of that many milliseconds, with one short line for whoever waits. */
  readonly onWait?: (line: string, ms: number) => void;
}

export type { FetchOutcome } from './fetcher/outcome.ts';

/** The one HTTP client. Never throws: whatever goes wrong is an outcome. */
export interface Fetcher {
  get(url: string, request?: FetchRequest): Promise<FetchOutcome>;
}

const defaults = { timeoutMs: 15_000, maxBytes: 20_000_000, patienceMs: 60_000, tries: 3 } as const;
const firstBackoffMs = 1_000;

/**
 * Failures that may pass by themselves are tried again after 1, 2, 4 ... seconds. What a server says of its limits is
 * kept per origin and first part of the path (Hugging Face counts `/api` and its pages apart): until a limit is over, a
 * further `get` waits where its patience suffices, and is rate-limited without any request where it does not.
 */
export function createFetcher(options: FetcherOptions): Fetcher {
  const { now, wait, patienceMs = defaults.patienceMs } = options;
  const connections = createConnections();
  const limits = new Map<string, number>();

  async function get(url: string, request: FetchRequest = {}): Promise<FetchOutcome> {
    const target = webAddress(url);
    if (target === undefined) return notAnAddress;
    const quota = quotaOf(target);
    const signal = request.signal ?? new AbortController().signal;
    let patience = patienceMs;
    let outcome: FetchOutcome | undefined;
    for (let attempt = 0; attempt < (request.tries ?? defaults.tries); attempt += 1) {
      const limit = (limits.get(quota) ?? 0) - now();
      const pause = Math.max(limit, attempt === 0 ? 0 : firstBackoffMs * 2 ** (attempt - 1));
      if (pause > patience) return outcome ?? rateLimited(target.host, now() + pause, now());
      if (pause > 0)
        request.onWait?.(`Waiting ${spokenDuration(pause)} for ${target.host}.`, pause);
      if (!(await waited(pause, signal))) return stopped;
      patience -= Math.max(pause, 0);
      outcome = await attemptOnce(target, request, signal, quota);
      if (!mayPass(outcome)) return outcome;
    }
    return outcome ?? stopped;
  }

  async function waited(ms: number, signal: AbortSignal): Promise<boolean> {
    if (ms > 0) await wait(ms, signal).catch(() => undefined);
    return !signal.aborted;
  }

  async function attemptOnce(
    target: URL,
    request: FetchRequest,
    signal: AbortSignal,
    quota: string,
  ): Promise<FetchOutcome> {
    const result = await exchange(
      target,
      {
        headers: {
          'user-agent': options.userAgent,
          accept: request.accept ?? '*/*',
          'accept-encoding': 'gzip, br',
        },
        ownHeaders: { ...request.headers, ...conditions(request.validators) },
        signal,
        timeoutMs: request.timeoutMs ?? options.timeoutMs ?? defaults.timeoutMs,
        maxBytes: request.maxBytes ?? options.maxBytes ?? defaults.maxBytes,
      },
      connections,
    );
    if (result.kind === 'broken') {
      const { problem, retryable, reached } = result;
      return { kind: 'failed', detail: problem.message, ...problem, retryable, reached };
    }
    const outcome = outcomeOf(result, target.host, request.validators !== undefined, now());
    const limit = isLimiting(result)
      ? retryAllowedAt(result.headers, now())
      : quotaSpentUntil(result.headers, now());
    if (limit !== undefined) limits.set(quota, limit);
    return outcome;
  }

  return { get };
}

function mayPass(outcome: FetchOutcome): boolean {
  return outcome.kind === 'rate-limited' || (outcome.kind === 'failed' && outcome.retryable);
}

function quotaOf(url: URL): string {
  return `${url.origin}/${url.pathname.split('/')[1]}`;
}

function webAddress(url: string): URL | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed !== undefined && /^https?:$/.test(parsed.protocol) ? parsed : undefined;
}

function conditions({ etag, lastModified }: Validators = {}): Record<string, string> {
  return {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  };
}

const notAnAddress = {
  kind: 'failed',
  message: 'That is not a web address.',
  remedy: 'It starts with https:// or http://.',
  detail: 'not an http(s) URL',
  retryable: false,
  reached: false,
} satisfies FetchOutcome;

const stopped = {
  kind: 'failed',
  message: 'The request was stopped.',
  detail: 'aborted by the caller',
  retryable: false,
  reached: false,
} satisfies FetchOutcome;
