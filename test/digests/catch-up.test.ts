import { expect, test } from 'vitest';
import { paused, resumed } from '../../src/core/subscription.ts';
import { paper } from '../fakes/papers.ts';
import { viewLines } from '../fakes/view-lines.ts';
import { day, hour, minute, openDeliveryWorld } from './delivery-world.ts';

/** A world that keeps what its digests say. */
async function openWorld() {
  const said: string[][] = [];
  const world = await openDeliveryWorld({
    papers: [],
    platform: (recording) => ({
      render(view, occasion) {
        said.push(viewLines(view));
        return recording.render(view, occasion);
      },
    }),
  });
  /** A paper comes, of a day whose list is complete. */
  function comes(id: string): void {
    const arrivedAt = new Date(world.now()).toISOString();
    world.arrive(paper(id, { arrivedAt, featuredOn: '2026-02-27' }));
  }
  return { ...world, said, comes, iso: () => new Date(world.now()).toISOString() };
}

const away = expect.stringMatching(/^While away since/);

test('digests that come in time say nothing of having been away', async () => {
  const { add, comes, due, pass, said, titles } = await openWorld();
  await add({ settledUntil: '2026-03-01T09:00:00.000Z' });
  for (const id of ['2603.00001', '2603.00002']) {
    comes(id);
    await due.run();
    pass(day);
  }
  expect(titles()).toHaveLength(2);
  expect(said.flat()).not.toContainEqual(away);
});

test('after days without the process one digest comes, says since when, and the next one is as ever', async () => {
  const { add, comes, pass, runAfter, said, titles } = await openWorld();
  await add({ settledUntil: '2026-03-02T09:00:00.000Z', limit: 2 });
  for (const id of ['1', '2', '3']) {
    pass(day);
    comes(`2603.0000${id}`);
  }
  await runAfter(day - hour);
  expect(titles()).toEqual([]);
  await runAfter(hour);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('While away since Mon 2 Mar: the top 2 of 3.');
  comes('2603.00004');
  await runAfter(day);
  expect(said).toHaveLength(2);
  expect(said[1]).not.toContainEqual(away);
});

test('a slot found too late is made up for by the next, which says so', async () => {
  const { add, comes, runAfter, said } = await openWorld();
  await add({ settledUntil: '2026-03-01T09:00:00.000Z' });
  comes('2603.00001');
  await runAfter(7 * hour);
  expect(said).toEqual([]);
  await runAfter(17 * hour);
  expect(said[0]).toContain('While away since Sun 1 Mar: 1 paper.');
});

test('a digest that arrived, but was not noted before the process ended, was not missed', async () => {
  const { add, comes, due, runAfter, said, store, stored } = await openWorld();
  const before = await add({ settledUntil: '2026-03-01T09:00:00.000Z' });
  comes('2603.00001');
  await due.run();
  await store.subscriptions.put({ ...(await stored(before.id)), ...before });
  await runAfter(7 * hour);
  comes('2603.00002');
  await runAfter(17 * hour);
  expect(said).toHaveLength(2);
  expect(said[1]).not.toContainEqual(away);
});

test('a digest that a clock far ahead took for too late comes once the clock is right', async () => {
  const { add, comes, due, pass, runAfter, titles } = await openWorld();
  await add({ settledUntil: '2026-03-02T09:00:00.000Z' });
  pass(day - hour);
  comes('2603.00001');
  await runAfter(9 * hour);
  expect(titles()).toEqual([]);
  await runAfter(-9 * hour);
  await runAfter(hour);
  expect(titles()).toEqual(['Paper 2603.00001']);
  await due.run();
  expect(titles()).toHaveLength(1);
});

test.each([
  ['an hour in which no digest was due', hour, false],
  ['a day', day, true],
])(
  'after a pause of %s the next digest says it where one was missed',
  async (_, length, isAway) => {
    const { store, add, stored, comes, due, pass, runAfter, said, iso } = await openWorld();
    const { id } = await add();
    await due.run();
    await store.subscriptions.put(paused(await stored(id), { kind: 'by-user' }, iso()));
    comes('2603.00001');
    await runAfter(length);
    await store.subscriptions.put(resumed(await stored(id), iso()));
    pass(day - (length % day));
    await due.run();
    expect(said).toHaveLength(1);
    if (isAway) expect(said[0]).toContainEqual(away);
    else expect(said[0]).not.toContainEqual(away);
  },
);

test('slots that nobody served before a pause are missed as much as those that fall into it', async () => {
  const { store, add, stored, comes, due, pass, runAfter, said, iso } = await openWorld();
  const { id } = await add({ settledUntil: '2026-03-01T09:00:00.000Z' });
  comes('2603.00001');
  pass(hour);
  await store.subscriptions.put(paused(await stored(id), { kind: 'by-user' }, iso()));
  await runAfter(hour);
  await store.subscriptions.put(resumed(await stored(id), iso()));
  await due.run();
  expect(said).toEqual([]);
  await runAfter(day - 2 * hour);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('While away since Sun 1 Mar: 1 paper.');
});

test('papers of more than two weeks ago are left out, and counted', async () => {
  const { add, comes, runAfter, said, titles, pass } = await openWorld();
  await add({ settledUntil: '2026-03-02T09:00:00.000Z' });
  comes('2603.00001');
  pass(5 * day);
  comes('2603.00002');
  await runAfter(10 * day);
  expect(titles()).toEqual(['Paper 2603.00002']);
  expect(said[0]).toContain('While away since Mon 2 Mar: 1 paper. 1 paper too old by now.');
});

test('a zone that is changed after the digest of the day brings that hour of the new zone too, and nothing twice', async () => {
  const { add, stored, store, comes, due, runAfter, titles, iso } = await openWorld();
  const { id } = await add({ settledUntil: '2026-03-01T09:00:00.000Z' });
  comes('2603.00001');
  await due.run();
  const current = await stored(id);
  const schedule = { ...current.schedule, zone: 'America/New_York' };
  await store.subscriptions.put({ ...current, schedule, settledUntil: iso() });
  await runAfter(minute);
  comes('2603.00002');
  await runAfter(5 * hour);
  expect(titles()).toEqual(['Paper 2603.00001', 'Paper 2603.00002']);
});
