import type { Slot } from '../core/schedule/schedule.ts';
import { withoutRefusal } from '../core/subscription.ts';
import { type DeliverDependencies, type DeliveryResult, deliverSlot } from './deliver/deliver.ts';
import { storedParts } from './deliver/ledger-rows.ts';
import type { Sender } from './deliver/sender.ts';

/** Delivers a subscription outside its schedule. What cannot be sent at once is given up: its papers are free. */
export async function sendNow(
  dependencies: DeliverDependencies,
  sender: Sender,
  id: string,
): Promise<DeliveryResult> {
  const { store, now } = dependencies;
  const subscription = await store.subscriptions.get(id);
  if (subscription === undefined) return { kind: 'failed', detail: 'it was removed meanwhile' };
  const at = now();
  const slot: Slot = { local: `now-${new Date(at).toISOString()}`, at };
  const result = await deliverSlot(dependencies, sender, subscription, slot, 'by-hand');
  if (result.kind === 'open') await sender.giveUp(await storedParts(store, id, slot.local));
  const hasEnded = result.kind === 'sent' && subscription.refused !== undefined;
  if (hasEnded) await store.subscriptions.update(id, withoutRefusal);
  return result;
}
