import { nextLookDelay, unansweredDelay } from '../../core/back-off.ts';
import { type Delivery, deliveryId, type UncertainPolicy } from '../../core/delivery.ts';
import type { Reconciliation } from '../../core/reconciliation.ts';
import type { Log } from '../../lib/log.ts';
import type { Store } from '../../store/store.ts';
import { type Platforms, platformIdOf } from '../platform-of.ts';
import { askPlatform } from './ask-platform.ts';
import { evidenceOfAnswer } from './evidence.ts';
import { failedRow, firstPartId, sentRow, type Uncertain, uncertainRow } from './ledger-rows.ts';
import { createOpenDoubts } from './open-doubts.ts';
import type { Note } from './turns.ts';

export interface DoubtsDependencies {
  readonly store: Pick<Store, 'deliveries'>;
  readonly platforms: Platforms;
  /** What to do with a message of which nobody can tell whether it arrived. */
  readonly uncertainPolicy: UncertainPolicy;
  readonly now: () => number;
  /** From 0 up to 1: spreads what is tried again. */
  readonly random: () => number;
  readonly log: Log;
}

/** What is to be done about a message that was in doubt. */
export type Verdict =
  /** It arrived, or is held: nothing more is done about it. */
  | { readonly kind: 'ended' }
  /** It did not arrive, and is not sent any more. */
  | { readonly kind: 'failed'; readonly detail: string }
  /** It is to be sent once more, as this row says. `mayBeThere`: it may have arrived, and would be taken for the same. */
  | { readonly kind: 'repeat'; readonly row: Uncertain; readonly mayBeThere: boolean }
  /** It is to be looked at again at `again`, epoch milliseconds. */
  | { readonly kind: 'open'; readonly detail: string; readonly again: number };

/** The messages of which it is not known whether they arrived: never a silent duplicate, never a silent loss. */
export interface Doubts {
  /** Takes up what earlier processes left in doubt. Gives how many messages the last one was sending when it ended. */
  recover(): Promise<number>;
  /** Keeps in mind a message that was written down as uncertain. */
  note(row: Uncertain): void;
  /** Forgets a message that is being sent once more. */
  drop(row: Delivery): void;
  /** Those that are not settled. */
  open(): readonly Uncertain[];
  /** Those of one subscription, by its id. */
  of(subscription: string): readonly Uncertain[];
  /** From when on it is to be settled, epoch milliseconds. */
  dueAt(row: Uncertain, mayRepeat: boolean): number;
  /**
   * Asks the platform; where it cannot tell, several times over, the policy decides. `mayRepeat`: it is still wanted, so that
   * sending it once more is a way out. `note` is told what the answer says of the platform.
   */
  settle(row: Uncertain, mayRepeat: boolean, note: Note): Promise<Verdict>;
}

/** From then on no platform takes a repetition for the same message: `repeatable` means that it is not there. */
const surelyDistinctMs = 10 * 60_000;

