import { expect, test } from 'vitest';
import { ProblemError } from '../../src/core/problem.ts';
import { createFaultLog } from '../../src/store/fault-log.ts';
import { observedStore, type StoreWrite } from '../../src/store/observed-store.ts';
import { createMemoryStore, emptyMemory } from '../fakes/memory-store.ts';
import { subscription } from '../fakes/papers.ts';

test('a store that refuses writes is told of once, with the remedy, and once when it takes them again', async () => {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const memory = createMemoryStore(emptyMemory());
  let fault: ProblemError | undefined;
  const people = {
    ...memory.people,
    put: async () => {
      if (fault !== undefined) throw fault;
    },
  };
  const log = createFaultLog({ info: write, warn: write });
  const store = observedStore({ ...memory, people }, [log], () => 0);
  const put = () => store.people.put({ id: 'p', saved: [] });
  await put();
  fault = new ProblemError({ message: 'The disk is full.', remedy: 'Free some space.' });
  for (let time = 0; time < 3; time += 1) await expect(put()).rejects.toBe(fault);
  fault = undefined;
  await put();
  await put();
  expect(lines).toEqual([
    'The disk is full. Free some space. Everything else goes on, and writing is tried again.',
    'The store takes what it is given again.',
  ]);
});

test('an observed store is the store, and tells of each write', async () => {
  const writes: StoreWrite[] = [];
  let clock = 0;
  const observer = { onWrite: (each: StoreWrite) => void writes.push(each) };
  const store = observedStore(createMemoryStore(emptyMemory()), [observer], () => (clock += 500));
  const { id: _, ...wanted } = subscription();
  const { id } = await store.subscriptions.add(wanted);
  const changed = await store.subscriptions.update(id, (current) => ({ ...current, limit: 3 }));
  expect(await store.subscriptions.get(id)).toEqual(changed);
  expect(writes).toEqual([
    { collection: 'subscriptions', seconds: 0.5 },
    { collection: 'subscriptions', seconds: 0.5 },
  ]);
});
