import { expect, test } from 'vitest';
import { createArchive } from '../../src/core/archive.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import { createDue } from '../../src/digests/due.ts';
import { certainties } from '../fakes/certainties.ts';
import { createMemoryStore, emptyMemory } from '../fakes/memory-store.ts';
import { paper, subscription } from '../fakes/papers.ts';
import { createRecordingPlatform } from '../fakes/recording-platform.ts';

/** Subscriptions that are due at these addresses, on a platform whose sends wait until they are let go. */
function open(addresses: readonly string[]) {
  const memory = emptyMemory();
  for (const [index, address] of addresses.entries()) {
    const each: Subscription = subscription({ id: `d${index}`, address });
    memory.subscriptions.set(each.id, each);
  }
  const recording = createRecordingPlatform();
  let letGo = (): void => undefined;
  const isLetGo = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const begun: string[] = [];
  let reads = 0;
  const store = createMemoryStore(memory);
  const due = createDue({
    ...certainties,
    store: {
      ...store,
      subscriptions: {
        ...store.subscriptions,
        all() {
          reads += 1;
          return store.subscriptions.all();
        },
      },
    },
    archive: createArchive([paper('2601.00001')]),
    topics: new Map(),
    now: () => Date.parse('2026-03-02T09:00:30Z'),
    platforms: new Map([
      [
        recording.id,
        {
          ...recording,
          async send(address: string) {
            begun.push(address);
            await isLetGo;
            return { kind: 'sent' as const };
          },
        },
      ],
    ]),
    log: { info: () => undefined, warn: () => undefined },
  });
  return { due, begun, letGo, memory, reads: () => reads };
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test('however many ticks pass meanwhile, 500 places are served at a time, and then the others', async () => {
  const addresses = Array.from({ length: 1_200 }, (_, index) => `terminal:${index}`);
  const { due, begun, letGo } = open(addresses);
  const runs = [due.run()];
  for (let tick = 0; tick < 4; tick += 1) {
    await turn();
    runs.push(due.run());
  }
  await turn();
  expect(begun).toHaveLength(500);
  letGo();
  await Promise.all(runs);
  expect(new Set(begun)).toEqual(new Set(addresses));
  expect(begun).toHaveLength(addresses.length);
});

test('places that ask for the same are served one after another', async () => {
  const { due, begun, letGo, memory } = open(
    ['a', 'b', 'c', 'd', 'e'].map((id) => `terminal:${id}`),
  );
  for (const [index, each] of [...memory.subscriptions.values()].entries()) {
    if (index % 2 === 1) memory.subscriptions.set(each.id, { ...each, queries: ['paper'] });
  }
  letGo();
  await due.run();
  expect(begun).toEqual(['a', 'c', 'e', 'b', 'd'].map((id) => `terminal:${id}`));
});

test('a realm with very many places does not keep another from its digests', async () => {
  const many = Array.from({ length: 1_000 }, (_, index) => `terminal:big/${index}`);
  const { due, begun, letGo } = open([...many, 'terminal:small/1']);
  const run = due.run();
  await turn();
  expect(begun).toContain('terminal:small/1');
  letGo();
  await run;
});

test('a tick that finds another one looking for what is due waits for what that finds', async () => {
  const { due, begun, letGo, reads } = open(['terminal:1']);
  letGo();
  await Promise.all([due.run(), due.run(), due.run()]);
  expect(reads()).toBe(1);
  expect(begun).toEqual(['terminal:1']);
});

test('nothing is begun once it was told to stop, by hand neither', async () => {
  const { due, begun, letGo, memory } = open(['terminal:1']);
  const [first] = memory.subscriptions.values();
  if (first === undefined) throw new Error('there is none');
  const sent = due.sendNow(first);
  const waiting = due.sendNow(first);
  await turn();
  const stopped = due.stop();
  letGo();
  await stopped;
  expect(await sent).toMatchObject({ kind: 'sent' });
  expect(await waiting).toMatchObject({ kind: 'failed' });
  expect(await due.sendNow(first)).toMatchObject({ kind: 'failed' });
  expect(begun).toEqual(['terminal:1']);
});
