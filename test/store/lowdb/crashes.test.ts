import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Delivery, deliveryId } from '../../../src/core/delivery.ts';
import type { Subscription } from '../../../src/core/subscription.ts';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import type { Person, Store } from '../../../src/store/store.ts';
import { deliveryOf, noon, samplePerson, sampleSubscription } from '../sample-records.ts';
import { type Crash, crashes, createSimulatedDisk, type SimulatedDisk } from './simulated-disk.ts';

/** What two files hold, in plain maps. */
interface Model {
  readonly subscriptions: Map<string, Subscription>;
  readonly people: Map<string, Person>;
  readonly deliveries: Map<string, Delivery>;
  nextId: number;
}

type File = 'subscriptions' | 'deliveries';

interface Operation {
  readonly file: File;
  readonly name: string;
  readonly onStore: (store: Store) => Promise<unknown>;
  readonly onModel: (model: Model) => void;
}

/** Two of these, and a journal is written anew. */
const big = 'x'.repeat(3_000);
const leastGrowth = 5_000;

function putPerson(person: Person): Operation {
  return {
    file: 'subscriptions',
    name: `put person ${person.id}`,
    onStore: (store) => store.people.put(person),
    onModel: ({ people }) => people.set(person.id, person),
  };
}

function removePerson(id: string): Operation {
  return {
    file: 'subscriptions',
    name: `remove person ${id}`,
    onStore: (store) => store.people.remove(id),
    onModel: ({ people }) => people.delete(id),
  };
}

function addSubscription(limit: number): Operation {
  return {
    file: 'subscriptions',
    name: 'add subscription',
    onStore: (store) => store.subscriptions.add(sampleSubscription({ limit })),
    onModel(model) {
      const id = `d${model.nextId}`;
      model.nextId += 1;
      model.subscriptions.set(id, { ...sampleSubscription({ limit }), id });
    },
  };
}

function updateSubscription(id: string): Operation {
  const longer = (subscription: Subscription): Subscription => ({
    ...subscription,
    queries: [...subscription.queries, 'more'],
  });
  return {
    file: 'subscriptions',
    name: `update ${id}`,
    onStore: (store) => store.subscriptions.update(id, longer),
    onModel({ subscriptions }) {
      const current = subscriptions.get(id);
      if (current) subscriptions.set(id, longer(current));
    },
  };
}

function removeSubscription(id: string): Operation {
  return {
    file: 'subscriptions',
    name: `remove ${id}`,
    onStore: (store) => store.subscriptions.remove(id),
    onModel: ({ subscriptions }) => subscriptions.delete(id),
  };
}

function putDeliveries(...deliveries: readonly Delivery[]): Operation {
  return {
    file: 'deliveries',
    name: `put ${deliveries.map(({ status, part }) => `${status} ${part}`).join()}`,
    onStore: (store) => store.deliveries.put(...deliveries),
    onModel(model) {
      for (const each of deliveries) model.deliveries.set(deliveryId(each), each);
    },
  };
}

function emptyModel(): Model {
  return { subscriptions: new Map(), people: new Map(), deliveries: new Map(), nextId: 1 };
}

/** What a file says, as one text. */
function modelText(file: File, { subscriptions, people, deliveries }: Model): string {
  const parts = file === 'deliveries' ? [deliveries] : [subscriptions, people];
  return JSON.stringify(parts.map((part) => [...part.values()].map(sorted).sort()));
}

async function storeText(file: File, store: Store): Promise<string> {
  const parts =
    file === 'deliveries'
      ? [await store.deliveries.all()]
      : [await store.subscriptions.all(), await store.people.all()];
  return JSON.stringify(parts.map((part) => part.map(sorted).sort()));
}

function sorted(record: object): string {
  const entries = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries.map(([key, value]) => [key, value === big ? 'big' : value]));
}

function openOn({ fileSystem }: SimulatedDisk): Promise<Store> {
  return openLowdbStore({
    directory: '/anywhere',
    mode: 'own',
    fileSystem,
    leastGrowth,
    now: () => Date.parse(noon),
  });
}

/**
 * Runs operations, each round at once, on a disk that stops at a step; crashes it; and looks at what is there then: of each file
 * a state after some operation, none that was said to be saved missing. Gives how many steps the whole would take.
 */
