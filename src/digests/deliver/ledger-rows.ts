import { lookDelay } from '../../core/back-off.ts';
import type { Delivery } from '../../core/delivery.ts';
import type { Instant } from '../../core/paper.ts';
import type { Store } from '../../store/store.ts';

export type Sending = Extract<Delivery, { status: 'sending' }>;
type Retrying = Extract<Delivery, { status: 'retry' }>;
export type Uncertain = Extract<Delivery, { status: 'uncertain' }>;

/** What every row of a delivery has, whatever its status. */
export function identityOf(delivery: Delivery) {
  const { subscription, slot, part, address, posted, passedOver } = delivery;
  const { unrendered, silence, missed } = delivery;
  return {
    ...{ subscription, slot, part, address, posted, passedOver },
    ...(unrendered !== undefined && { unrendered }),
    ...(silence !== undefined && { silence }),
    ...(missed !== undefined && { missed }),
  };
}

/** The same with what is known of its attempts. */
export function attemptedOf(delivery: Sending | Retrying | Uncertain) {
  const { payload, attempt, firstSentAt, mayBeTwice } = delivery;
  const base = { ...identityOf(delivery), payload, attempt, firstSentAt };
  return mayBeTwice === undefined ? base : { ...base, mayBeTwice };
}

export function sentRow(
  delivery: Sending | Uncertain,
  told: { readonly externalId?: string; readonly note?: string },
  updatedAt: Instant,
): Delivery {
  const { externalId, note } = told;
  return {
    ...identityOf(delivery),
    ...(delivery.mayBeTwice && { mayBeTwice: true }),
    ...(externalId !== undefined && { externalId }),
    ...(note !== undefined && { note }),
    status: 'sent',
    updatedAt,
  };
}

/**
 * It may have arrived. Its platform is asked a moment after `now` (epoch milliseconds), but not before `afterMs` (milliseconds)
 * are over: it may be sent again then.
 */
export function uncertainRow(
  delivery: Sending | Retrying,
  detail: string,
  now: number,
  afterMs = 0,
) {
  return {
    ...attemptedOf(delivery),
    status: 'uncertain' as const,
    detail,
    notBefore: new Date(now + Math.max(lookDelay(delivery.attempt), afterMs)).toISOString(),
    updatedAt: new Date(now).toISOString(),
  } satisfies Uncertain;
}

/** It surely did not arrive, and is tried again at `again`. Both in epoch milliseconds. */
export function retryRow(
  delivery: Sending | Uncertain,
  detail: string,
  { now, again }: { readonly now: number; readonly again: number },
) {
  return {
    ...attemptedOf(delivery),
    status: 'retry' as const,
    notBefore: new Date(again).toISOString(),
    detail,
    updatedAt: new Date(now).toISOString(),
  } satisfies Retrying;
}

/** Not tried any more: its papers are free for the next digest. */
export function failedRow(delivery: Delivery, detail: string, updatedAt: Instant): Delivery {
  return { ...identityOf(delivery), status: 'failed', detail, updatedAt };
}

/** Not tried any more. It stays in doubt where an attempt before the last may have arrived. `now` in epoch milliseconds. */
export function givenUpRow(delivery: Delivery, { detail, mayBeThere, now }: GivenUp): Delivery {
  const wasTried = delivery.status === 'sending' || delivery.status === 'retry';
  if (wasTried && (mayBeThere === true || delivery.mayBeTwice)) {
    return uncertainRow(delivery, detail, now);
  }
  return failedRow(delivery, detail, new Date(now).toISOString());
}

interface GivenUp {
  readonly detail: string;
  readonly mayBeThere?: boolean;
  readonly now: number;
}

/** The rows of a slot that are written down, in order. */
export async function storedParts(
  { deliveries }: Pick<Store, 'deliveries'>,
  subscription: string,
  slot: string,
): Promise<Delivery[]> {
  const parts: Delivery[] = [];
  for (let part = 0; ; part += 1) {
    const delivery = await deliveries.get({ subscription, slot, part });
    if (delivery === undefined) return parts;
    parts.push(delivery);
  }
}

/** What the platform calls the first part of a digest; undefined for that part itself, and where it may not have arrived. */
export async function firstPartId(
  { deliveries }: Pick<Store, 'deliveries'>,
  { subscription, slot, part }: Delivery,
): Promise<string | undefined> {
  if (part === 0) return undefined;
  const first = await deliveries.get({ subscription, slot, part: 0 });
  return first?.status === 'sent' ? first.externalId : undefined;
}

/** Whether it was posted, or is held because it may be. */
export function isOver(delivery: Delivery): boolean {
  return delivery.status === 'sent' || (delivery.status === 'uncertain' && delivery.held === true);
}
