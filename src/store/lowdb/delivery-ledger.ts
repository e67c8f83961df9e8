import { type Delivery, deliveryId } from '../../core/delivery.ts';
import type { PaperId } from '../../core/paper.ts';
import type { Address } from '../../core/subscription.ts';
import type { PostedHistory } from '../store.ts';

type DeliveriesById = Map<string, Delivery>;
type PaperIds = Set<PaperId>;

/** Deliveries in memory, with their indexes. */
export interface DeliveryLedger {
  readonly byId: DeliveriesById;
  readonly unfinished: DeliveriesById;
  readonly byAddress: Map<Address, DeliveriesById>;
  readonly bySubscription: Map<string, DeliveriesById>;
  /** What folded deliveries posted. */
  readonly history: Map<Address, PaperIds>;
  /** The inner collections made for this ledger. The others are shared with the ledger it was copied from. */
  readonly own: WeakSet<DeliveriesById | PaperIds>;
}

export function createLedger(): DeliveryLedger {
  return {
    byId: new Map(),
    unfinished: new Map(),
    byAddress: new Map(),
    bySubscription: new Map(),
    history: new Map(),
    own: new WeakSet(),
  };
}

/** A copy to be changed. It shares the inner collections until it changes them. */
export function copyLedger(ledger: DeliveryLedger): DeliveryLedger {
  return {
    byId: new Map(ledger.byId),
    unfinished: new Map(ledger.unfinished),
    byAddress: new Map(ledger.byAddress),
    bySubscription: new Map(ledger.bySubscription),
    history: new Map(ledger.history),
    own: new WeakSet(),
  };
}

/** The inner collection under a key, for changing. */
function ownInner<Inner extends DeliveriesById | PaperIds>(
  { own }: DeliveryLedger,
  outer: Map<string, Inner>,
  key: string,
  copy: (inner: Inner | undefined) => Inner,
): Inner {
  const inner = outer.get(key);
  if (inner !== undefined && own.has(inner)) return inner;
  const mine = copy(inner);
  own.add(mine);
  outer.set(key, mine);
  return mine;
}

const copyMap = (map: DeliveriesById | undefined): DeliveriesById => new Map(map);
const copySet = (set: PaperIds | undefined): PaperIds => new Set(set);

export function setDelivery(ledger: DeliveryLedger, delivery: Delivery): void {
  const id = deliveryId(delivery);
  const { address, subscription } = delivery;
  const previous = ledger.byId.get(id);
  if (previous) removeDelivery(ledger, previous);
  ledger.byId.set(id, delivery);
  if (isUnfinished(delivery)) ledger.unfinished.set(id, delivery);
  ownInner(ledger, ledger.byAddress, address, copyMap).set(id, delivery);
  ownInner(ledger, ledger.bySubscription, subscription, copyMap).set(id, delivery);
}

function removeDelivery(ledger: DeliveryLedger, delivery: Delivery): void {
  const id = deliveryId(delivery);
  ledger.byId.delete(id);
  ledger.unfinished.delete(id);
  ownInner(ledger, ledger.byAddress, delivery.address, copyMap).delete(id);
  ownInner(ledger, ledger.bySubscription, delivery.subscription, copyMap).delete(id);
}

export function addHistory(ledger: DeliveryLedger, { address, papers }: PostedHistory): void {
  const there = ownInner(ledger, ledger.history, address, copySet);
  for (const paper of papers) there.add(paper);
}

export function historyOf({ history }: DeliveryLedger): PostedHistory[] {
  return [...history].map(([address, papers]) => ({ address, papers: [...papers] }));
}

export function postedAt(ledger: DeliveryLedger, address: Address): ReadonlySet<PaperId> {
  const posted = new Set(ledger.history.get(address));
  for (const delivery of ledger.byAddress.get(address)?.values() ?? []) {
    if (hasDecided(delivery)) for (const paper of delivery.posted) posted.add(paper);
  }
  return posted;
}

export function passedOverBy(ledger: DeliveryLedger, subscription: string): ReadonlySet<PaperId> {
  const passedOver = new Set<PaperId>();
  for (const delivery of ledger.bySubscription.get(subscription)?.values() ?? []) {
    if (hasDecided(delivery)) for (const paper of delivery.passedOver) passedOver.add(paper);
  }
  return passedOver;
}

/** The deliveries that have ended for certain and were last changed before an instant, epoch milliseconds. */
export function oldDeliveries(ledger: DeliveryLedger, before: number): Delivery[] {
  return [...ledger.byId.values()].filter(
    (delivery) => hasEnded(delivery) && Date.parse(delivery.updatedAt) < before,
  );
}

/** Keeps of these deliveries only what they posted. */
export function foldDeliveries(ledger: DeliveryLedger, deliveries: readonly Delivery[]): void {
  for (const delivery of deliveries) {
    removeDelivery(ledger, delivery);
    if (hasDecided(delivery)) {
      addHistory(ledger, { address: delivery.address, papers: delivery.posted });
    }
  }
}

/** Whether its papers count as dealt with. A `planned` one may still change; what failed or was skipped is free again. */
function hasDecided({ status }: Delivery): boolean {
  return status !== 'planned' && status !== 'failed' && status !== 'skipped';
}

function hasEnded({ status }: Delivery): boolean {
  return status === 'sent' || status === 'failed' || status === 'skipped';
}

function isUnfinished(delivery: Delivery): boolean {
  return !hasEnded(delivery) && delivery.status !== 'uncertain';
}
