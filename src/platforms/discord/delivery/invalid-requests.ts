/** Discord bans an address for a while after 10,000 answers of 401, 403 or 429 in ten minutes (topics/rate-limits). */
const windowMs = 600_000;
const mostInvalid = 500;

export interface InvalidRequests {
  /** Takes note of an answer. `scope`: the header X-RateLimit-Scope; what others used up does not count. */
  note(status: number, scope: string | null): void;
  /** So many that nothing more should be sent for now. */
  tooMany(): boolean;
}

/** Counts the answers that Discord holds against a bot, long before they harm. */
export function createInvalidRequests(now: () => number): InvalidRequests {
  let times: number[] = [];

  function recent(): number[] {
    const oldest = now() - windowMs;
    if ((times[0] ?? oldest) < oldest) times = times.filter((time) => time >= oldest);
    return times;
  }

  return {
    note(status, scope) {
      const counts = status === 401 || status === 403 || (status === 429 && scope !== 'shared');
      if (counts) recent().push(now());
    },
    tooMany: () => recent().length >= mostInvalid,
  };
}
