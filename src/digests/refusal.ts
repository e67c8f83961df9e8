import { isActive, nobody, paused, type Refusal, type Subscription } from '../core/subscription.ts';
import type { View } from '../core/view.ts';
import { pausedView, refusedView } from '../core/views/refusal-view.ts';
import type { DeliverDependencies } from './deliver.ts';
import type { Occasion } from './plan.ts';
import { platformOf } from './platform-of.ts';

/**
 * Takes note that a place refused a digest, and pauses the subscription once more digests in a row were refused than it has
 * patience with. Whoever set it up is told once, at the first of them. One that is paused already stays as it is. Gives whether
 * it is paused.
 */
export async function refuse(
  dependencies: DeliverDependencies,
  { id }: Subscription,
  { pause, patience }: { readonly pause: Refusal['reason']; readonly patience: number },
  occasion: Occasion,
): Promise<boolean> {
  // Whoever sends by hand is answered at once, and may try as often as they like.
  if (occasion === 'by-hand' && patience > 0) return false;
  const now = dependencies.now();
  const at = new Date(now).toISOString();
  let isFirst = false;
  const changed = await dependencies.store.subscriptions.update(id, (latest) => {
    isFirst = false;
    if (!isActive(latest, now)) return latest;
    const { refused } = latest;
    isFirst = refused?.reason.kind !== pause.kind;
    const digests = isFirst ? 1 : (refused?.digests ?? 0) + 1;
    const noted = { ...latest, refused: { reason: pause, digests } };
    return digests > patience ? paused(noted, pause, at) : noted;
  });
  if (changed === undefined) return true;
  const isPaused = changed.status.kind === 'paused';
  if (isFirst) {
    const { topics } = dependencies;
    const view = isPaused ? pausedView(changed, topics) : refusedView(changed, topics, now);
    await tell(dependencies, changed, view);
  }
  return isPaused;
}

/** Sends a notice to whoever set the subscription up. It is not tried again: /digest list and check tell the same. */
async function tell(
  { platforms, now, log }: DeliverDependencies,
  { id, createdBy, address: place }: Subscription,
  view: View,
): Promise<void> {
  if (createdBy === nobody) return;
  const platform = platformOf(platforms, place);
  const address = platform.personalAddress(createdBy);
  for (const [part, { payload }] of platform
    .render(view, { address, scope: 'personal' })
    .entries()) {
    const notice = `${id}/notice-${new Date(now()).toISOString()}/${part}`;
    const told = await platform
      .send(address, payload, notice)
      .catch((fault: unknown) => ({ kind: 'uncertain', detail: String(fault) }) as const);
    if (told.kind !== 'sent') log.warn(`${notice}: not told: ${told.detail}`);
  }
}
