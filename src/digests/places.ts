import type { Instant } from '../core/paper.ts';
import { type Problem, ProblemError, reasonText } from '../core/problem.ts';
import { realmOf } from '../core/realm.ts';
import {
  type Address,
  isActive,
  type Obstacle,
  paused,
  resumed,
  type Subscription,
} from '../core/subscription.ts';
import { createInOrder } from '../lib/in-order.ts';
import type { Log } from '../lib/log.ts';
import type { Store } from '../store/store.ts';
import { refuse } from './deliver/refusal.ts';

/** What happens to places, and to whole realms: a server that the bot leaves or comes back to. */
export interface Places {
  /**
   * Pauses what posts at one address, for the reason given, or for what its platform finds wrong there; where that is nothing, it
   * goes on. Whoever set it up is owed a notice.
   */
  lost(address: Address, reason?: Obstacle): Promise<void>;
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
  log,
}: {
  readonly store: Pick<Store, 'subscriptions'>;
  readonly now: () => number;
  /** What keeps digests from an address, as far as its platform can tell. */
  readonly problemAt: (address: Address) => Promise<Problem | undefined>;
  readonly log: Pick<Log, 'warn'>;
}): Places {
  type IsMeant = (subscription: Subscription) => boolean;
  /** By realm: who comes back at once must find what leaving has paused, and what is looked at must not be left meanwhile. */
  const inOrder = createInOrder();
  const posts: IsMeant = (each) => isActive(each, now());

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

  async function pauseAll(address: Address, reason: Obstacle | undefined): Promise<void> {
    const found = await find(address, posts);
    const pause = found.length === 0 ? undefined : (reason ?? (await obstacleAt(address)));
    if (pause === undefined) return;
    for (const each of found) {
      await refuse({ store, now, log }, each, { pause, patience: 0 }, 'schedule');
    }
  }

  async function obstacleAt(address: Address): Promise<Obstacle | undefined> {
    const problem = await problemAt(address);
    if (problem === undefined || problem.isUnknown === true) return undefined;
    return { kind: 'not-permitted', text: reasonText(problem) };
  }

  async function resumeWhereFree(address: Address): Promise<void> {
    const found = await find(address, isForbidden);
    const problem = found.length === 0 ? undefined : await problemAt(address);
    if (problem?.isUnknown) throw new ProblemError(problem);
    if (problem === undefined) await change(found, isForbidden, goesOn);
  }

  return {
    lost: (address, reason) => inOrder.run(realmOf(address), () => pauseAll(address, reason)),
    async gone(realm, text) {
      await inOrder.run(realm, async () =>
        change(await find(realm, posts), posts, (each, at) =>
          paused(each, { kind: 'destination-gone', text }, at),
        ),
      );
    },
    async back(realm, text) {
      const isMeant: IsMeant = (each) => isPausedFor(each, text);
      await inOrder.run(realm, async () => change(await find(realm, isMeant), isMeant, goesOn));
    },
    async changed(realm) {
      const found = await inOrder.run(realmOf(realm), () => find(realm, isForbidden));
      const waiting = new Set(found.map(({ address }) => address));
      const faults: unknown[] = [];
      for (const address of waiting) {
        try {
          await inOrder.run(realmOf(address), () => resumeWhereFree(address));
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

/**
 * Resumed by itself: should the place refuse again for the same, whoever set it up was told before. Where that is still owed, or it
 * is not known whether it arrived, it is told of the next loss alone.
 */
function goesOn(subscription: Subscription, at: Instant): Subscription {
  const { refused } = subscription;
  const isTold = refused !== undefined && refused.untold === undefined;
  return { ...resumed(subscription, at), ...(isTold && { refused }) };
}

function isForbidden({ status }: Subscription): boolean {
  return status.kind === 'paused' && status.reason.kind === 'not-permitted';
}

function isPausedFor({ status }: Subscription, text: string): boolean {
  if (status.kind === 'active' || status.reason.kind !== 'destination-gone') return false;
  return status.reason.text === text;
}
