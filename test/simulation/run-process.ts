import { type Archive, archiveOf } from '../../src/core/archive.ts';
import { createArrivals } from '../../src/core/arrivals.ts';
import type { UncertainPolicy } from '../../src/core/delivery.ts';
import type { Paper } from '../../src/core/paper.ts';
import { createSearchIndex } from '../../src/core/search/search-index.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import { createDue } from '../../src/digests/due.ts';
import { createIngest } from '../../src/digests/ingest/ingest.ts';
import { createPlaces } from '../../src/digests/places.ts';
import { createScheduler } from '../../src/digests/scheduler.ts';
import type { Feed } from '../../src/feeds/feed.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import type { Store } from '../../src/store/store.ts';
import type { Chance } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What a process runs in, and what it reaches. */
export interface Surroundings {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly feed: Feed;
  readonly uncertainPolicy: UncertainPolicy;
  readonly openStore: (life: Life) => Promise<Store>;
  readonly platformsFor: (life: Life) => readonly Platform[];
}

/** Of one process. */
export interface Life {
  isAlive(): boolean;
  /** Ends it at once: nothing that it began goes on. */
  kill(): void;
}

/** The product's own parts, as `app.ts` joins them, as long as they live. */
export interface RunningProcess extends Life {
  readonly store: Store;
  /** A minute has begun. */
  beat(): void;
  /** A second or more has passed. */
  wake(): void;
  /** When something is to be tried again, by the clock on the wall. */
  againAt(): number;
  /** A person has a digest sent outside its schedule. */
  sendNow(subscription: Subscription): void;
  /** Something changed at a place. */
  changed(realm: string): void;
}

const refreshMinutes = 60;
const log = { info: () => undefined, warn: () => undefined };
const nothing = (): void => undefined;

/** Undefined where the process ends before it runs. */
export async function startProcess(
  surroundings: Surroundings,
): Promise<RunningProcess | undefined> {
  let isAlive = true;
  return new Promise((resolve) => {
    const life: Life = {
      isAlive: () => isAlive,
      kill() {
        isAlive = false;
        surroundings.time.forget();
        resolve(undefined);
      },
    };
    run(surroundings, life).then(resolve, life.kill);
  });
}

async function run(surroundings: Surroundings, life: Life): Promise<RunningProcess> {
  const { time, chance, feed, uncertainPolicy } = surroundings;
  const { now } = time;
  const store = await surroundings.openStore(life);
  const byId = surroundings.platformsFor(life).map((platform) => [platform.id, platform] as const);
  const platforms = new Map(byId);
  const archive = unsearchedArchive(await store.papers.all());
  const remembered = await store.feeds.all();
  const onRead = async () => undefined;
  const feeds = [feed];
  const ingest = createIngest({ feeds, store, archive, now, log, onRead, remembered });
  const random = chance.next;
  const giveWay = async () => undefined;
  const rest = { topics: new Map(), now, log, platforms, random, uncertainPolicy, giveWay };
  const due = createDue({ store, archive, ...rest });
  const problemAt = async (address: string) =>
    platforms.get(address.slice(0, address.indexOf(':')))?.check?.(address);
  const places = createPlaces({ store, now, problemAt, log });
  let beat = nothing;
  let wake = nothing;
  const scheduler = createScheduler({
    due,
    ingest,
    refreshMinutes,
    now,
    startBeat(call) {
      beat = call;
      return { stop: async () => undefined };
    },
    wait: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
    log,
  });
  await due.recover();
  scheduler.start();
  const { signal } = new AbortController();
  quietly(ingest.refresh({ signal, onProgress: nothing }));
  // As platforms do once they are connected: what changed while nobody was there is not told again.
  for (const id of platforms.keys()) quietly(places.changed(`${id}:`));
  return {
    ...life,
    store,
    beat: () => beat(),
    wake: () => wake(),
    againAt: due.againAt,
    sendNow: (subscription) => quietly(due.sendNow(subscription)),
    changed: (realm) => quietly(places.changed(realm)),
  };
}

function quietly(work: Promise<unknown>): void {
  work.catch(() => undefined);
}

/** As the product builds it, but for the words: digests are matched without them. */
function unsearchedArchive(stored: readonly Paper[]): Archive {
  const papers = new Map(stored.map((paper) => [paper.id, paper]));
  const index = {
    ...createSearchIndex(),
    get size() {
      return papers.size;
    },
    *update() {},
    *compact() {},
  };
  return archiveOf({ papers, arrivals: createArrivals(stored), index });
}
