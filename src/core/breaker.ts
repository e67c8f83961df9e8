const windowMs = 60_000;
const openMs = 60_000;
const fewestSends = 20;
const mostFailing = 0.2;

/**
 * Keeps a platform that is in trouble from being asked again and again. It opens for a minute when, of twenty sends or more
 * within a minute, more than a fifth failed; then it lets one through to try, and closes once one arrives.
 */
export interface Breaker {
  /** Whether it is open, or one is on its way to try. */
  isOpen(): boolean;
  /** When the next send may begin, epoch milliseconds; not after `now` where it may begin at once, and is counted on to. */
  admitAt(now: number): number;
  /** What was let through did not begin: another one may try in its place. */
  withdraw(now: number): void;
  /** How a send ended. Refusals of a single place are no failures of the platform. */
  ended(isFailure: boolean, now: number): void;
  /** When a send last did not fail, epoch milliseconds; -Infinity before the first. */
  lastAnswerAt(): number;
}

export function createBreaker(): Breaker {
  let sends: { readonly at: number; readonly isFailure: boolean }[] = [];
  let lastAnswer = Number.NEGATIVE_INFINITY;
  /** When the next one may try, while it is open. */
  let trialAt: number | undefined;
  /** Whether one was let through to try; what else ends while it is open began before. */
  let isTrying = false;

  function isTrouble(): boolean {
    const failures = sends.filter(({ isFailure }) => isFailure).length;
    return sends.length >= fewestSends && failures > sends.length * mostFailing;
  }

  function remember(isFailure: boolean, now: number): void {
    sends.push({ at: now, isFailure });
    const isTimeToForget = isFailure || (sends[0]?.at ?? now) < now - 2 * windowMs;
    if (isTimeToForget) sends = sends.filter(({ at }) => at > now - windowMs && at <= now);
  }

  function open(now: number): void {
    trialAt = now + openMs;
    isTrying = false;
  }

  function close(): void {
    sends = [];
    trialAt = undefined;
    isTrying = false;
  }

  return {
    isOpen: () => trialAt !== undefined,
    admitAt(now) {
      if (trialAt === undefined) return now;
      // A clock that was set back must not keep it open.
      const at = Math.min(trialAt, now + openMs);
      if (at > now) return at;
      trialAt = now + openMs;
      isTrying = true;
      return at;
    },
    withdraw(now) {
      if (!isTrying) return;
      trialAt = now;
      isTrying = false;
    },
    ended(isFailure, now) {
      if (!isFailure) lastAnswer = now;
      if (trialAt === undefined) {
        remember(isFailure, now);
        if (isFailure && isTrouble()) open(now);
      } else if (isTrying) {
        if (isFailure) open(now);
        else close();
      }
    },
    lastAnswerAt: () => lastAnswer,
  };
}
