import { setTimeout as sleep } from 'node:timers/promises';
import { type Delivery, deliveryId } from '../../src/core/delivery.ts';
import { dueSlot } from '../../src/core/schedule/due-slot.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import { currentSlot } from '../../src/digests/settle-slot.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import type { Clock } from './clock.ts';
import type { Life } from './life.ts';

/** What nobody wants any more is looked into so long after it was sent. */
const lateLookMs = 10 * 60_000;
const longestCalmMs = 90_000;
const lookEveryMs = 250;
const mostLives = 15;

export interface CalmOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly begin: () => Life;
}

/**
 * Lets the bot run undisturbed until nothing is left to do: it is stopped in order, and started later by the clock, for
 * whatever has to wait. Gives what was wrong, one line each.
 */
export async function calmDown({ directory, clock, begin }: CalmOptions): Promise<string[]> {
  let open: readonly Delivery[] = [];
  for (let lives = 0; lives < mostLives; lives += 1) {
    const life = begin();
    const wrong = await life.ready.then(
      () => untilQuiet(directory),
      (error: Error) => [`it did not start: ${error.message}`],
    );
    wrong.push(...(await life.stop()));
    if (wrong.length > 0) return wrong;
    const state = await stateOf(directory, Date.now());
    if (state.open.length === 0) return [];
    clock.forward(Math.max(lateLookMs, state.nextAt - Date.now()) + 1_000);
    open = state.open;
  }
  return open.map((row) => `${deliveryId(row)} stays ${row.status}`);
}

/** What was wrong where it does not get quiet. */
async function untilQuiet(directory: string): Promise<string[]> {
  const since = Date.now();
  const end = performance.now() + longestCalmMs;
  for (;;) {
    const { toDo } = await stateOf(directory, since);
    if (toDo.length === 0) return [];
    if (performance.now() > end)
      return toDo.map((line) => `not done, though nothing is in the way: ${line}`);
    await sleep(lookEveryMs);
  }
}

interface State {
  /** What could be done at `at`. */
  readonly toDo: readonly string[];
  /** Rows that have not ended. */
  readonly open: readonly Delivery[];
  /** When all of them can be looked at, epoch milliseconds. */
  readonly nextAt: number;
}

async function stateOf(directory: string, at: number): Promise<State> {
  const store = await openLowdbStore({ directory, mode: 'read-only' });
  const [rows, all] = await Promise.all([store.deliveries.all(), store.subscriptions.all()]);
  await store.close();
  const subscriptions = new Map(all.map((each) => [each.id, each]));
  const open = rows.filter(isOpen);
  const inDoubt = new Set(open.map(({ subscription }) => subscription));
  const due = all.filter(({ id, status, schedule, settledUntil }) => {
    if (status.kind !== 'active' || inDoubt.has(id)) return false;
    return dueSlot(schedule, Date.parse(settledUntil), at) !== undefined;
  });
  const looks = new Map(
    open.map((row) => [row, lookAt(row, subscriptions.get(row.subscription), at)]),
  );
  const isLater = (row: Delivery): boolean => (looks.get(row) ?? 0) > at;
  // One of them holds up the others of its subscription.
  const waiting = new Set(open.filter(isLater).map(({ subscription }) => subscription));
  const atHand = open.filter(({ subscription }) => !waiting.has(subscription));
  return {
    open,
    nextAt: Math.max(...looks.values()),
    toDo: [
      ...due.map(({ id, settledUntil }) => `${id} is due, and settled until ${settledUntil}`),
      ...atHand.map((row) => `${deliveryId(row)} is ${row.status}`),
    ],
  };
}

function isOpen(row: Delivery): boolean {
  if (row.status === 'uncertain') return row.held !== true;
  return ['planned', 'rendered', 'sending', 'retry'].includes(row.status);
}

/** When it is looked at next. */
function lookAt(row: Delivery, subscription: Subscription | undefined, now: number): number {
  if (row.status !== 'uncertain') return 0;
  const { notBefore, updatedAt, firstSentAt, slot } = row;
  const soon = Date.parse(notBefore ?? updatedAt);
  const isWanted =
    subscription?.status.kind === 'active' && currentSlot(subscription, now)?.key === slot;
  return isWanted ? soon : Math.max(soon, Date.parse(firstSentAt) + lateLookMs);
}
