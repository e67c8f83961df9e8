import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Archive, createArchive } from '../../src/core/archive.ts';
import type { Delivery } from '../../src/core/delivery.ts';
import type { Paper } from '../../src/core/paper.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import type { DeliverDependencies } from '../../src/digests/deliver/deliver.ts';
import { createDue, type Due } from '../../src/digests/due.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import type { Store } from '../../src/store/store.ts';
import { certainties } from '../fakes/certainties.ts';
import { paper, subscription } from '../fakes/papers.ts';
import { createRecordingPlatform, type RecordingPlatform } from '../fakes/recording-platform.ts';

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A store of its own, a platform that records, and a clock that stands at half a minute past nine on 2 March 2026. */
export interface DeliveryWorld {
  readonly store: Store;
  readonly archive: Archive;
  readonly platform: RecordingPlatform;
  readonly due: Due;
  /** What was warned of. */
  readonly log: readonly string[];
  /** Epoch milliseconds. */
  now(): number;
  pass(ms: number): void;
  /** Lets time pass and delivers what is due then. */
  runAfter(ms: number): Promise<void>;
  /**
   * As the scheduler for so long, milliseconds: looks each second, and delivers at the minute and when there is something to try
   * again. Stops once it `isOver`. Gives how long that took.
   */
  runFor(ms: number, isOver?: () => boolean): Promise<number>;
  /** Stores the subscription of `test/fakes/papers.ts` with these changes. */
  add(given?: Partial<Subscription>): Promise<Subscription>;
  /** As it is stored now. */
  stored(id: string): Promise<Subscription>;
  arrive(...papers: readonly Paper[]): void;
  /** The titles that were posted, in order. */
  titles(): string[];
  rows(): Promise<readonly Delivery[]>;
  /** The same world after the process was started anew. */
  restart(): Promise<DeliveryWorld>;
}

interface WorldOptions {
  readonly papers?: readonly Paper[];
  /** What the platform does otherwise than record. */
  readonly platform?: (recording: RecordingPlatform) => Partial<Platform>;
  /** What the store does otherwise. */
  readonly store?: (store: Store) => Partial<Store>;
  readonly dependencies?: Partial<DeliverDependencies>;
}

export async function openDeliveryWorld(options: WorldOptions = {}): Promise<DeliveryWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'paperround-delivery-'));
  const store = await openLowdbStore({ directory, mode: 'own' });
  onTestFinished(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });
  const clock = { time: Date.parse('2026-03-02T09:00:30Z') };
  const archive = createArchive(options.papers ?? [paper('2601.00001')]);
  return start({ store, archive, clock, platform: createRecordingPlatform(), options });
}

interface Parts {
  readonly store: Store;
  readonly archive: Archive;
  readonly clock: { time: number };
  readonly platform: RecordingPlatform;
  readonly options: WorldOptions;
}

async function start(parts: Parts): Promise<DeliveryWorld> {
  const { store, archive, clock, platform, options } = parts;
  const log: string[] = [];
  const due = createDue({
    ...certainties,
    store: { ...store, ...options.store?.(store) },
    archive,
    topics: new Map(),
    now: () => clock.time,
    platforms: new Map([[platform.id, { ...platform, ...options.platform?.(platform) }]]),
    log: { info: () => undefined, warn: (line) => void log.push(line) },
    ...options.dependencies,
  });
  await due.recover();
  return {
    store,
    archive,
    platform,
    due,
    log,
    now: () => clock.time,
    pass(ms) {
      clock.time += ms;
    },
    async runAfter(ms) {
      clock.time += ms;
      await due.run();
    },
    async runFor(ms, isOver = () => false) {
      const began = clock.time;
      while (clock.time - began < ms && !isOver()) {
        clock.time += second;
        if (clock.time % minute === 0 || due.againAt() <= clock.time) await due.run();
      }
      return clock.time - began;
    },
    add(given = {}) {
      const { id: _, ...wanted } = subscription(given);
      return store.subscriptions.add(wanted);
    },
    async stored(id) {
      const found = await store.subscriptions.get(id);
      if (found === undefined) throw new Error(`there is no ${id}`);
      return found;
    },
    arrive: (...papers) => archive.apply({ put: papers, removed: [] }),
    titles: () => platform.sent.flatMap(({ payload }) => (payload as { titles: string[] }).titles),
    rows: () => store.deliveries.all(),
    restart: () => start(parts),
  };
}
