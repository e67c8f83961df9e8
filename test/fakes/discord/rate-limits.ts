import { createHash } from 'node:crypto';
import type { Answer } from './answer.ts';
import type { FoundRoute } from './route.ts';

export interface Window {
  readonly limit: number;
  readonly windowMs: number;
}

export interface RateOptions {
  /** Messages of one channel. */
  readonly messages: Window;
  /** What one interaction's token may do after its first answer. */
  readonly webhooks: Window;
  /** Any other route, by its first id. */
  readonly other: Window;
  /** Everything that the bot's token does. */
  readonly global: Window;
}

export const REAL_RATES: RateOptions = {
  messages: { limit: 5, windowMs: 5_000 },
  webhooks: { limit: 5, windowMs: 2_000 },
  other: { limit: 30, windowMs: 1_000 },
  global: { limit: 50, windowMs: 1_000 },
};

export type RateScope = 'user' | 'global' | 'shared';

interface Use {
  count: number;
  endsAt: number;
}

/** `headers` for whatever is answered; `refused` when the request is one too many. */
export interface Verdict {
  readonly headers: Readonly<Record<string, string>>;
  readonly refused?: Answer;
}

/** Counts requests by bucket and altogether. First answers to interactions are not counted at all. */
export function createRateLimits(rates: RateOptions): (found: FoundRoute, now: number) => Verdict {
  const uses = new Map<string, Use>();

  function take(key: string, { limit, windowMs }: Window, now: number) {
    const known = uses.get(key);
    const use =
      known !== undefined && known.endsAt > now ? known : { count: 0, endsAt: now + windowMs };
    uses.set(key, use);
    const isOver = use.count >= limit;
    if (!isOver) use.count += 1;
    return {
      isOver,
      left: limit - use.count,
      waitMs: Math.max(use.endsAt - now, 1),
      endsAt: use.endsAt,
    };
  }

  return (found, now) => {
    const { route, params } = found;
    if (route.pattern.startsWith('/interactions/')) return { headers: {} };
    if (route.isTokenless !== true) {
      const all = take('global', rates.global, now);
      if (all.isOver) return { headers: {}, refused: limited('global', all.waitMs) };
    }
    const window = windowOf(found, rates);
    const major = params.token ?? params.channel ?? params.guild ?? params.application ?? '';
    const bucket = bucketOf(found);
    const { isOver, left, waitMs, endsAt } = take(`${bucket}/${major}`, window, now);
    const headers = {
      'x-ratelimit-limit': String(window.limit),
      'x-ratelimit-remaining': String(left),
      'x-ratelimit-reset': (endsAt / 1_000).toFixed(3),
      'x-ratelimit-reset-after': (waitMs / 1_000).toFixed(3),
      'x-ratelimit-bucket': bucket,
    };
    return isOver ? { headers, refused: limited('user', waitMs) } : { headers };
  };
}

function windowOf({ route }: FoundRoute, rates: RateOptions): Window {
  if (route.pattern.startsWith('/webhooks/')) return rates.webhooks;
  const isMessage = route.method === 'POST' && route.pattern === '/channels/:channel/messages';
  return isMessage ? rates.messages : rates.other;
}

/** Webhook routes of one token share a bucket; others have one each. */
function bucketOf({ route }: FoundRoute): string {
  const name = route.pattern.startsWith('/webhooks/')
    ? 'webhooks'
    : `${route.method} ${route.pattern}`;
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}

/** A 429. `Retry-After` counts whole seconds, `retry_after` parts of them. */
export function limited(scope: RateScope, waitMs: number): Answer {
  const isGlobal = scope === 'global';
  return {
    status: 429,
    headers: {
      'retry-after': String(Math.ceil(waitMs / 1_000)),
      'x-ratelimit-scope': scope,
      ...(isGlobal ? { 'x-ratelimit-global': 'true' } : {}),
    },
    body: {
      message: 'You are being rate limited.',
      retry_after: waitMs / 1_000,
      global: isGlobal,
    },
  };
}
