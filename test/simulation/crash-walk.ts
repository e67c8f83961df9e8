import { deliveryId, type UncertainPolicy } from '../../src/core/delivery.ts';
import type { IncomingPaper } from '../../src/core/paper.ts';
import type { FeedPart, FeedRequest } from '../../src/feeds/feed.ts';
import { openLowdbStore } from '../../src/store/lowdb/open-lowdb-store.ts';
import type { Store } from '../../src/store/store.ts';
import { emptyMemory, type Memory } from '../fakes/memory-store.ts';
import { paper, subscription } from '../fakes/papers.ts';
import { type Crash, createSimulatedDisk } from '../store/lowdb/simulated-disk.ts';
import { createFarEnd } from './far-end.ts';
import { breachesAtEnd, watch } from './invariants.ts';
import { createChance } from './random.ts';
import { type RunningProcess, type Surroundings, startProcess } from './run-process.ts';
import { noteTrueTimes } from './true-times.ts';
import { createVirtualTime, everythingDone } from './virtual-time.ts';
import { falseRows } from './watch-outcomes.ts';

export interface Walk {
  /** Whether the platform can tell what became of a message. */
  readonly canTell: boolean;
  readonly uncertainPolicy: UncertainPolicy;
  /** The change to the disk in the middle of which the process ends: from 1 on. */
  readonly lastStep: number;
  /** What is left of the disk. */
  readonly crash: Crash;
}

export interface WalkReport {
  /** Changes to the disk that the last process worked on, until it is stopped. */
  readonly steps: number;
  readonly hasCrashed: boolean;
  readonly messages: number;
  readonly breaches: readonly string[];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const start = Date.parse('2026-03-02T00:00:00Z');
const days = 4;
const papersADay = 5;

/**
 * Four days with a digest of two messages each, over a real store: on the first the platform asks to wait, on the second the
 * answer to a message gets lost. The process ends once, and is started again at the next minute.
 */
export async function walk({
  canTell,
  uncertainPolicy,
  lastStep,
  crash,
}: Walk): Promise<WalkReport> {
  const chance = createChance(1);
  const time = createVirtualTime(start);
  const farEnd = createFarEnd({ id: 'far', canTell, chance, time });
  let disk = createSimulatedDisk(lastStep);
  let hasCrashed = false;
  const openStore = (): Promise<Store> =>
    openLowdbStore({
      directory: '/simulated',
      mode: 'own',
      now: time.now,
      fileSystem: disk.fileSystem,
    });
  const isOver = (): boolean => !hasCrashed && disk.steps() >= lastStep;
  const surroundings: Surroundings = {
    ...{ time, chance, uncertainPolicy, openStore },
    feed: { id: 'feed', title: 'Feed', read },
    platformsFor: ({ isAlive }) => [farEnd.platform(() => isAlive() && !isOver())],
  };
  let running: RunningProcess | undefined;

  async function revive(): Promise<void> {
    if (isOver()) {
      running?.kill();
      await running?.store.close().catch(() => undefined);
      running = undefined;
      hasCrashed = true;
      disk = disk.crashed(crash);
    }
    running ??= await startProcess(surroundings);
    if (running !== undefined && (await running.store.subscriptions.all()).length === 0) {
      const { id: _, ...wanted } = subscription({ address: 'far:place' });
      await running.store.subscriptions.add(wanted).catch(() => undefined);
    }
  }

  async function settle(): Promise<void> {
    for (let before = -1; before !== disk.steps(); ) {
      before = disk.steps();
      for (let turn = 0; turn < 3; turn += 1) await everythingDone();
    }
  }

  for (const moment of moments()) {
    while (time.elapsed() < moment) {
      await time.passTo(
        Math.min(moment, Math.max(running?.againAt() ?? moment, time.now() + 1_000)),
      );
      farEnd.trouble.busy = isWithin(time.now(), 0, 9, 2) ? 1 : 0;
      farEnd.trouble.lostAfter = isWithin(time.now(), 1, 9, 1) ? 1 : 0;
      await revive();
      running?.beat();
      running?.wake();
      await settle();
    }
  }
  if (running === undefined) throw new Error('it does not start any more');
  const steps = disk.steps();
  const memory = await memoryOf(running.store);
  await running.store.close();
  const breaches = [
    ...watch(farEnd, { memory, resumes: new Map(), time }).look(),
    ...breachesAtEnd(memory, noteTrueTimes(memory, time.elapsed), start + days * dayMs),
    ...falseRows(memory, [farEnd]),
  ];
  return { steps, hasCrashed, messages: farEnd.shown.length, breaches };
}

function isWithin(now: number, day: number, hour: number, minutes: number): boolean {
  const from = start + day * dayMs + hour * hourMs;
  return now >= from && now < from + minutes * minuteMs;
}

/** When somebody looks: as the papers come, and around nine o'clock. */
function* moments(): Generator<number> {
  for (let day = 0; day < days; day += 1) {
    const midnight = start + day * dayMs;
    yield midnight + 5 * hourMs;
    for (let minute = -1; minute <= 20; minute += 1)
      yield midnight + 9 * hourMs + minute * minuteMs;
  }
}

async function* read({ now }: FeedRequest): AsyncGenerator<FeedPart> {
  for (let at = start; at <= now; at += dayMs) {
    const key = new Date(at).toISOString().slice(0, 10);
    const papers = papersOf(key);
    yield { kind: 'read', key, validators: {}, papers, dropped: [], notes: [] };
  }
}

function papersOf(day: string): IncomingPaper[] {
  return Array.from({ length: papersADay }, (_, number) => {
    const { arrivedAt: _arrivedAt, ...incoming } = paper(
      `26${day.slice(5, 7)}.${day.slice(8)}00${number}`,
    );
    return { ...incoming, featuredOn: day };
  });
}

async function memoryOf(store: Store): Promise<Memory> {
  const memory = emptyMemory();
  for (const each of await store.papers.all()) memory.papers.set(each.id, each);
  for (const each of await store.subscriptions.all()) memory.subscriptions.set(each.id, each);
  for (const each of await store.deliveries.all()) memory.deliveries.set(deliveryId(each), each);
  return memory;
}
