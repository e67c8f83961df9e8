import type { Instant } from '../core/paper.ts';
import { isWithin } from '../core/realm.ts';
import { isActive, paused, resumed, type Subscription } from '../core/subscription.ts';
import type { Store } from '../store/store.ts';

/** What happens to whole realms: a server that the bot leaves or comes back to. */
export interface Places {
  /** Pauses what posts in a realm, for the reason given. */
  gone(realm: string, text: string): Promise<void>;
  /** Resumes what was paused for that reason, and nothing else. */
  back(realm: string, text: string): Promise<void>;
}

export function createPlaces({
  store,
  now,
}: {
  readonly store: Pick<Store, 'subscriptions'>;
  readonly now: () => number;
}): Places {
  async function change(
    realm: string,
    isMeant: (subscription: Subscription) => boolean,
    changed: (subscription: Subscription, at: Instant) => Subscription,
  ): Promise<void> {
    const at = new Date(now()).toISOString();
    for (const subscription of await store.subscriptions.all()) {
      if (!isWithin(realm, subscription.address) || !isMeant(subscription)) continue;
      await store.subscriptions.update(subscription.id, (latest) =>
        isMeant(latest) ? changed(latest, at) : latest,
      );
    }
  }

  return {
    gone: (realm, text) =>
      change(
        realm,
        (each) => isActive(each, now()),
        (each, at) => paused(each, { kind: 'destination-gone', text }, at),
      ),
    back: (realm, text) => change(realm, (each) => isPausedFor(each, text), resumed),
  };
}

function isPausedFor({ status }: Subscription, text: string): boolean {
  if (status.kind === 'active' || status.reason.kind !== 'destination-gone') return false;
  return status.reason.text === text;
}
