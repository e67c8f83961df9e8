const windowMs = 60_000;
const openMs = 60_000;

/**
 * What the end of a request says of a far end: it answered; it asked for time; it failed, or said nothing; or nothing at all, as
 * it was not asked.
 */
export type Evidence = 'answered' | 'postponed' | 'failed' | 'none';

/** Whether a request may begin. `again`: when to come again, epoch milliseconds. */
export type Admission =
  | { readonly kind: 'free' | 'trial' }
  | { readonly kind: 'wait'; readonly again: number };

/**
 * Keeps a far end that is in trouble from being asked again and again. It opens for a minute when of enough requests within a
 * minute more than a share failed; then it lets one through to try, and closes once that is answered.
 */
export interface Breaker {
  /** Whether it is open, or one is on its way to try. */
  isOpen(): boolean;
  /** Whoever is let through tells `ended`. `now` in epoch milliseconds. */
  admit(now: number): Admission;
  /** How a request ended. What was under way when it opened neither closes it nor keeps it open for longer. */
  ended(evidence: Evidence, isTrial: boolean, now: number): void;
  /** When one was last answered, epoch milliseconds; -Infinity before the first. */
  lastAnswerAt(): number;
}

export interface BreakerOptions {
  /** Of fewer requests it does not open. */
  readonly fewest: number;
  /** It opens once more than this share of them failed, from 0 up to 1. */
  readonly share: number;
}

export function createBreaker({ fewest, share }: BreakerOptions): Breaker {
  let requests: { readonly at: number; readonly isFailure: boolean }[] = [];
  let lastAnswer = Number.NEGATIVE_INFINITY;
  /** When the next one may try, while it is open. */
  let trialAt: number | undefined;

  function isTrouble(): boolean {
    const failures = requests.filter(({ isFailure }) => isFailure).length;
    return requests.length >= fewest && failures > requests.length * share;
  }

  function remember(isFailure: boolean, now: number): void {
    requests.push({ at: now, isFailure });
    const isTimeToForget = isFailure || (requests[0]?.at ?? now) < now - 2 * windowMs;
    if (isTimeToForget) requests = requests.filter(({ at }) => at > now - windowMs && at <= now);
  }

  function tried(evidence: Evidence, now: number): void {
    switch (evidence) {
      case 'answered':
      case 'postponed':
        requests = [];
        trialAt = undefined;
        return;
      case 'failed':
        trialAt = now + openMs;
        return;
      case 'none':
        trialAt = now;
    }
  }

  return {
    isOpen: () => trialAt !== undefined,
    admit(now) {
      if (trialAt === undefined) return { kind: 'free' };
      // A clock that was set back must not keep it open.
      const again = Math.min(trialAt, now + openMs);
      if (again > now) return { kind: 'wait', again };
      trialAt = now + openMs;
      return { kind: 'trial' };
    },
    ended(evidence, isTrial, now) {
      if (evidence === 'answered') lastAnswer = now;
      if (trialAt !== undefined) {
        if (isTrial) tried(evidence, now);
      } else if (evidence === 'answered' || evidence === 'failed') {
        remember(evidence === 'failed', now);
        if (evidence === 'failed' && isTrouble()) trialAt = now + openMs;
      }
    },
    lastAnswerAt: () => lastAnswer,
  };
}
