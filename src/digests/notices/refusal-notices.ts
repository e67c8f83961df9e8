import type { Subscription } from '../../core/subscription.ts';
import { createAtOnce } from '../../lib/at-once.ts';
import { createInOrder } from '../../lib/in-order.ts';
import type { DeliverDependencies } from '../deliver/deliver.ts';
import type { Turns } from '../deliver/turns.ts';
import { createLater } from '../later.ts';
import { platformIdOf } from '../platform-of.ts';
import { createTellRefusal, type Owed, owedOf } from './tell-refusal.ts';

/**
 * Tells those whose digests a place refused. What they are owed stands with the subscription (`refused.untold`) from the write
 * that notes the refusal to the one after the notice was sent: a crash loses none. One that may have arrived is not repeated.
 */
export interface RefusalNotices {
  /** Begins to bring what is owed for a subscription, if anything is and it need not wait. */
  take(id: string): void;
  /** The same for these, which are all that there are. */
  takeAll(untold: readonly Subscription[]): void;
  /** When there is something to try again, epoch milliseconds; Infinity where nothing waits. */
  againAt(): number;
  /** Nothing waits any longer: the platform may be back. */
  hurry(): void;
  /** Waits for what is under way. */
  idle(): Promise<void>;
  /** Sends nothing more, and waits for what is under way. */
  stop(): Promise<void>;
}

/** Of one platform: after a morning of refusals thousands are owed. */
const noticesAtOnce = 50;

export function createRefusalNotices(
  dependencies: DeliverDependencies,
  turns: Turns,
): RefusalNotices {
  const { store, now, random, log } = dependencies;
  const inOrder = createInOrder();
  const later = createLater(now, random);
  const atOnce = createAtOnce(noticesAtOnce);
  const teller = createTellRefusal(dependencies, turns);
  let isStopping = false;

  async function bring(id: string): Promise<void> {
    const owed = await owedFor(id);
    if (owed === undefined) return later.put(id, undefined);
    await atOnce(platformIdOf(owed.subscription.address), () => bringInTurn(id));
  }

  async function bringInTurn(id: string): Promise<void> {
    if (isStopping) return;
    const owed = await owedFor(id);
    later.put(id, owed && (await teller.tell(owed)));
  }

  async function owedFor(id: string): Promise<Owed | undefined> {
    const subscription = await store.subscriptions.get(id);
    return subscription && owedOf(subscription);
  }

  function take(id: string): void {
    if (isStopping || inOrder.has(id) || later.isWaiting(id)) return;
    later.begin(id);
    void inOrder.run(id, () =>
      bring(id).catch((fault: unknown) => {
        log.warn(`${id}: its notice: ${String(fault)}`);
        later.putFault(id);
      }),
    );
  }

  return {
    take,
    takeAll(untold) {
      const owed = untold.map(owedOf).filter((each) => each !== undefined);
      const ids = owed.map(({ subscription }) => subscription.id);
      later.keep(new Set(ids));
      teller.keep(new Set(owed.map(({ deliveryId }) => deliveryId)));
      ids.forEach(take);
    },
    againAt: later.next,
    hurry: later.hurry,
    idle: inOrder.idle,
    stop() {
      isStopping = true;
      return inOrder.idle();
    },
  };
}