export function createDoubts({
  store,
  platforms,
  uncertainPolicy,
  now,
  random,
  log,
}: DoubtsDependencies): Doubts {
  const open = createOpenDoubts();

  const isFromTheFuture = (row: Uncertain): boolean => Date.parse(row.updatedAt) > now();

  async function end(row: Uncertain, ended: Delivery): Promise<void> {
    await store.deliveries.put(ended);
    open.remove(row);
  }

  /** It is not sent again: its papers count as posted. */
  async function hold(row: Uncertain, detail: string): Promise<Verdict> {
    log.warn(`${deliveryId(row)}: held, it may or may not have arrived: ${detail}`);
    await end(row, { ...row, held: true, detail, updatedAt: new Date(now()).toISOString() });
    return { kind: 'ended' };
  }

  async function lookLater(row: Uncertain, waitMs: number, detail: string): Promise<Verdict> {
    const at = now();
    const again = at + waitMs;
    const notBefore = new Date(again).toISOString();
    const next = { ...row, notBefore, detail, updatedAt: new Date(at).toISOString() };
    await store.deliveries.put(next);
    open.put(next);
    return { kind: 'open', detail, again };
  }

  /** It may be told later. */
  async function unanswered(row: Uncertain, detail: string, mayRepeat: boolean): Promise<Verdict> {
    const wait = unansweredDelay(now() - Date.parse(row.firstSentAt), random());
    return wait === undefined ? unknown(row, detail, mayRepeat) : lookLater(row, wait, detail);
  }

  /** Nobody can tell just now: it is asked again a few times, then the policy decides. */
  async function unknown(row: Uncertain, detail: string, mayRepeat: boolean): Promise<Verdict> {
    const { asked = 0 } = row;
    const wait = nextLookDelay(asked);
    if (wait !== undefined && platforms.get(platformIdOf(row.address))?.reconcile !== undefined) {
      return lookLater({ ...row, asked: asked + 1 }, wait, detail);
    }
    if (mayRepeat && uncertainPolicy === 'resend_once' && row.mayBeTwice === undefined) {
      log.warn(`${deliveryId(row)}: sent once more although it may have arrived: ${detail}`);
      return { kind: 'repeat', row: { ...row, mayBeTwice: true }, mayBeThere: false };
    }
    return hold(row, detail);
  }

  return {
    async recover() {
      const all = await store.deliveries.all();
      for (const row of all) {
        if (row.status === 'uncertain' && row.held === undefined) open.put(row);
      }
      const interrupted = all
        .filter((row) => row.status === 'sending')
        .map((row) => uncertainRow(row, 'the process ended while it was being sent', now()));
      if (interrupted.length > 0) await store.deliveries.put(...interrupted);
      interrupted.forEach(open.put);
      return interrupted.length;
    },
    note: open.put,
    drop: open.remove,
    open: open.all,
    of: open.of,
    dueAt(row, mayRepeat) {
      if (isFromTheFuture(row)) return now();
      const first = Date.parse(row.firstSentAt);
      const distinctAt = mayRepeat || first > now() ? 0 : first + surelyDistinctMs;
      return Math.max(Date.parse(row.notBefore ?? row.updatedAt), distinctAt);
    },
    async settle(row, mayRepeat, note) {
      const wasSetBack = isFromTheFuture(row) || Date.parse(row.firstSentAt) > now();
      if (!platforms.has(platformIdOf(row.address))) {
        const detail = 'its platform does not run here';
        return { kind: 'open', detail, again: now() + surelyDistinctMs };
      }
      const found = await ask({ store, platforms }, row);
      note(evidenceOfAnswer(found));
      const updatedAt = new Date(now()).toISOString();
      switch (found.kind) {
        case 'sent':
          await end(row, sentRow(row, found, updatedAt));
          return { kind: 'ended' };
        case 'repeatable': {
          const { mayBeThere = false } = found;
          if (mayRepeat) return { kind: 'repeat', row, mayBeThere };
          if (mayBeThere) return unknown(row, 'nobody can tell', mayRepeat);
          // How long ago it was sent is not known, so that this may mean that it could be repeated.
          if (wasSetBack) return hold(row, 'the clock was set back');
          const detail = `it did not arrive: ${row.detail}`;
          await end(row, failedRow(row, detail, updatedAt));
          return { kind: 'failed', detail };
        }
        case 'unknown': {
          const ended = found.isUnanswered || found.isLater ? unanswered : unknown;
          return ended(row, found.detail, mayRepeat);
        }
      }
    },
  };
}

async function ask(
  { store, platforms }: Pick<DoubtsDependencies, 'store' | 'platforms'>,
  row: Uncertain,
): Promise<Reconciliation> {
  const { address, payload, firstSentAt } = row;
  const replyTo = await firstPartId(store, row);
  return askPlatform(platforms.get(platformIdOf(address)), {
    ...{ address, payload, deliveryId: deliveryId(row), firstSentAt },
    ...(replyTo !== undefined && { replyTo }),
  });
}
