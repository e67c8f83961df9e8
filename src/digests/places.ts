import type { Instant } from '../core/paper.ts';
import type { Problem } from '../core/problem.ts';
import { isWithin } from '../core/realm.ts';
import {
  type Address,
  isActive,
  paused,
  resumed,
  type Subscription,
} from '../core/subscription.ts';
import type { Store } from '../store/store.ts';

/** What happens to whole realms: a server that the bot leaves or comes back to. */
export interface Places {
  /** Pauses what posts in a realm, for the reason given. */
  gone(realm: string, text: string): Promise<void>;
  /** Resumes what was paused for that reason, and nothing else. */
  back(realm: string, text: string): Promise<void>;
  /** Resumes what was paused for want of a permission wherever nothing stands in the way any more. */
  changed(realm: string): Promise<void>;
}

export function createPlaces({
  store,
  now,
  problemAt,
}: {
  readonly store: Pick<Store, 'subscriptions'>;
  readonly now: () => number;
  /** What keeps digests from an address, as far as its platform can tell. */
  readonly problemAt: (address: Address) => Promise<Problem | undefined>;
}): Places {
  async function change(
    realm: string,
    isMeant: (subscription: Subscription) => boolean,
    changed: (subscription: Subscription, at: Instant) => Subscription,
  ): Promise<void> {
    const at = new Date(now()).toISOString();
    for (const subscription of await store.subscriptions.all()) {
      if (!isMeant(subscription) || !isWithin(realm, subscription.address)) continue;
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
    back: (realm, text) => change(realm, (each) => isPausedFor(each, text), goesOn),
    async changed(realm) {
      const all = await store.subscriptions.all();
      const waiting = all.filter((each) => isForbidden(each) && isWithin(realm, each.address));
      for (const address of new Set(waiting.map((each) => each.address))) {
        if ((await problemAt(address)) !== undefined) continue;
        await change(realm, (each) => each.address === address && isForbidden(each), goesOn);
      }
    },
  };
}

/** Resumed by itself: should the place refuse again, whoever set it up was told before. */
function goesOn(subscription: Subscription, at: Instant): Subscription {
  const { refused } = subscription;
  return { ...resumed(subscription, at), ...(refused && { refused }) };
}

function isForbidden({ status }: Subscription): boolean {
  return status.kind === 'paused' && status.reason.kind === 'not-permitted';
}

function isPausedFor({ status }: Subscription, text: string): boolean {
  if (status.kind === 'active' || status.reason.kind !== 'destination-gone') return false;
  return status.reason.text === text;
}
