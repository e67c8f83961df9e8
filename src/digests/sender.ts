import { type Delivery, type DeliveryKey, deliveryId } from '../core/delivery.ts';
import {
  type AttemptDependencies,
  createAttempts,
  type PartResult,
  type Sendable,
  sendingRow,
} from './attempts.ts';
import type { Doubts } from './doubts.ts';
import { failedRow, type Sending, type Uncertain, uncertainRow } from './ledger-rows.ts';

/** Sends what is written down, and writes down what became of it: before each attempt and after it. */
export interface Sender {
  /**
   * How a part that is sent as soon as it is written down is written down: as being sent, unless its platform is in trouble.
   * What comes of that is to be sent by `send`.
   */
  begun(part: Sendable): Sendable | Sending;
  /** Sends what was just written down as being sent. */
  send(part: Sending): Promise<PartResult>;
  /** Brings a part as far as it can be brought now. */
  bring(delivery: Delivery): Promise<PartResult>;
  /** Gives up those of these that were not sent: their papers are free. What may have arrived is in doubt. */
  giveUp(deliveries: readonly DeliveryKey[]): Promise<void>;
}

const forgotten = { kind: 'failed', detail: 'it was removed meanwhile' } as const;

export function createSender(dependencies: AttemptDependencies, doubts: Doubts): Sender {
  const { store, now } = dependencies;
  const attempts = createAttempts(dependencies);
  /** How sends ended that could not be written down, by delivery id. */
  const unwritten = new Map<string, Delivery>();

  /** Whoever was forgotten while a message to them was being sent stays so. */
  async function writeEnd(ended: Delivery): Promise<void> {
    const id = deliveryId(ended);
    unwritten.delete(id);
    if (await isForgotten(ended)) return;
    unwritten.set(id, ended);
    await store.deliveries.put(ended);
    unwritten.delete(id);
    if (ended.status === 'uncertain') doubts.note(ended);
  }

  /** How a part ended that is still written down as being sent. */
  async function endOf(sending: Sending): Promise<Delivery> {
    const detail = 'it broke off while it was being sent';
    const ended = unwritten.get(deliveryId(sending)) ?? uncertainRow(sending, detail, now());
    await writeEnd(ended);
    return ended;
  }

  /** Whoever was forgotten since it was written down gets nothing. */
  async function isForgotten(row: Delivery): Promise<boolean> {
    return (await store.deliveries.get(row)) === undefined;
  }

  async function attempt(row: Sendable): Promise<PartResult> {
    if (await isForgotten(row)) return forgotten;
    const again = attempts.admitAt(row.address);
    if (again > now()) return { kind: 'open', detail: 'its platform is in trouble', again };
    const sending = sendingRow(row, now());
    let result: PartResult = forgotten;
    try {
      await store.deliveries.put(sending);
      doubts.drop(sending);
      result = await send(sending);
    } finally {
      if (result === forgotten) attempts.withdraw(row.address);
    }
    return result;
  }

  async function send(sending: Sending): Promise<PartResult> {
    if (await isForgotten(sending)) return forgotten;
    const ended = await attempts.make(sending);
    await writeEnd(ended.row);
    return ended.result;
  }

  async function settleDoubt(row: Uncertain): Promise<PartResult> {
    if (row.held) return { kind: 'done' };
    const verdict = await doubts.settle(row, true);
    if (verdict.kind === 'repeat') return attempt(verdict.row);
    return verdict.kind === 'ended' ? { kind: 'done' } : verdict;
  }

  async function bring(delivery: Delivery): Promise<PartResult> {
    switch (delivery.status) {
      case 'sent':
      case 'skipped':
        return { kind: 'done' };
      case 'planned':
        return { kind: 'failed', detail: 'it was never rendered' };
      case 'failed':
        return { kind: 'failed', detail: delivery.detail };
      case 'uncertain':
        return settleDoubt(delivery);
      case 'sending':
        return bring(await endOf(delivery));
      case 'rendered':
        return attempt(delivery);
      case 'retry': {
        const { notBefore, updatedAt, detail } = delivery;
        const again = Date.parse(notBefore);
        // What was written in the future was written by a clock that has been set back since.
        const isWaiting = now() < again && Date.parse(updatedAt) <= now();
        return isWaiting ? { kind: 'open', detail, again } : attempt(delivery);
      }
    }
  }

  return {
    begun: (part) => (attempts.isInTrouble(part.address) ? part : sendingRow(part, now())),
    send,
    bring,
    async giveUp(deliveries) {
      for (const key of deliveries) {
        const row = await store.deliveries.get(key);
        if (row?.status === 'sending') await endOf(row);
        if (row === undefined || !isWaiting(row)) continue;
        const detail = 'detail' in row ? row.detail : 'it was not sent in time';
        await store.deliveries.put(failedRow(row, detail, new Date(now()).toISOString()));
      }
    },
  };
}

function isWaiting({ status }: Delivery): boolean {
  return status === 'planned' || status === 'rendered' || status === 'retry';
}
