import { retryDelay } from '../core/back-off.ts';
import type { Instant } from '../core/paper.ts';
import type { TopicTable } from '../core/query/ast.ts';
import {
  nobody,
  type Refusal,
  type Subscription,
  type UntoldNotice,
} from '../core/subscription.ts';
import { pausedView, refusedView } from '../core/views/refusal-view.ts';
import { createInOrder } from '../lib/in-order.ts';
import type { Platform } from '../platforms/platform.ts';
import type { Store } from '../store/store.ts';
import type { DeliverDependencies } from './deliver.ts';
import { createLater } from './later.ts';
import { platformIdOf } from './platform-of.ts';

/**
 * Tells those whose digests a place refused. What they are owed stands with the subscription (`refused.untold`) from the write
 * that notes the refusal to the one after the notice was sent: a crash loses none. One that may have arrived is not repeated.
 */
export interface RefusalNotices {
  /** Begins to bring what is owed for a subscription, if anything is and it need not wait. */
  take(id: string): void;
  /** The same for these, which are all that there are. */
  takeAll(all: readonly Subscription[]): void;
  /** When there is something to try again, epoch milliseconds; Infinity where nothing waits. */
  againAt(): number;
  /** Waits for what is under way. */
  idle(): Promise<void>;
}

/** A notice that is owed. */
interface Owed {
  readonly subscription: Subscription;
  readonly untold: UntoldNotice;
  /** For platforms and the log. */
  readonly deliveryId: string;
}

/** How often it was sent in vain, and how often its platform could not tell since. */
interface Tries {
  readonly sends: number;
  readonly looks: number;
}

const longestMs = 24 * 3_600_000;
const firstLookMs = 5_000;
const longestLookMs = 5 * 60_000;
const laterLooksMs = [20_000, 120_000];
const absentMs = 10 * 60_000;

export function createRefusalNotices(dependencies: DeliverDependencies): RefusalNotices {
  const { store, platforms, topics, now, random, log } = dependencies;
  const inOrder = createInOrder();
  const later = createLater(now, random);
  const tries = new Map<string, Tries>();

  async function bring(id: string): Promise<void> {
    const subscription = await store.subscriptions.get(id);
    const untold = subscription?.refused?.untold;
    const again =
      subscription === undefined || untold === undefined
        ? undefined
        : await tell({ subscription, untold, deliveryId: `${id}/notice-${untold.since}/0` });
    later.put(id, again);
    if (again === undefined) tries.delete(id);
  }

  /** Gives when to come again, epoch milliseconds; undefined where nothing is owed any more. */
  async function tell(owed: Owed): Promise<number | undefined> {
    const { subscription, untold } = owed;
    const { address, createdBy } = subscription;
    if (createdBy === nobody) return end(owed);
    if (now() - Date.parse(untold.since) > longestMs) return end(owed, 'not told for a day');
    const platform = platforms.get(platformIdOf(address));
    if (platform === undefined) return now() + absentMs;
    const message = noticeFor(subscription, platform, { topics, now: now() });
    const letter = { ...message, deliveryId: owed.deliveryId };
    if (untold.sentAt === undefined) return send(owed, platform, letter);
    const brokenOff = { ...letter, firstSentAt: untold.sentAt };
    const found = await platform.reconcile?.(brokenOff).catch(() => undefined);
    if (found?.kind === 'sent') return end(owed);
    if (found?.kind === 'repeatable') return send(owed, platform, letter);
    return lookLater(owed, platform);
  }

  async function send(
    owed: Owed,
    platform: Platform,
    { address, payload }: { readonly address: string; readonly payload: unknown },
  ): Promise<number | undefined> {
    const { id } = owed.subscription;
    await note(owed, owed.untold.sentAt ?? new Date(now()).toISOString());
    const outcome = await platform.send(address, payload, owed.deliveryId);
    const sends = (tries.get(id)?.sends ?? 0) + 1;
    tries.set(id, { sends, looks: 0 });
    switch (outcome.kind) {
      case 'sent':
        return end(owed);
      case 'rejected':
        return end(owed, `not told: ${outcome.detail}`);
      case 'uncertain':
        return now() + Math.min(longestLookMs, firstLookMs * 2 ** (sends - 1));
      case 'retry':
        await note(owed, undefined);
        return now() + retryDelay(sends, outcome.afterMs, random());
    }
  }

  /** It may have arrived, and nobody can tell just now. */
  async function lookLater(owed: Owed, platform: Platform): Promise<number | undefined> {
    const { id } = owed.subscription;
    const { sends, looks } = tries.get(id) ?? { sends: 0, looks: 0 };
    const wait = platform.reconcile && laterLooksMs[looks];
    if (wait === undefined) return end(owed, 'it may not have been told');
    tries.set(id, { sends, looks: looks + 1 });
    return now() + wait;
  }

  async function end(owed: Owed, problem?: string): Promise<undefined> {
    if (problem !== undefined) log.warn(`${owed.deliveryId}: ${problem}`);
    await change(store, owed, ({ untold: _, ...told }) => told);
  }

  /** Writes down since when it may have arrived. */
  async function note(owed: Owed, sentAt: Instant | undefined): Promise<void> {
    const { since } = owed.untold;
    await change(store, owed, (refused) => ({
      ...refused,
      untold: sentAt === undefined ? { since } : { since, sentAt },
    }));
  }

  function take(id: string): void {
    if (inOrder.has(id) || later.isWaiting(id)) return;
    void inOrder.run(id, () =>
      bring(id).catch((fault: unknown) => {
        log.warn(`${id}: its notice: ${String(fault)}`);
        later.putFault(id);
      }),
    );
  }

  return {
    take,
    takeAll(all) {
      const owed = all.filter(({ refused }) => refused?.untold !== undefined).map(({ id }) => id);
      later.keep(new Set(owed));
      owed.forEach(take);
    },
    againAt: later.next,
    idle: inOrder.idle,
  };
}

/** As the subscription stands by now. It fits into one message. */
function noticeFor(
  subscription: Subscription,
  platform: Platform,
  { topics, now }: { readonly topics: TopicTable; readonly now: number },
) {
  const isPaused = subscription.status.kind === 'paused';
  const view = isPaused ? pausedView(subscription, topics) : refusedView(subscription, topics, now);
  const address = platform.personalAddress(subscription.createdBy);
  const [message] = platform.render(view, { address, scope: 'personal' });
  return { address, payload: message?.payload };
}

/** Unless another notice is owed by now, or none. */
async function change(
  { subscriptions }: Pick<Store, 'subscriptions'>,
  { subscription, untold }: Owed,
  changed: (refused: Refusal) => Refusal,
): Promise<void> {
  await subscriptions.update(subscription.id, (latest) => {
    const { refused } = latest;
    if (refused?.untold?.since !== untold.since) return latest;
    return { ...latest, refused: changed(refused) };
  });
}
