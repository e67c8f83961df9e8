import type { Method } from './method.ts';

export interface RateOptions {
  /** The least time between two messages in one channel, in milliseconds; 0 for no limit. 1,000 unless said. */
  readonly channelPaceMs?: number;
  /** Messages a minute and workspace. Slack says "several hundred"; 400 unless said. */
  readonly messagesPerMinute?: number;
  /** Instead of that: so many a second and workspace, and so many at once. */
  readonly bucket?: { readonly perSecond: number; readonly burst: number };
  /** False: the limits of the methods' tiers do not hold. */
  readonly tiers?: boolean;
}

/** Clocks of two processes are read a little apart: a message this much too early is let pass. */
const TOLERANCE_MS = 100;
const MINUTE_MS = 60_000;
/** Calls that were under way when the first one was refused. */
const IN_FLIGHT_MS = 250;

export interface RateRefusal {
  /** Seconds. */
  readonly retryAfter: number;
  /** What the caller did wrong, where it is not just busy. */
  readonly violation?: string;
}

/** Judges calls by Slack's rate limits. */
export function createRates(options: RateOptions = {}) {
  const { channelPaceMs = 1_000, messagesPerMinute = 400, bucket, tiers = true } = options;
  /** When the bucket of a workspace will be full again. */
  const fullAt = new Map<string, number>();
  const lastMessage = new Map<string, number>();
  const minutes = new Map<string, number[]>();
  /**
   * Until when a method is refused, by method and team, or method and channel; and since when the caller knows, if it does.
   */
  const closed = new Map<string, { readonly from: number | undefined; readonly until: number }>();

  function close(key: string, now: number, seconds: number): RateRefusal {
    closed.set(key, { from: now, until: now + seconds * 1_000 });
    return { retryAfter: seconds };
  }

  function stillClosed(key: string, now: number): RateRefusal | undefined {
    const times = closed.get(key);
    if (times === undefined || now >= times.until - TOLERANCE_MS) return undefined;
    const retryAfter = Math.ceil((times.until - now) / 1_000);
    const { from = now } = times;
    closed.set(key, { ...times, from });
    if (now - from < IN_FLIGHT_MS) return { retryAfter };
    return { retryAfter, violation: `${key}: called again before Retry-After was over` };
  }

  function tooManyThisMinute(key: string, limit: number, now: number): RateRefusal | undefined {
    const calls = (minutes.get(key) ?? []).filter((at) => now - at < MINUTE_MS);
    minutes.set(key, calls);
    const [oldest = now] = calls;
    if (calls.length < limit) return void calls.push(now);
    return close(key, now, Math.max(1, Math.ceil((oldest + MINUTE_MS - now) / 1_000)));
  }

  function isEmpty(key: string, { perSecond, burst }: NonNullable<typeof bucket>, now: number) {
    const full = Math.max(fullAt.get(key) ?? 0, now) + 1_000 / perSecond;
    if (full - now > (burst * 1_000) / perSecond) return close(key, now, 1);
    fullAt.set(key, full);
    return undefined;
  }

  function tooSoon(channel: string, now: number): RateRefusal | undefined {
    const last = lastMessage.get(channel);
    if (last !== undefined && now - last < channelPaceMs - TOLERANCE_MS) {
      const refusal = close(`chat.postMessage in ${channel}`, now, 1);
      const violation = `chat.postMessage in ${channel}: ${now - last} ms after the last message`;
      return { ...refusal, violation };
    }
    return undefined;
  }

  return {
    /** Refuses every call of a method for a time. */
    limit(method: string, team: string, seconds: number): void {
      close(`${method} in ${team}`, Date.now(), seconds);
    },
    /** Whoever was refused is dead: another process does not know of it. */
    callerDied(): void {
      for (const [key, { until }] of closed) closed.set(key, { from: undefined, until });
    },
    /** A message was posted. */
    posted(channel: string): void {
      lastMessage.set(channel, Date.now());
    },
    check(
      name: string,
      { perMinute }: Pick<Method, 'perMinute'>,
      team: string,
      channel = '',
    ): RateRefusal | undefined {
      const now = Date.now();
      const isMessage = name === 'chat.postMessage';
      const refusal =
        stillClosed(`${name} in ${team}`, now) ?? stillClosed(`${name} in ${channel}`, now);
      if (refusal !== undefined) return refusal;
      if (isMessage && channelPaceMs > 0) {
        const early = tooSoon(channel, now);
        if (early !== undefined) return early;
      }
      if (isMessage && bucket !== undefined) return isEmpty(`${name} in ${team}`, bucket, now);
      const limit = isMessage ? messagesPerMinute : tiers ? perMinute : undefined;
      return limit === undefined ? undefined : tooManyThisMinute(`${name} in ${team}`, limit, now);
    },
  };
}

export type Rates = ReturnType<typeof createRates>;
