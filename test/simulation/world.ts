import type { UncertainPolicy } from '../../src/core/delivery.ts';
import { ProblemError } from '../../src/core/problem.ts';
import type { Feed } from '../../src/feeds/feed.ts';
import type { Store } from '../../src/store/store.ts';
import { createMemoryStore, type Memory } from '../fakes/memory-store.ts';
import type { FarEnd } from './far-end.ts';
import type { Chance } from './random.ts';
import type { Life, RunningProcess } from './run-process.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What is wrong with the machine for the time being. */
export interface MachineTrouble {
  /** How often a write is the last thing that a process does, before it or after it. */
  dies: number;
  isDiskFull: boolean;
  /** The minutes do not come. */
  isBeatless: boolean;
  isOff: boolean;
}

/** What outlives a process. */
export interface World {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly memory: Memory;
  readonly farEnds: readonly FarEnd[];
  readonly feed: Feed;
  readonly trouble: MachineTrouble;
  readonly uncertainPolicy: UncertainPolicy;
  /** How often people have resumed a subscription, by its id. */
  readonly resumes: Map<string, number>;
  /** The process that runs, or the last one that did. */
  running: RunningProcess | undefined;
}

/** The store of one process: its writes fail, or are the last thing that it does. */
export function openFailingStore({ memory, chance, trouble }: World, life: Life): Store {
  const never = new Promise<never>(() => undefined);
  return createMemoryStore(memory, async (apply) => {
    if (!life.isAlive()) return never;
    if (trouble.isDiskFull) throw new ProblemError({ message: 'The disk is full.' });
    if (!chance.often(trouble.dies)) return apply();
    if (chance.often(0.5)) apply();
    life.kill();
    return never;
  });
}
