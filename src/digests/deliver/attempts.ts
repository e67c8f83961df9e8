import { retryDelay } from '../../core/back-off.ts';
import type { Evidence } from '../../core/breaker.ts';
import { type Delivery, deliveryId, type SendOutcome } from '../../core/delivery.ts';
import type { Obstacle } from '../../core/subscription.ts';
import { firstSentence } from '../../core/text/first-sentence.ts';
import { platformOf } from '../platform-of.ts';
import type { DoubtsDependencies } from './doubts.ts';
import { evidenceOfSend } from './evidence.ts';
import {
  attemptedOf,
  firstPartId,
  givenUpRow,
  identityOf,
  retryRow,
  type Sending,
  sentRow,
  uncertainRow,
} from './ledger-rows.ts';
import type { Turns } from './turns.ts';

export type AttemptDependencies = DoubtsDependencies;

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
      readonly pause: Obstacle;
      readonly patience: number;
    };

/** How an attempt ended: what is to be written down, and what it means. */
interface Ended {
  readonly row: Delivery;
  readonly result: PartResult;
}

interface Made extends Ended {
  /** What it tells of the platform. */
  readonly evidence: Evidence;
}

/** Single requests to the platforms. */
export interface Attempts {
  /** Sends what was written down as being sent. `mayBeThere`: an earlier attempt may have arrived. Never throws. */
  make(sending: Sending, mayBeThere: boolean): Promise<Made>;
}

/** A place that fails as often and for as long, while its platform takes what is for others, is left to the next digest. */
const ailingAttempts = 5;
const ailingMs = 15 * 60_000;

export function createAttempts(dependencies: AttemptDependencies, turns: Turns): Attempts {
  const { store, platforms, random, now, log } = dependencies;

  async function send(row: Sending, mayBeThere: boolean): Promise<SendOutcome> {
    const { address, payload, firstSentAt } = row;
    const since = mayBeThere ? firstSentAt : undefined;
    try {
      const replyTo = await firstPartId(store, row);
      const platform = platformOf(platforms, address);
      return await platform.send(address, payload, deliveryId(row), replyTo, since);
    } catch (fault) {
      return { kind: 'uncertain', detail: String(fault) };
    }
  }

  function isAiling({ attempt, firstSentAt, address }: Sending): boolean {
    const since = Date.parse(firstSentAt);
    const isElsewhereFine = turns.lastAnswerAt(address) > since;
    return attempt >= ailingAttempts && now() - since >= ailingMs && isElsewhereFine;
  }

  function tryAgain(sending: Sending, afterMs: number | undefined, detail: string): Ended {
    if (isAiling(sending)) {
      const row = givenUpRow(sending, { detail, now: now() });
      return { row, result: { kind: 'failed', detail } };
    }
    const again = now() + retryDelay(sending.attempt, afterMs, random());
    const row = retryRow(sending, detail, { now: now(), again });
    return { row, result: { kind: 'open', detail, again } };
  }

  function unknown(sending: Sending, afterMs: number | undefined, detail: string): Ended {
    log.warn(`${deliveryId(sending)}: it is not known whether it arrived: ${detail}`);
    const row = uncertainRow(sending, detail, now(), afterMs);
    return { row, result: { kind: 'open', detail, again: Date.parse(row.notBefore) } };
  }

  function endOf(outcome: SendOutcome, sending: Sending, mayBeThere: boolean): Ended {
    switch (outcome.kind) {
      case 'sent': {
        const updatedAt = new Date(now()).toISOString();
        return { row: sentRow(sending, outcome, updatedAt), result: { kind: 'done' } };
      }
      case 'uncertain':
        return unknown(sending, outcome.afterMs, outcome.detail);
      case 'retry': {
        const goOn = mayBeThere ? unknown : tryAgain;
        return goOn(sending, outcome.afterMs, outcome.detail);
      }
      case 'rejected': {
        const { detail, pause, patience = 0 } = outcome;
        const isInDoubt = mayBeThere || outcome.mayBeThere === true;
        // What the platform said is for the log.
        const reason = firstSentence(pause.text);
        const row = givenUpRow(sending, { detail: reason, mayBeThere: isInDoubt, now: now() });
        return { row, result: { kind: 'rejected', detail, pause, patience } };
      }
    }
  }

  return {
    async make(sending, mayBeThere) {
      const outcome = await send(sending, mayBeThere);
      return { ...endOf(outcome, sending, mayBeThere), evidence: evidenceOfSend(outcome) };
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
