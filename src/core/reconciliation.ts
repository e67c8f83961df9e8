import type { Instant } from './paper.ts';
import type { Address } from './subscription.ts';

/** A message whose sending broke off: it may have arrived, or not. */
export interface BrokenOff {
  readonly address: Address;
  readonly payload: unknown;
  readonly deliveryId: string;
  /** When its first attempt began. */
  readonly firstSentAt: Instant;
  /** The `externalId` of the first part, for a later one. */
  readonly replyTo?: string;
}

/** What a platform can tell of such a message. `repeatable`: sending it once more cannot show it twice. */
export type Reconciliation =
  | { readonly kind: 'sent'; readonly externalId?: string }
  | {
      readonly kind: 'repeatable';
      /** It may have arrived: for a while the far end takes a repetition for the same. Absent where it is not there. */
      readonly mayBeThere?: true;
    }
  | {
      readonly kind: 'unknown';
      readonly detail: string;
      /** The far end as a whole did not answer, or is not connected, or refuses the bot altogether: it may tell later. */
      readonly isUnanswered?: true;
      /**
       * It may tell later, and that it does not now says nothing of the far end: this was not asked there, or concerns one place
       * or workspace alone. Never with `isUnanswered`.
       */
      readonly isLater?: true;
    };

/** Nobody can tell. */
export function unknown(detail: string): Reconciliation {
  return { kind: 'unknown', detail };
}

/** It is to be asked later, about this message alone. */
export function later(detail: string): Reconciliation {
  return { kind: 'unknown', detail, isLater: true };
}

/** It is to be asked later, as is all else of that far end. */
export function unanswered(detail: string): Reconciliation {
  return { kind: 'unknown', detail, isUnanswered: true };
}
