import { describe, expect, test } from 'vitest';
import { papersIn } from '../../src/core/view.ts';
import { paper } from '../fakes/papers.ts';
import { viewLines } from '../fakes/view-lines.ts';
import { day, openDeliveryWorld } from './delivery-world.ts';

type Options = NonNullable<Parameters<typeof openDeliveryWorld>[0]>;

/** A world whose platform posts what a view says. */
function openWorld(options: Options = {}) {
  return openDeliveryWorld({
    papers: [],
    ...options,
    platform: () => ({
      render: (view) => [{ payload: { titles: viewLines(view) }, papers: papersIn(view) }],
    }),
  });
}

/** Nothing is missed yet. */
const note = { quiet: 'note', settledUntil: '2026-03-01T09:00:00.000Z' } as const;
const low = paper('2603.00001', { title: 'Agents', upvotes: 17 });
const lower = paper('2603.00002', { title: 'More agents', upvotes: 1 });

describe('an empty digest', () => {
  test('is silent unless it was asked not to be, and its reason is written down', async () => {
    const { add, due, titles, rows } = await openWorld({ papers: [low] });
    await add({ queries: ['upvotes>=20'] });
    await due.run();
    expect(titles()).toEqual([]);
    expect(await rows()).toMatchObject([
      {
        status: 'skipped',
        reason: 'nothing new matched, of 1 considered',
        missed: [{ paper: low.id, text: 'needs 20 upvotes, had 17' }],
      },
    ]);
  });

  test('says the nearest miss, once, and calls nobody', async () => {
    const world = await openWorld({ papers: [lower, low] });
    const { id } = await world.add({
      queries: ['upvotes>=20'],
      ...note,
      mention: '@everyone',
    });
    await world.due.run();
    await world.runAfter(60_000);
    const text =
      'upvotes>=20 · 2 new papers, none matched; nearest: Agents (needs 20 upvotes, has 17).';
    expect(world.titles()).toEqual([text]);
    expect(await world.rows()).toMatchObject([{ status: 'sent', posted: [], silence: text }]);
    expect((await world.stored(id)).consideredUntil).toBe('2026-03-02T08:59:30.000Z');
  });

  const down = { feed: 'Source', readAt: Date.parse('2026-03-02T07:10:00Z'), problem: 'no answer' };
  const fine = { feed: 'Other', readAt: Date.parse('2026-03-02T08:50:00Z') };
  test.each([
    ['nothing came', [fine], 0, 'No new papers came.'],
    [
      'the source is down',
      [down],
      0,
      'No papers came: Source has not been read since 07:10 (UTC).',
    ],
    ['one of two is down', [down, fine], 0, 'No new papers came.'],
    [
      'it is the weekend',
      [fine],
      5,
      'Nothing was posted since Sun 1 Mar. No papers came: it is Saturday, the feed rests.',
    ],
    [
      'it has been down for days',
      [down],
      5,
      'Nothing was posted since Sun 1 Mar. No papers came: Source has not been read since Mon 2 Mar 2026, 07:10 (UTC).',
    ],
  ])('where %s says so', async (_, feeds, days, text) => {
    const { add, runAfter, titles } = await openWorld({ dependencies: { feeds: () => feeds } });
    await add(note);
    await runAfter(days * day);
    expect(titles()).toEqual([text]);
  });

  test('makes up for the notes that were missed, once', async () => {
    const { add, runAfter, titles } = await openWorld();
    await add(note);
    await runAfter(0);
    await runAfter(day + 7 * 3_600_000);
    expect(titles()).toEqual(['No new papers came.']);
    await runAfter(day - 7 * 3_600_000);
    expect(titles().at(-1)).toBe('Nothing was posted since Mon 2 Mar. No new papers came.');
    await runAfter(day);
    expect(titles().at(-1)).toBe('No new papers came.');
  });

  test('of a day that is still growing says that', async () => {
    const papers = [paper('2603.00001', { arrivedAt: '2026-03-02T08:30:00.000Z' })];
    const { add, due, titles } = await openWorld({ papers });
    await add(note);
    await due.run();
    expect(titles()).toEqual([
      'The list of the day is still growing (1 paper so far): it comes with the next digest.',
    ]);
  });

  test('of papers that another digest of the place has posted says that', async () => {
    const { add, due, titles } = await openWorld({ papers: [low] });
    await add();
    await add(note);
    await due.run();
    expect(titles().at(-1)).toBe('1 new paper, already posted here or passed over.');
  });

  test('sent by hand posts nothing', async () => {
    const { add, due, titles } = await openWorld();
    expect(await due.sendNow(await add(note))).toMatchObject({ kind: 'nothing' });
    expect(titles()).toEqual([]);
  });
});
