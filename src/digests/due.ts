import { ProblemError, problemText } from '../core/problem.ts';
import type { Slot } from '../core/schedule/schedule.ts';
import type { Subscription } from '../core/subscription.ts';
import { createInOrder } from '../lib/in-order.ts';
import { createAgenda } from './agenda.ts';
import { type DeliverDependencies, type DeliveryResult, deliverSlot } from './deliver.ts';
import { createDoubts } from './doubts.ts';
import { findJobs, type Job } from './jobs.ts';
import { createLater } from './later.ts';
import { storedParts, type Uncertain } from './ledger-rows.ts';
import { platformIdOf } from './platform-of.ts';
import { createRecentAnswers } from './recent-answers.ts';
import { refuse } from './refusal.ts';
import { createSender } from './sender.ts';
import { currentSlot, settleSlot } from './settle-slot.ts';

export interface Due {
  /** Takes up what the last process was sending when it ended: it may have arrived. Gives how many messages. */
  recover(): Promise<number>;
  /**
   * Delivers whatever is due now. Places are served side by side, the subscriptions of one place one after another; what
   * fails in one does not touch the others. A place that is still being served is left to the next call.
   */
  run(): Promise<void>;
  /** When there is something to try again, epoch milliseconds; Infinity where nothing waits. */
  againAt(): number;
  /** Delivers a subscription outside its schedule, after whatever is under way at its place. */
  sendNow(subscription: Subscription): Promise<DeliveryResult>;
  /** Begins nothing more, and waits for what is under way. */
  stop(): Promise<void>;
}

/** Places of one platform that are served at the same time: enough to fill its lanes, few enough for memory. */
const placesAtOnce = 500;

export function createDue(given: DeliverDependencies): Due {
  const { store, now, log, random, platforms, giveWay } = given;
  const recent = createRecentAnswers(given);
  const dependencies = { ...given, recent };
  const doubts = createDoubts(dependencies);
  const sender = createSender(dependencies, doubts);
  const settling = { ...dependencies, sender, doubts };
  const agenda = createAgenda(giveWay);
  const byPlace = createInOrder();
  const later = createLater(now, random);
  const absent = new Set<string>();
  let isStopping = false;

  function isServed({ address }: Subscription): boolean {
    const platform = platformIdOf(address);
    if (platforms.has(platform)) return true;
    if (!absent.has(platform)) log.warn(`Digests at ${platform}: wait: it does not run here.`);
    absent.add(platform);
    return false;
  }

  async function serve(job: Job): Promise<void> {
    for (const row of job.inDoubt) await guarded(row.address, () => settleDoubt(row));
    await guarded(job.address, () => sender.giveUp(job.abandoned));
    for (const subscription of job.subscriptions) {
      if (isStopping) return;
      const { id } = subscription;
      try {
        later.put(id, await settleSlot(settling, id, job.unfinished.get(id) ?? []));
      } catch (fault) {
        later.putFault(id);
        await guarded(id, () => settleFault(subscription, fault));
      }
    }
  }

  /** What the slot flow of its subscription does not look at any more. */
  async function settleDoubt(row: Uncertain): Promise<void> {
    const subscription = await store.subscriptions.get(row.subscription);
    const slot = subscription && currentSlot(subscription, now());
    if (subscription?.status.kind === 'active' && slot?.key === row.slot) return;
    await doubts.settle(row, false);
  }

  /** A query that can no longer be read pauses its subscription; any other fault is tried again after a while. */
  async function settleFault(subscription: Subscription, fault: unknown): Promise<void> {
    log.warn(`${subscription.id}: ${faultText(fault)}`);
    if (!(fault instanceof ProblemError) || fault.problem.span === undefined) return;
    const pause = { kind: 'broken-query', text: problemText(fault.problem) } as const;
    await refuse(dependencies, subscription, { pause, patience: 0 }, 'schedule');
  }

  async function guarded(name: string, work: () => Promise<void>): Promise<void> {
    await work().catch((fault: unknown) => log.warn(`${name}: ${faultText(fault)}`));
  }

  async function serveInTurn(jobs: IterableIterator<Job>): Promise<void> {
    for (const job of jobs) {
      if (isStopping) return;
      if (!byPlace.has(job.address)) await byPlace.run(job.address, () => serve(job));
    }
  }

  return {
    recover: doubts.recover,
    async run() {
      const [all, unfinished] = await Promise.all([
        store.subscriptions.all(),
        store.deliveries.unfinished(),
      ]);
      const due = await agenda.due(all, now());
      later.keep(new Set(due.map(({ id }) => id)));
      const isWaiting = (each: Subscription): boolean =>
        !isServed(each) || later.isWaiting(each.id);
      await guarded('matching', () => recent.gather(due, now()));
      const inDoubt = doubts.open();
      const jobs = await findJobs({ due, unfinished, inDoubt, isWaiting, giveWay });
      await Promise.all(
        jobs.flatMap((some) => {
          const left = some.values();
          const workers = Math.min(placesAtOnce, some.length);
          return Array.from({ length: workers }, () => serveInTurn(left));
        }),
      );
    },
    againAt: later.next,
    sendNow(subscription) {
      return byPlace.run(subscription.address, async () => {
        const at = now();
        const slot: Slot = { local: `now-${new Date(at).toISOString()}`, at };
        const result = await deliverSlot(dependencies, sender, subscription, slot, 'by-hand');
        if (result.kind === 'open') {
          await sender.giveUp(await storedParts(store, subscription.id, slot.local));
        }
        return result;
      });
    },
    async stop() {
      isStopping = true;
      await byPlace.idle();
    },
  };
}

function faultText(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
