import type { Instant, PaperId } from './paper.ts';
import type { Address, PauseReason } from './subscription.ts';

/** What a delivery is about. Unique on (subscription, slot, part). */
export interface DeliveryKey {
  readonly subscription: string;
  /** The slot's local date and time, or `now-<instant>` for one sent by hand. */
  readonly slot: string;
  /** From 0; a digest too large for one message has several. */
  readonly part: number;
}

interface DeliveryBase extends DeliveryKey {
  readonly address: Address;
  readonly posted: readonly PaperId[];
  readonly passedOver: readonly PaperId[];
  readonly updatedAt: Instant;
}

/** `sending` is written before the call and `sent` after it: what is found `sending` after a crash is uncertain. */
export type Delivery = DeliveryBase &
  (
    | { readonly status: 'planned' }
    | { readonly status: 'rendered'; readonly payload: unknown }
    | { readonly status: 'sending'; readonly payload: unknown; readonly attempt: number }
    | {
        readonly status: 'retry';
        readonly payload: unknown;
        readonly attempt: number;
        readonly notBefore: Instant;
        readonly detail: string;
      }
    | {
        readonly status: 'uncertain';
        readonly payload: unknown;
        readonly attempt: number;
        readonly detail: string;
      }
    | { readonly status: 'sent'; readonly externalId?: string }
    | { readonly status: 'failed'; readonly detail: string }
    | { readonly status: 'skipped'; readonly reason: string }
  );

/** What became of one attempt to send. Only `sent` and `rejected` are certain. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly externalId?: string }
  | { readonly kind: 'retry'; readonly afterMs: number; readonly detail: string }
  | {
      readonly kind: 'rejected';
      readonly pause: PauseReason;
      readonly detail: string;
      /** How many digests in a row may end so before the subscription is paused; 0 where it is absent. */
      readonly patience?: number;
    }
  | { readonly kind: 'uncertain'; readonly detail: string };

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
  | { readonly kind: 'repeatable' }
  | { readonly kind: 'unknown'; readonly detail: string };

/** One string for a delivery key, stable across runs: a nonce, an id in metadata, a map key. */
export function deliveryId(key: DeliveryKey): string {
  return `${key.subscription}/${key.slot}/${key.part}`;
}
