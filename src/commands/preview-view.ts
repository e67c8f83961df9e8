import { nextSlots } from '../core/schedule/due-slot.ts';
import type { Slot } from '../core/schedule/schedule.ts';
import type { Subscription } from '../core/subscription.ts';
import type { Action, View } from '../core/view.ts';
import { digestView } from '../core/views/digest-view.ts';
import type { Services } from './services.ts';
import { replaySentence } from './subscriptions.ts';

/** The digest as it would be posted if it were sent now, with a replay over the archive under it. */
export async function previewView(
  services: Services,
  subscription: Subscription,
  actions: readonly Action[],
): Promise<View> {
  const digest = await services.digests.preview(
    subscription,
    nextSlot(subscription, services.now()),
  );
  const view = digestView(digest, { preview: true });
  return {
    ...view,
    blocks: [
      ...view.blocks,
      { kind: 'text', text: [replaySentence(services, subscription)] },
      { kind: 'actions', actions },
    ],
  };
}

function nextSlot({ schedule }: Subscription, now: number): Slot {
  return (
    nextSlots(schedule, now, 1)[0] ?? { local: new Date(now).toISOString().slice(0, 16), at: now }
  );
}
