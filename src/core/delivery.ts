import type { MissedBar } from './digest.ts';
import type { Instant, PaperId } from './paper.ts';
import type { Address, Obstacle } from './subscription.ts';

/** What a delivery is about. Unique on (subscription, slot, part). */
export interface DeliveryKey {
  readonly subscription: string;
  /** The slot's local date and time with its offset (`slotKey`), or `now-<instant>` for one sent by hand. */
  readonly slot: string;
  /** From 0; a digest too large for one message has several. */
  readonly part: number;
}

interface DeliveryBase extends DeliveryKey {
  readonly address: Address;
  readonly posted: readonly PaperId[];
  readonly passedOver: readonly PaperId[];
  /** Of the first part: those passed over, the last of them, of which no message could be made. */
  readonly unrendered?: readonly PaperId[];
  /** What is said instead of papers, where there are none. */
  readonly silence?: string;
  /** Of the first part: new papers that missed nothing but a threshold, 20 at most. */
  readonly missed?: readonly MissedBar[];
  readonly updatedAt: Instant;
}

/** What is known of a message whose sending was begun. */
interface Attempted {
  readonly payload: unknown;
  /** How often it was begun, from 1. */
  readonly attempt: number;
  /** When its first attempt began. */
  readonly firstSentAt: Instant;
  /** It was sent once more although an earlier attempt may have arrived. */
  readonly mayBeTwice?: true;
}

/** `sending` is written before the call and `sent` after it: what is found `sending` after a crash is uncertain. */
export type Delivery = DeliveryBase &
  (
    | { readonly status: 'planned' }
    | { readonly status: 'rendered'; readonly payload: unknown }
    | (Attempted & { readonly status: 'sending' })
    | (Attempted & {
        readonly status: 'retry';
        readonly notBefore: Instant;
        readonly detail: string;
      })
    | (Attempted & {
        readonly status: 'uncertain';
        readonly detail: string;
        /** How often its platform was asked in vain what became of it; 0 where it is absent. */
        readonly asked?: number;
        /** When it is to be asked next. */
        readonly notBefore?: Instant;
        /** Nobody can tell, and it is not sent again: its papers count as posted. */
        readonly held?: true;
      })
    | {
        readonly status: 'sent';
        readonly externalId?: string;
        /** It was sent more than once, and more than one may have arrived. */
        readonly mayBeTwice?: true;
        /** What did not succeed beside the message itself. */
        readonly note?: string;
      }
    | { readonly status: 'failed'; readonly detail: string }
    | { readonly status: 'skipped'; readonly reason: string }
  );

/**
 * What became of one attempt to send. `sent` is certain; `retry` and `rejected` are of this attempt: it surely did not arrive.
 * `isLocal`: at last it was decided without asking the far end, so that it says nothing of how that is.
 */
export type SendOutcome =
  | {
      readonly kind: 'sent';
      readonly externalId?: string;
      /** What did not succeed beside the message itself: `not published: …`. */
      readonly note?: string;
    }
  | {
      readonly kind: 'retry';
      /** For how long it is to wait, milliseconds: stated by the far end, unless `isLocal`. Absent where nothing is stated. */
      readonly afterMs?: number;
      readonly detail: string;
      readonly isLocal?: true;
    }
  | {
      readonly kind: 'rejected';
      readonly pause: Obstacle;
      /** What the far end said, for the log: `pause` says it to people. */
      readonly detail: string;
      /** How many digests in a row may end so before the subscription is paused; 0 where it is absent. */
      readonly patience?: number;
      /** What was sent before it within the same `send` may have arrived. */
      readonly mayBeThere?: true;
      readonly isLocal?: true;
    }
  | {
      readonly kind: 'uncertain';
      readonly detail: string;
      /** Not before that much later, milliseconds, may it be sent again: stated by the far end, unless `isLocal`. */
      readonly afterMs?: number;
      readonly isLocal?: true;
    };

/** What to do with a message of which nobody can tell whether it arrived: send it once more while it is fresh, or never. */
export type UncertainPolicy = 'resend_once' | 'hold';

/** One string for a delivery key, stable across runs: a nonce, an id in metadata, a map key. */
export function deliveryId(key: DeliveryKey): string {
  return `${key.subscription}/${key.slot}/${key.part}`;
}

/** Whether a person had it sent, and not the schedule. */
export function isByHand({ slot }: Pick<DeliveryKey, 'slot'>): boolean {
  return slot.startsWith('now-');
}

/** When the slot of a delivery fell due, epoch milliseconds; of one sent by hand, when that was asked for. */
export function slotInstant({ slot, updatedAt }: Delivery): number {
  const isDated = isByHand({ slot }) || /[+-]\d\d:\d\d$/.test(slot);
  const at = isDated ? Date.parse(slot.replace(/^now-/, '')) : Number.NaN;
  return Number.isNaN(at) ? Date.parse(updatedAt) : at;
}

/** Since when a delivery waits to be posted, epoch milliseconds; undefined of one that has ended or is left at what it is. */
export function openSince(delivery: Delivery): number | undefined {
  switch (delivery.status) {
    case 'planned':
    case 'rendered':
      return Date.parse(delivery.updatedAt);
    case 'uncertain':
      return delivery.held === true ? undefined : Date.parse(delivery.firstSentAt);
    case 'sending':
    case 'retry':
      return Date.parse(delivery.firstSentAt);
    case 'sent':
    case 'failed':
    case 'skipped':
      return undefined;
  }
}
