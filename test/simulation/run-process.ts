import { createArchive } from '../../src/core/archive.ts';
import type { UncertainPolicy } from '../../src/core/delivery.ts';
import { ProblemError } from '../../src/core/problem.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import { createDue } from '../../src/digests/due.ts';
import { createIngest } from '../../src/digests/ingest.ts';
import { createPlaces } from '../../src/digests/places.ts';
import type { Feed } from '../../src/feeds/feed.ts';
import type { Store } from '../../src/store/store.ts';
import { createMemoryStore, type Memory, type Write } from '../fakes/memory-store.ts';
import type { FarEnd } from './far-end.ts';
import type { Chance } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What is wrong with the machine for the time being. */
export interface MachineTrouble {
  /** How often a write is the last thing that a process does, before it or after it. */
  dies: number;
  isDiskFull: boolean;
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
  /** The machine is switched off. */
  isOff: boolean;
  /** The process that runs, or the last one that did. */
  running?: RunningProcess;
}

/** The product's own parts, as `app.ts` joins them, as long as they live. */
export interface RunningProcess {
  isAlive(): boolean;
  readonly store: Store;
  /** As at each minute: what is due is delivered. */
  deliver(): void;
  /** When something is to be tried again, by the clock on the wall. */
  againAt(): number;
  /** A person has a digest sent outside its schedule. */
  sendNow(subscription: Subscription): void;
  /** The feeds are read. */
  refresh(): void;
  /** Something changed at a place. */
  changed(realm: string): void;
  kill(): void;
}

const refreshSignal = new AbortController().signal;

export async function startProcess(world: World): Promise<RunningProcess> {
  const { time, chance, memory, trouble } = world;
  let isAlive = true;
  const never = new Promise<never>(() => undefined);
  const kill = (): Promise<never> => {
    isAlive = false;
    time.forget();
    return never;
  };
  const write: Write = async (apply) => {
    if (!isAlive) return never;
    if (trouble.isDiskFull) throw new ProblemError({ message: 'The disk is full.' });
    const isLast = chance.often(trouble.dies);
    if (isLast && chance.often(0.5)) return kill();
    const result = apply();
    return isLast ? kill() : result;
  };
  const store = createMemoryStore(memory, write);
  const platforms = new Map(
    world.farEnds.map((end) => [end.id, end.platform(() => isAlive)] as const),
  );
  const { now } = time;
  const log = { info: () => undefined, warn: () => undefined };
  const archive = createArchive(await store.papers.all());
  const onRead = async () => undefined;
  const ingest = createIngest({
    feeds: [world.feed],
    store,
    archive,
    now,
    log,
    onRead,
    remembered: await store.feeds.all(),
  });
  const delivery = {
    store,
    archive,
    topics: new Map(),
    now,
    log,
    platforms,
    random: chance.next,
    uncertainPolicy: world.uncertainPolicy,
    giveWay: async () => undefined,
  };
  const problemAt = async (address: string) =>
    platforms.get(address.slice(0, address.indexOf(':')))?.check?.(address);
  const places = createPlaces({ store, now, problemAt });
  const due = createDue(delivery);
  const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
  quietly(due.recover());
  // As platforms do once they are connected: what changed while nobody was there is not told again.
  for (const end of world.farEnds) quietly(places.changed(`${end.id}:`));
  return {
    isAlive: () => isAlive,
    store,
    againAt: due.againAt,
    deliver: () => quietly(due.run()),
    sendNow: (subscription) => quietly(due.sendNow(subscription)),
    refresh: () => quietly(ingest.refresh({ signal: refreshSignal, onProgress: () => undefined })),
    changed: (realm) => quietly(places.changed(realm)),
    kill: () => void kill(),
  };
}
