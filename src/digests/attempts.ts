import { retryDelay } from '../core/back-off.ts';
import { type Breaker, createBreaker } from '../core/breaker.ts';
import { type Delivery, deliveryId, type SendOutcome } from '../core/delivery.ts';
import type { Address, Refusal } from '../core/subscription.ts';
import type { DoubtsDependencies } from './doubts.ts';
import {
  attemptedOf,
  failedRow,
  firstPartId,
  identityOf,
  type Sending,
  sentRow,
  uncertainRow,
} from './ledger-rows.ts';
import { platformIdOf, platformOf } from './platform-of.ts';

export interface AttemptDependencies extends DoubtsDependencies {
  /** From 0 up to 1: spreads what is tried again. */
  readonly random: () => number;
}

/** How far a part was brought. */
export type PartResult =
  /** Posted, or held because it may be. */
  | { readonly kind: 'done' }
  /** It is to be tried again at `again`, epoch milliseconds. */
  | { readonly kind: 'open'; readonly detail: string; readonly again: number }
  /** Given up: its papers are free. */
  | { readonly kind: 'failed'; readonly detail: string }
  | {
      readonly kind: 'rejected';
      readonly detail: string;
      readonly pause: Refusal['reason'];
      readonly patience: number;
    };

/** How an attempt ended: what is to be written down, and what it means. */
interface Ended {
  readonly row: Delivery;
  readonly result: PartResult;
}

/** Single requests to the platforms, none of which is asked while it is in trouble. */
export interface Attempts {
  /** Whether the platform of a place is in trouble, or is being tried. */
  isInTrouble(address: Address): boolean;
  /** When an attempt at a place may begin, epoch milliseconds; not after now where it may begin at once. */
  admitAt(address: Address): number;
  /** The attempt that might begin did not. */
  withdraw(address: Address): void;
  /** Sends what was written down as being sent. Never throws. */
  make(sending: Sending): Promise<Ended>;
}

/** A place that fails as often and for as long, while its platform takes what is for others, is left to the next digest. */
const ailingAttempts = 5;
const ailingMs = 15 * 60_000;

export function createAttempts(dependencies: AttemptDependencies): Attempts {
  const { store, platforms, random, now, log } = dependencies;
  const breakers = new Map<string, Breaker>();

  function breakerOf(address: Address): Breaker {
    const id = platformIdOf(address);
    const breaker = breakers.get(id) ?? createBreaker();
    breakers.set(id, breaker);
    return breaker;
  }

  async function send(row: Sending): Promise<SendOutcome> {
    try {
      const replyTo = await firstPartId(store, row);
      const platform = platformOf(platforms, row.address);
      return await platform.send(row.address, row.payload, deliveryId(row), replyTo);
    } catch (fault) {
      return { kind: 'uncertain', detail: String(fault) };
    }
  }

  function isAiling({ attempt, firstSentAt, address }: Sending): boolean {
    const since = Date.parse(firstSentAt);
    const isElsewhereFine = breakerOf(address).lastAnswerAt() > since;
    return attempt >= ailingAttempts && now() - since >= ailingMs && isElsewhereFine;
  }

  function tryAgain(sending: Sending, afterMs: number | undefined, detail: string): Ended {
    const updatedAt = new Date(now()).toISOString();
    if (isAiling(sending)) {
      const row = failedRow(sending, detail, updatedAt);
      return { row, result: { kind: 'failed', detail } };
    }
    const again = now() + retryDelay(sending.attempt, afterMs, random());
    const notBefore = new Date(again).toISOString();
    const row = { ...attemptedOf(sending), status: 'retry', notBefore, detail, updatedAt } as const;
    return { row, result: { kind: 'open', detail, again } };
  }

  return {
    isInTrouble: (address) => breakerOf(address).isOpen(),
    withdraw: (address) => breakerOf(address).withdraw(now()),
    admitAt: (address) => breakerOf(address).admitAt(now()),
    async make(sending) {
      const outcome = await send(sending);
      const updatedAt = new Date(now()).toISOString();
      const isStated = outcome.kind === 'retry' && outcome.afterMs !== undefined;
      const isFailure = outcome.kind === 'uncertain' || outcome.kind === 'retry';
      if (!isStated) breakerOf(sending.address).ended(isFailure, now());
      switch (outcome.kind) {
        case 'sent':
          return { row: sentRow(sending, outcome, updatedAt), result: { kind: 'done' } };
        case 'uncertain': {
          const { detail } = outcome;
          log.warn(`${deliveryId(sending)}: it is not known whether it arrived: ${detail}`);
          const row = uncertainRow(sending, detail, now());
          return { row, result: { kind: 'open', detail, again: Date.parse(row.notBefore) } };
        }
        case 'retry':
          return tryAgain(sending, outcome.afterMs, outcome.detail);
        case 'rejected': {
          const { detail, pause, patience = 0 } = outcome;
          const row = failedRow(sending, detail, updatedAt);
          return { row, result: { kind: 'rejected', detail, pause, patience } };
        }
      }
    },
  };
}

export type Sendable = Extract<Delivery, { status: 'rendered' | 'retry' | 'uncertain' }>;

/** What is written down before an attempt. `now` in epoch milliseconds. */
export function sendingRow(row: Sendable, now: number): Sending {
  const at = new Date(now).toISOString();
  const before = row.status === 'rendered' ? { attempt: 0, firstSentAt: at } : attemptedOf(row);
  return {
    ...identityOf(row),
    payload: row.payload,
    ...before,
    attempt: before.attempt + 1,
    status: 'sending',
    updatedAt: at,
  };
}
