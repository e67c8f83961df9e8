import { type Breaker, createBreaker } from '../core/breaker.ts';
import type { Address } from '../core/subscription.ts';
import { platformIdOf } from './platform-of.ts';

/** Who may send to a platform, or ask it what became of a message: one at a time while it does not take them, or tells nothing. */
export interface Turns {
  /** Whether the platform of a place is in trouble, or is being tried. */
  isInTrouble(address: Address): boolean;
  /** Sends once that is allowed; until then it says when to come again. `onSent` is to be called once it was tried. */
  send<T>(address: Address, send: (onSent: () => void) => Promise<T>): Promise<T | InTrouble>;
  /** Asks once that is allowed; until then it says when to come again. */
  ask<T extends object>(address: Address, ask: () => Promise<T>): Promise<T | InTrouble>;
  /** How a send ended. Refusals of a single place are no failures of the platform. */
  note(address: Address, isFailure: boolean): void;
  /** When a send to the platform of a place last did not fail, epoch milliseconds; -Infinity before the first. */
  lastAnswerAt(address: Address): number;
}

interface InTrouble {
  readonly kind: 'open';
  readonly detail: string;
  /** Epoch milliseconds. */
  readonly again: number;
}

/** A platform that left a question without an answer is asked the next one so much later. */
const silenceMs = 60_000;

/** `release`: what waits for a platform in trouble may come again. */
export function createTurns(now: () => number, release: () => void): Turns {
  const breakers = new Map<string, Breaker>();
  /** When those that left a question without an answer may be asked again, by platform. */
  const silentUntil = new Map<string, number>();

  function breakerOf(address: Address): Breaker {
    const id = platformIdOf(address);
    const breaker = breakers.get(id) ?? createBreaker();
    breakers.set(id, breaker);
    return breaker;
  }

  return {
    isInTrouble: (address) => breakerOf(address).isOpen(),
    async send(address, send) {
      const breaker = breakerOf(address);
      const again = breaker.admitAt(now());
      if (again > now()) return { kind: 'open', detail: 'its platform is in trouble', again };
      let isSent = false;
      try {
        return await send(() => {
          isSent = true;
        });
      } finally {
        if (!isSent && breaker.isOpen()) {
          breaker.withdraw(now());
          release();
        }
      }
    },
    async ask(address, ask) {
      const id = platformIdOf(address);
      const later = now() + silenceMs;
      const until = silentUntil.get(id);
      if (until !== undefined) {
        // A clock that was set back must not keep it silent.
        const again = Math.min(until, later);
        if (again > now()) return { kind: 'open', detail: 'its platform does not answer', again };
        silentUntil.set(id, later);
      }
      const answer = await ask();
      if ('isUnanswered' in answer) silentUntil.set(id, now() + silenceMs);
      else if (silentUntil.delete(id)) release();
      return answer;
    },
    note(address, isFailure) {
      const breaker = breakerOf(address);
      const wasOpen = breaker.isOpen();
      breaker.ended(isFailure, now());
      if (wasOpen && !breaker.isOpen()) release();
    },
    lastAnswerAt: (address) => breakerOf(address).lastAnswerAt(),
  };
}
