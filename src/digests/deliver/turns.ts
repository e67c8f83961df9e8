import {
  type Breaker,
  type BreakerOptions,
  createBreaker,
  type Evidence,
} from '../../core/breaker.ts';
import type { Address } from '../../core/subscription.ts';
import { platformIdOf } from '../platform-of.ts';

/** Says what a request tells of its platform, as soon as that is known. */
export type Note = (evidence: Evidence) => void;

/** Who may send to a platform, or ask it what became of a message: one at a time while it does not take them, or tells nothing. */
export interface Turns {
  /** Whether the platform of a place is in trouble, or is being tried. */
  isInTrouble(address: Address): boolean;
  /** Sends once that is allowed; until then it says when to come again. What is not noted says nothing of the platform. */
  send<T>(address: Address, send: (note: Note) => Promise<T>): Promise<T | InTrouble>;
  /** Asks once that is allowed, in the same way. */
  ask<T>(address: Address, ask: (note: Note) => Promise<T>): Promise<T | InTrouble>;
  /** What a send tells that was not waited with. */
  note(address: Address, evidence: Evidence): void;
  /** When the platform of a place last answered a send, epoch milliseconds; -Infinity before the first. */
  lastAnswerAt(address: Address): number;
}

interface InTrouble {
  readonly kind: 'open';
  readonly detail: string;
  /** Epoch milliseconds. */
  readonly again: number;
}

/** Of many sends some fail; a question that is not answered tells that no other would be. */
const sends = { fewest: 20, share: 0.2 };
const questions = { fewest: 1, share: 0 };
/** Those who wait come back in no order, so that none of them takes every trial. */
const spreadMs = 5_000;

export interface TurnsOptions {
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** What waits for a platform in trouble may come again. */
  readonly release: () => void;
}

export function createTurns({ now, random, release }: TurnsOptions): Turns {
  const sendBreaker = breakerOfEach(sends);
  const askBreaker = breakerOfEach(questions);

  function end(breaker: Breaker, evidence: Evidence, isTrial: boolean): void {
    const wasOpen = breaker.isOpen();
    breaker.ended(evidence, isTrial, now());
    const isFree = isTrial && evidence === 'none';
    if (isFree || (wasOpen && !breaker.isOpen())) release();
  }

  async function inTurn<T>(
    breaker: Breaker,
    detail: string,
    work: (note: Note) => Promise<T>,
  ): Promise<T | InTrouble> {
    const admission = breaker.admit(now());
    if (admission.kind === 'wait') {
      return { kind: 'open', detail, again: admission.again + random() * spreadMs };
    }
    const isTrial = admission.kind === 'trial';
    let isNoted = false;
    try {
      return await work((evidence) => {
        isNoted = true;
        end(breaker, evidence, isTrial);
      });
    } finally {
      if (!isNoted) end(breaker, 'none', isTrial);
    }
  }

  return {
    isInTrouble: (address) => sendBreaker(address).isOpen(),
    send: (address, send) => inTurn(sendBreaker(address), 'its platform is in trouble', send),
    ask: (address, ask) => inTurn(askBreaker(address), 'its platform does not answer', ask),
    note: (address, evidence) => end(sendBreaker(address), evidence, false),
    lastAnswerAt: (address) => sendBreaker(address).lastAnswerAt(),
  };
}

/** Gives the breaker of the platform of a place: always the same. */
function breakerOfEach(options: BreakerOptions): (address: Address) => Breaker {
  const breakers = new Map<string, Breaker>();
  return (address) => {
    const id = platformIdOf(address);
    const breaker = breakers.get(id) ?? createBreaker(options);
    breakers.set(id, breaker);
    return breaker;
  };
}
