import type { Instant } from '../core/paper.ts';
import type { Problem } from '../core/problem.ts';
import {
  type Address,
  isActive,
  paused,
  resumed,
  type Subscription,
} from '../core/subscription.ts';
import { createInOrder } from '../lib/in-order.ts';
import type { Store } from '../store/store.ts';

/** What happens to whole realms: a server that the bot leaves or comes back to. */
export interface Places {
  /** Pauses what posts in a realm, for the reason given. */
  gone(realm: string, text: string): Promise<void>;
  /** Resumes what was paused for that reason, and nothing else. */
  back(realm: string, text: string): Promise<void>;
  /**
   * Resumes what was paused for want of a permission wherever nothing stands in the way any more. Rejects once all places were
   * looked at, where some could not be.
   */
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
  type IsMeant = (subscription: Subscription) => boolean;
  /** Who comes back at once must find what leaving has paused. */
  const inOrder = createInOrder();

  async function find(realm: string, isMeant: IsMeant): Promise<readonly Subscription[]> {
    return (await store.subscriptions.within(realm)).filter(isMeant);
  }

  async function change(
    found: readonly Subscription[],
    isMeant: IsMeant,
    changed: (subscription: Subscription, at: Instant) => Subscription,
  ): Promise<void> {
    const at = new Date(now()).toISOString();
    for (const { id } of found) {
      await store.subscriptions.update(id, (latest) =>
        isMeant(latest) ? changed(latest, at) : latest,
      );
    }
  }

  return {
    async gone(realm, text) {
      const isMeant: IsMeant = (each) => isActive(each, now());
      await inOrder.run(realm, async () =>
        change(await find(realm, isMeant), isMeant, (each, at) =>
          paused(each, { kind: 'destination-gone', text }, at),
        ),
      );
    },
    async back(realm, text) {
      const isMeant: IsMeant = (each) => isPausedFor(each, text);
      await inOrder.run(realm, async () => change(await find(realm, isMeant), isMeant, goesOn));
    },
    async changed(realm) {
      const waiting = new Map<Address, Subscription[]>();
      for (const each of await find(realm, isForbidden)) {
        waiting.set(each.address, [...(waiting.get(each.address) ?? []), each]);
      }
      const faults: unknown[] = [];
      for (const [address, found] of waiting) {
        try {
          if ((await problemAt(address)) === undefined) await change(found, isForbidden, goesOn);
        } catch (fault) {
          faults.push(fault);
        }
      }
      if (faults.length === 0) return;
      const text = `${faults.length} of ${waiting.size} places could not be looked at: ${faults[0]}`;
      throw new AggregateError(faults, text);
    },
  };
}

/** Resumed by itself: should the place refuse again, whoever set it up was told before, unless that is still owed. */
function goesOn(subscription: Subscription, at: Instant): Subscription {
  const { refused } = subscription;
  const isOwed = refused?.untold !== undefined && refused.untold.sentAt === undefined;
  return { ...resumed(subscription, at), ...(refused && !isOwed && { refused }) };
}

function isForbidden({ status }: Subscription): boolean {
  return status.kind === 'paused' && status.reason.kind === 'not-permitted';
}

function isPausedFor({ status }: Subscription, text: string): boolean {
  if (status.kind === 'active' || status.reason.kind !== 'destination-gone') return false;
  return status.reason.text === text;
}
