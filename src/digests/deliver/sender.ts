import { type Delivery, type DeliveryKey, deliveryId } from '../../core/delivery.ts';
import {
  type AttemptDependencies,
  createAttempts,
  type PartResult,
  type Sendable,
  sendingRow,
} from './attempts.ts';
import type { Doubts, Verdict } from './doubts.ts';
import { givenUpRow, retryRow, type Sending, type Uncertain, uncertainRow } from './ledger-rows.ts';
import type { Note, Turns } from './turns.ts';

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
  /** Looks for what may have arrived and is not to be sent any more. */
  settle(row: Uncertain): Promise<void>;
  /** Gives up those of these that were not sent: their papers are free. What may have arrived is in doubt. */
  giveUp(deliveries: readonly DeliveryKey[]): Promise<void>;
}

const forgotten = { kind: 'failed', detail: 'it was removed meanwhile' } as const;

export function createSender(
  dependencies: AttemptDependencies,
  doubts: Doubts,
  turns: Turns,
): Sender {
  const { store, now } = dependencies;
  const attempts = createAttempts(dependencies, turns);
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
  const isForgotten = async (row: Delivery) => (await store.deliveries.get(row)) === undefined;

  async function attempt(row: Sendable, mayBeThere = false): Promise<PartResult> {
    return turns.send(row.address, async (note) => {
      if (await isForgotten(row)) return forgotten;
      const sending = sendingRow(row, now());
      await store.deliveries.put(sending);
      doubts.drop(sending);
      return send(sending, mayBeThere, note);
    });
  }

  async function send(sending: Sending, mayBeThere: boolean, note: Note): Promise<PartResult> {
    if (await isForgotten(sending)) return forgotten;
    const ended = await attempts.make(sending, mayBeThere);
    note(ended.evidence);
    await writeEnd(ended.row);
    return ended.result;
  }

  async function lookUp(row: Uncertain, mayRepeat: boolean): Promise<Verdict> {
    const again = doubts.dueAt(row, mayRepeat);
    if (again > now()) return { kind: 'open', detail: row.detail, again };
    return turns.ask(row.address, (note) => doubts.settle(row, mayRepeat, note));
  }

  async function bringDoubt(row: Uncertain): Promise<PartResult> {
    const verdict = await lookUp(row, true);
    if (verdict.kind === 'ended') return { kind: 'done' };
    if (verdict.kind !== 'repeat') return verdict;
    if (verdict.mayBeThere) return attempt(verdict.row, true);
    // Written down, so that it need not be asked about again where its platform is in trouble.
    const retry = retryRow(verdict.row, row.detail, { now: now(), again: now() });
    await writeEnd(retry);
    doubts.drop(retry);
    return attempt(retry);
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
        return delivery.held ? { kind: 'done' } : bringDoubt(delivery);
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
    begun: (part) => (turns.isInTrouble(part.address) ? part : sendingRow(part, now())),
    send: (part) => send(part, false, (evidence) => turns.note(part.address, evidence)),
    bring,
    async settle(row) {
      if (!row.held) await lookUp(row, false);
    },
    async giveUp(deliveries) {
      for (const key of deliveries) {
        const row = await store.deliveries.get(key);
        if (row?.status === 'sending') await endOf(row);
        if (row === undefined || !isWaiting(row)) continue;
        const detail = 'detail' in row ? row.detail : 'it was not sent in time';
        const givenUp = givenUpRow(row, { detail, now: now() });
        await store.deliveries.put(givenUp);
        if (givenUp.status === 'uncertain') doubts.note(givenUp);
      }
    },
  };
}

function isWaiting({ status }: Delivery): boolean {
  return status === 'planned' || status === 'rendered' || status === 'retry';
}
