import { expect, test } from 'vitest';
import type { Paper } from '../../src/core/paper.ts';
import { paper } from '../fakes/papers.ts';
import { viewLines } from '../fakes/view-lines.ts';
import { day, openDeliveryWorld } from './delivery-world.ts';

const complete = paper('2603.00001', { arrivedAt: '2026-03-02T06:00:00.000Z' });
const growing = [
  paper('2603.00002', { arrivedAt: '2026-03-02T08:30:00.000Z', upvotes: 3 }),
  paper('2603.00003', { arrivedAt: '2026-03-02T08:45:00.000Z', upvotes: 2 }),
];

async function openWorld(papers: readonly Paper[]) {
  const said: string[][] = [];
  const world = await openDeliveryWorld({
    papers,
    platform: (recording) => ({
      render(view, occasion) {
        said.push(viewLines(view));
        return recording.render(view, occasion);
      },
    }),
    dependencies: { feeds: () => [{ feed: 'Source', readAt: Date.parse('2026-03-02T08:50:00Z') }] },
  });
  return { ...world, said };
}

test('a list that is still growing waits for the next digest, in which it is new', async () => {
  const { add, due, runAfter, titles, said } = await openWorld([complete, ...growing]);
  await add();
  await due.run();
  expect(titles()).toEqual(['Paper 2603.00001']);
  expect(said[0]?.[1]).toMatch(/1 considered · as of 08:50 \(UTC\)$/);
  await runAfter(day);
  expect(titles().slice(1)).toEqual(['Paper 2603.00002', 'Paper 2603.00003']);
  expect(said[1]).not.toContain('# Rose since');
});

test('a paper that is stored while a digest waits to be tried again is new in the next one', async () => {
  const { add, arrive, due, platform, runAfter, said } = await openWorld([complete]);
  await add();
  platform.outcomes.push({ kind: 'retry', afterMs: 0, detail: 'busy' });
  await due.run();
  arrive(paper('2603.00006', { arrivedAt: '2026-03-02T08:59:45.000Z', featuredOn: '2026-02-27' }));
  await runAfter(60_000);
  await runAfter(day);
  expect(said[1]).toContain('1 Paper 2603.00006');
  expect(said[1]).not.toContain('# Rose since');
});

test('whoever sends by hand gets what is there, and it does not come again', async () => {
  const { add, due, runAfter, titles, said } = await openWorld(growing);
  const added = await add({ settledUntil: '2026-03-02T09:00:00.000Z' });
  await due.sendNow(added);
  expect(titles()).toEqual(['Paper 2603.00002', 'Paper 2603.00003']);
  expect(said[0]?.[1]).toMatch(/as of 08:50 \(UTC\)$/);
  await runAfter(day);
  expect(titles()).toHaveLength(2);
});

test('a paper that passes the bar days later comes in a section of its own, once', async () => {
  const low = paper('2603.00004', { arrivedAt: '2026-03-01T09:00:00.000Z', upvotes: 17 });
  const high = paper('2603.00005', { arrivedAt: '2026-03-01T09:00:00.000Z', upvotes: 30 });
  const { add, due, arrive, runAfter, said } = await openWorld([low, high]);
  await add({ queries: ['upvotes>=20'] });
  await due.run();
  arrive({ ...low, upvotes: 25 });
  await runAfter(day);
  await runAfter(day);
  expect(said.map((lines) => lines.filter((line) => /^(?:\d|# Rose)/.test(line)))).toEqual([
    ['1 Paper 2603.00005'],
    ['# Rose since', '1 Paper 2603.00004'],
  ]);
});
