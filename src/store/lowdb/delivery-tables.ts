import { type Delivery, deliveryId } from '../../core/delivery.ts';
import type { PaperId } from '../../core/paper.ts';
import type { Address } from '../../core/subscription.ts';
import { deliveryRecord, postedRecord } from '../records.ts';
import type { PostedHistory } from '../store.ts';
import { createCountedSets } from './counted-sets.ts';
import type { Draft } from './draft.ts';
import { createKeyGroups } from './key-groups.ts';
import { createTable, recordsOf, type Table } from './table.ts';

/** Deliveries and what folded ones posted, with what is asked of them kept up to date by every change. */
export interface DeliveryTables {
  readonly deliveries: Table<Delivery>;
  readonly history: Table<PostedHistory>;
  readonly unfinished: ReadonlyMap<string, Delivery>;
  of(subscription: string): Delivery[];
  at(address: Address): Delivery[];
  postedAt(address: Address): ReadonlySet<PaperId>;
  passedOverBy(subscription: string): ReadonlySet<PaperId>;
}

export function createDeliveryTables(): DeliveryTables {
  const unfinished = new Map<string, Delivery>();
  const posted = createCountedSets();
  const passedOver = createCountedSets();
  const bySubscription = createKeyGroups();
  const byAddress = createKeyGroups();

  function onDeliveryChange(
    id: string,
    previous: Delivery | undefined,
    next: Delivery | undefined,
  ): void {
    bySubscription.move(id, previous?.subscription, next?.subscription);
    byAddress.move(id, previous?.address, next?.address);
    if (next !== undefined && isUnfinished(next)) unfinished.set(id, next);
    else unfinished.delete(id);
    if (decidesTheSame(previous, next)) return;
    // Added before removed: a paper that stays is never missing.
    if (next !== undefined && hasDecided(next)) {
      posted.add(next.address, next.posted);
      passedOver.add(next.subscription, next.passedOver);
    }
    if (previous !== undefined && hasDecided(previous)) {
      posted.remove(previous.address, previous.posted);
      passedOver.remove(previous.subscription, previous.passedOver);
    }
  }

  function onHistoryChange(
    _address: Address,
    previous: PostedHistory | undefined,
    next: PostedHistory | undefined,
  ): void {
    if (next) posted.add(next.address, next.papers);
    if (previous) posted.remove(previous.address, previous.papers);
  }

  const deliveries = createTable({
    name: 'deliveries',
    noun: 'delivery',
    schema: deliveryRecord,
    keyOf: deliveryId,
    onChange: onDeliveryChange,
  });
  return {
    deliveries,
    history: createTable({
      name: 'history',
      noun: 'posted history',
      schema: postedRecord,
      keyOf: ({ address }) => address,
      onChange: onHistoryChange,
    }),
    unfinished,
    of: (subscription) => recordsOf(deliveries, bySubscription.of(subscription)),
    at: (address) => recordsOf(deliveries, byAddress.of(address)),
    postedAt: posted.get,
    passedOverBy: passedOver.get,
  };
}

/** Adds to what is remembered as posted. */
export function addHistory(
  { history }: DeliveryTables,
  draft: Draft,
  more: readonly PostedHistory[],
): void {
  const papersAt = new Map<Address, Set<PaperId>>();
  for (const { address, papers } of more) {
    const known = papersAt.get(address) ?? new Set(draft.get(history, address)?.papers);
    for (const paper of papers) known.add(paper);
    papersAt.set(address, known);
  }
  for (const [address, papers] of papersAt) {
    draft.put(history, Object.freeze({ address, papers: Object.freeze([...papers]) }));
  }
}

/**
 * Those that have ended and were last changed before an instant, epoch milliseconds, as far as they come before all that
 * changed later: whoever asks often pays for what there is to fold, not for all that is kept.
 */
export function oldDeliveries({ deliveries }: DeliveryTables, before: number): Delivery[] {
  const old: Delivery[] = [];
  for (const delivery of deliveries.records.values()) {
    if (Date.parse(delivery.updatedAt) >= before) break;
    if (hasEnded(delivery)) old.push(delivery);
  }
  return old;
}

/** Keeps of these deliveries only what they posted. */
export function foldDeliveries(
  tables: DeliveryTables,
  draft: Draft,
  folded: readonly Delivery[],
): void {
  for (const delivery of folded) draft.remove(tables.deliveries, deliveryId(delivery));
  const decided = folded.filter(hasDecided);
  addHistory(
    tables,
    draft,
    decided.map(({ address, posted }) => ({ address, papers: posted })),
  );
}

function decidesTheSame(previous: Delivery | undefined, next: Delivery | undefined): boolean {
  if (previous === undefined || next === undefined) return false;
  return (
    hasDecided(previous) === hasDecided(next) &&
    previous.address === next.address &&
    previous.posted === next.posted &&
    previous.passedOver === next.passedOver
  );
}

/** Whether its papers count as dealt with. A `planned` one may still change; what failed or was skipped is free again. */
function hasDecided({ status }: Delivery): boolean {
  return status !== 'planned' && status !== 'failed' && status !== 'skipped';
}

function hasEnded(delivery: Delivery): boolean {
  if (delivery.status === 'uncertain') return delivery.held === true;
  const { status } = delivery;
  return status === 'sent' || status === 'failed' || status === 'skipped';
}

function isUnfinished(delivery: Delivery): boolean {
  return !hasEnded(delivery) && delivery.status !== 'uncertain';
}
