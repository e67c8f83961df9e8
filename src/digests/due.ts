import { ProblemError, reasonText } from '../core/problem.ts';
import type { Subscription } from '../core/subscription.ts';
import { createInOrder } from '../lib/in-order.ts';
import { createAgenda } from './agenda.ts';
import type { DeliverDependencies, DeliveryResult } from './deliver/deliver.ts';
import { createDoubts } from './deliver/doubts.ts';
import type { Uncertain } from './deliver/ledger-rows.ts';
import { refuse } from './deliver/refusal.ts';
import { createSender } from './deliver/sender.ts';
import { createTurns } from './deliver/turns.ts';
import { findJobs, type Job } from './jobs.ts';
import { createLater } from './later.ts';
import { createLines } from './lines.ts';
import { createRefusalNotices } from './notices/refusal-notices.ts';
import { createRecentAnswers } from './plan/recent-answers.ts';
import { createRecentTastes } from './plan/recent-tastes.ts';
import { platformIdOf } from './platform-of.ts';
import { sendNow } from './send-now.ts';
import { currentSlot, settleSlot } from './settle-slot.ts';

export interface Due {
  /** Takes up what the last process was sending when it ended: it may have arrived. Gives how many messages. */
  recover(): Promise<number>;
  /**
   * Delivers whatever is due now. Places are served side by side, 500 of a platform at a time however often it is called, the
   * subscriptions of one place one after another; what fails in one does not touch the others. A place that is still being
   * served is left to the next call.
   */
  run(): Promise<void>;
  /** When there is something to try again, epoch milliseconds; Infinity where nothing waits. */
  againAt(): number;
  /** Delivers a subscription outside its schedule, after whatever is under way at its place. */
  sendNow(subscription: Subscription): Promise<DeliveryResult>;
  /** Begins nothing more, and waits for what is under way. */
  stop(): Promise<void>;
}

/** Places of one platform that are served at the same time: enough to fill its lanes, few enough to be in doubt after a crash. */
const placesAtOnce = 500;

export function createDue(given: DeliverDependencies): Due {
  const { store, archive, now, log, random, giveWay } = given;
  const recent = createRecentAnswers(given);
  const dependencies = { ...given, recent, recentTastes: createRecentTastes(archive, giveWay) };
  const doubts = createDoubts(dependencies);
  const later = createLater(now, random);
  const turns = createTurns({ now, random, release });
  const sender = createSender(dependencies, doubts, turns);
  const settling = { ...dependencies, sender, doubts };
  const agenda = createAgenda(giveWay);
  const byPlace = createInOrder();
  const lines = createLines(placesAtOnce, serveInTurn);
  const notices = createRefusalNotices(dependencies, turns);
  const isServed = createIsServed(given);
  let isStopping = false;
  let looking: Promise<{ readonly done: Promise<void> }> | undefined;

  function release(): void {
    later.hurry();
    notices.hurry();
  }

  /** Sets to work on what is due; whoever comes while that is being looked for joins. */
  async function begin(): Promise<{ readonly done: Promise<void> }> {
    const [all, untold, unfinished] = await Promise.all([
      store.subscriptions.all(),
      store.subscriptions.untold(),
      store.deliveries.unfinished(),
    ]);
    if (!isStopping) notices.takeAll(untold);
    const due = await agenda.due(all, now());
    later.keep(new Set(due.map(({ id }) => id)));
    const ready = due.filter((each) => isServed(each) && !later.isWaiting(each.id));
    await guarded('matching', () => recent.gather(ready, now()));
    const jobs = await findJobs({ due, ready, unfinished, inDoubt: doubts.open(), giveWay });
    return { done: lines.work(jobs) };
  }

  async function serveInTurn(job: Job): Promise<void> {
    if (!isStopping && !byPlace.has(job.address)) await byPlace.run(job.address, () => serve(job));
  }

  async function serve(job: Job): Promise<void> {
    for (const row of job.inDoubt) await guarded(row.address, () => settleDoubt(row));
    await guarded(job.address, () => sender.giveUp(job.abandoned));
    for (const subscription of job.subscriptions) {
      if (isStopping) return;
      const { id } = subscription;
      later.begin(id);
      try {
        later.put(id, await settleSlot(settling, id, job.unfinished.get(id) ?? []));
      } catch (fault) {
        later.putFault(id);
        await guarded(id, () => settleFault(subscription, fault));
      }
      notices.take(id);
    }
  }

  /** What the slot flow of its subscription does not look at any more. It may have been settled or forgotten meanwhile. */
  async function settleDoubt(found: Uncertain): Promise<void> {
    const row = await store.deliveries.get(found);
    if (row?.status !== 'uncertain') return doubts.drop(found);
    const subscription = await store.subscriptions.get(row.subscription);
    const slot = subscription && currentSlot(subscription, now());
    if (subscription?.status.kind === 'active' && slot?.key === row.slot) return;
    await sender.settle(row);
  }

  /** A query that can no longer be read pauses its subscription; any other fault is tried again after a while. */
  async function settleFault(subscription: Subscription, fault: unknown): Promise<void> {
    const problem = fault instanceof ProblemError ? fault.problem : undefined;
    if (problem?.span === undefined) return log.warn(`${subscription.id}: ${faultText(fault)}`);
    const pause = { kind: 'broken-query', text: reasonText(problem) } as const;
    await refuse(dependencies, subscription, { pause, patience: 0 }, 'schedule');
  }

  async function guarded(name: string, work: () => Promise<void>): Promise<void> {
    await work().catch((fault: unknown) => log.warn(`${name}: ${faultText(fault)}`));
  }

  async function sendByHand(id: string): Promise<DeliveryResult> {
    if (isStopping) return { kind: 'failed', detail: 'the bot is stopping' };
    const result = await sendNow(dependencies, sender, id);
    notices.take(id);
    return result;
  }

  return {
    recover: doubts.recover,
    async run() {
      looking ??= begin().finally(() => {
        looking = undefined;
      });
      await (await looking).done;
      await notices.idle();
    },
    againAt: () => Math.min(later.next(), notices.againAt()),
    sendNow: ({ id, address }) => byPlace.run(address, () => sendByHand(id)),
    async stop() {
      isStopping = true;
      await byPlace.idle();
      await notices.stop();
    },
  };
}

/** Whether the platform of a subscription runs; of each that does not, it is said once. */
function createIsServed({ platforms, log }: Pick<DeliverDependencies, 'platforms' | 'log'>) {
  const absent = new Set<string>();
  return ({ address }: Subscription): boolean => {
    const platform = platformIdOf(address);
    if (platforms.has(platform)) return true;
    if (!absent.has(platform)) log.warn(`Digests at ${platform}: wait: it does not run here.`);
    absent.add(platform);
    return false;
  };
}

function faultText(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
