type Headers = Readonly<Record<string, string>>;

/** Nobody means more than this. */
const longestPauseMs = 86_400_000;

/**
 * The instant, epoch milliseconds, before which a server that refused a request wants no further one; undefined where
 * it does not say so. Its `RateLimit` comes first, then `Retry-After` (RFC 9110, 10.2.3) in seconds or as a date.
 */
export function retryAllowedAt(headers: Headers, now: number): number | undefined {
  return quotaSpentUntil(headers, now) ?? after(now, retryAfterPause(headers['retry-after'], now));
}

/**
 * The same, as any answer may tell it beforehand: `RateLimit: "api";r=0;t=55` (draft-ietf-httpapi-ratelimit-headers)
 * says that nothing remains for 55 more seconds, to which a second is added as Hugging Face's own client does.
 */
export function quotaSpentUntil(headers: Headers, now: number): number | undefined {
  return after(now, rateLimitPause(headers.ratelimit));
}

function after(now: number, pause: number | undefined): number | undefined {
  return pause === undefined ? undefined : now + Math.min(Math.max(pause, 0), longestPauseMs);
}

function rateLimitPause(header = ''): number | undefined {
  const spent = header
    .split(',')
    .filter((policy) => parameter(policy, 'r') === 0)
    .map((policy) => parameter(policy, 't'))
    .filter((seconds) => seconds !== undefined);
  return spent.length === 0 ? undefined : (Math.max(...spent) + 1) * 1000;
}

function parameter(policy: string, name: string): number | undefined {
  const found = policy
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  const value = found?.slice(name.length + 1) ?? '';
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

function retryAfterPause(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header.slice(0, 100));
  return Number.isNaN(date) ? undefined : date - now;
}