async function crashAt(
  rounds: readonly (readonly Operation[])[],
  lastStep: number,
  crash: Crash,
): Promise<number> {
  const disk = createSimulatedDisk(lastStep);
  const model = emptyModel();
  const states: Record<File, string[]> = {
    subscriptions: [modelText('subscriptions', model)],
    deliveries: [modelText('deliveries', model)],
  };
  const saved: Record<File, number> = { subscriptions: 0, deliveries: 0 };
  // What changes nothing needs no disk and succeeds even then, but on what came before it failed.
  let isDead = false;
  const store = await openOn(disk).catch(() => undefined);
  for (const round of store === undefined ? [] : rounds) {
    await Promise.all(
      round.map(async ({ file, onStore, onModel }) => {
        onModel(model);
        const state = states[file].push(modelText(file, model)) - 1;
        await onStore(store as Store).then(
          () => {
            if (!isDead) saved[file] = Math.max(saved[file], state);
          },
          () => {
            isDead = true;
          },
        );
      }),
    );
  }
  await store?.close();
  const after = disk.crashed(crash);
  for (let count = 0; count < 2; count += 1) {
    const again = await openOn(after);
    expect(again.warnings.filter(({ message }) => !message.includes('was cut off'))).toEqual([]);
    for (const file of ['subscriptions', 'deliveries'] as const) {
      expect(states[file].slice(saved[file])).toContain(await storeText(file, again));
    }
    await again.close();
  }
  return disk.steps();
}

const bigPerson = (id: string, count: number) =>
  samplePerson({ id, zone: big, saved: [{ paper: `p${count}`, at: noon }] });

const script: readonly (readonly Operation[])[] = [
  [putPerson(samplePerson({ id: 'a' }))],
  [addSubscription(1), addSubscription(2), updateSubscription('d1'), removeSubscription('d2')],
  [
    putDeliveries({ ...deliveryOf.rendered, part: 0 }, { ...deliveryOf.rendered, part: 1 }),
    putDeliveries({ ...deliveryOf.sending, part: 0 }),
    updateSubscription('d1'),
  ],
  [removePerson('a'), putPerson(samplePerson({ id: 'b' }))],
  [putPerson(bigPerson('c', 1))],
  [putPerson({ ...bigPerson('c', 2), zone: `${big}!` })],
  [addSubscription(3), putDeliveries({ ...deliveryOf.sent, part: 0 })],
  [updateSubscription('d3'), putPerson(samplePerson({ id: 'e' }))],
  [putDeliveries(...[2, 3, 4].map((part) => ({ ...deliveryOf.rendered, part })))],
];

test('a crash at any step loses nothing that was saved, and leaves nothing half done', async () => {
  const steps = await crashAt(script, Number.POSITIVE_INFINITY, 'process');
  expect(steps).toBeGreaterThan(60);
  for (let step = 1; step <= steps; step += 1) {
    for (const crash of crashes) await crashAt(script, step, crash);
  }
}, 120_000);

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.constantFrom('a', 'b').map((id) => putPerson(samplePerson({ id }))),
  fc.nat(3).map((count) => putPerson(bigPerson('c', count))),
  fc.nat(3).map((count) => putPerson({ ...bigPerson('c', count), zone: `${big}${count}` })),
  fc.constantFrom('a', 'c').map(removePerson),
  fc.integer({ min: 1, max: 9 }).map(addSubscription),
  fc.constantFrom('d1', 'd2').map(updateSubscription),
  fc.constantFrom('d1', 'd2').map(removeSubscription),
  fc
    .array(
      fc
        .record({ base: fc.constantFrom(...Object.values(deliveryOf)), part: fc.nat(2) })
        .map(({ base, part }): Delivery => ({ ...base, part })),
      { minLength: 1, maxLength: 3 },
    )
    .map((deliveries) => putDeliveries(...deliveries)),
);

test('so it is for any operations, one by one or at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(operation, { minLength: 1, maxLength: 5 }), { maxLength: 6 }),
      fc.integer({ min: 1, max: 120 }),
      fc.constantFrom(...crashes),
      async (rounds, lastStep, crash) => {
        await crashAt(rounds, lastStep, crash);
      },
    ),
    { numRuns: 300 },
  );
}, 120_000);
