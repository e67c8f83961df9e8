import { expect, test } from 'vitest';
import { papersIn } from '../../src/core/view.ts';
import { paper } from '../fakes/papers.ts';
import { day, minute, openDeliveryWorld, second } from './delivery-world.ts';

/** A world in which no message can be made of one paper. */
async function open() {
  let renders = 0;
  const world = await openDeliveryWorld({
    papers: [paper('2601.00001', { upvotes: 9 })],
    platform: (recording) => ({
      render(view, occasion) {
        const isPoison = papersIn(view).includes('arxiv:2601.00001');
        if (occasion.address === 'terminal:bad' && isPoison && ++renders > 0) {
          throw new TypeError('no such thing');
        }
        return recording.render(view, occasion);
      },
    }),
  });
  return { ...world, renders: () => renders };
}

test('a digest of which no message can be made fails by itself, at once, and says so', async () => {
  const { add, due, runAfter, rows, log, stored, titles, renders } = await open();
  const bad = await add({ address: 'terminal:bad' });
  const good = await add();
  await due.run();
  expect(titles()).toEqual(['Paper 2601.00001']);
  expect(await rows()).toMatchObject([
    {
      subscription: bad.id,
      slot: '2026-03-02T09:00+00:00',
      status: 'failed',
      posted: ['arxiv:2601.00001'],
      detail: expect.stringContaining('no message could be made of it'),
    },
    { subscription: good.id, status: 'sent' },
  ]);
  expect(log).toEqual([expect.stringMatching(/^d1\/2026-03-02T09:00\+00:00\/0: .*no such thing/)]);
  expect((await stored(bad.id)).settledUntil).toBe('2026-03-02T09:00:00.000Z');
  const tried = renders();
  for (let tick = 0; tick < 60; tick += 1) await runAfter(10 * second);
  expect(renders()).toBe(tried);
  expect(due.againAt()).toBe(Number.POSITIVE_INFINITY);
});

test('the others come without a paper of which no message can be made, which has its account', async () => {
  const { add, due, runAfter, rows, log, now, arrive, titles } = await open();
  const { id } = await add({ address: 'terminal:bad', limit: 2 });
  arrive(...['2601.00002', '2601.00003'].map((each) => paper(each)));
  await due.run();
  expect(titles()).toEqual(['Paper 2601.00002']);
  expect(await rows()).toMatchObject([
    {
      subscription: id,
      status: 'sent',
      posted: ['arxiv:2601.00002'],
      passedOver: ['arxiv:2601.00003', 'arxiv:2601.00001'],
      unrendered: ['arxiv:2601.00001'],
    },
  ]);
  expect(log).toEqual([expect.stringMatching(/^d1\/.*: sent without arxiv:2601.00001.*no such/)]);
  arrive(paper('2601.00004', { arrivedAt: new Date(now() + minute).toISOString() }));
  await runAfter(day);
  expect(titles()).toEqual(['Paper 2601.00002', 'Paper 2601.00004']);
  expect(log).toHaveLength(1);
});

test('what is over the limit is not named where that is what no message can be made of', async () => {
  const world = await openDeliveryWorld({
    papers: [paper('2601.00001', { upvotes: 9 }), paper('2601.00002', { title: 'Poison' })],
    platform: (recording) => ({
      render(view, occasion) {
        if (JSON.stringify(view).includes('Poison')) throw new TypeError('no such thing');
        return recording.render(view, occasion);
      },
    }),
  });
  await world.add({ limit: 1 });
  await world.due.run();
  expect(world.titles()).toEqual(['Paper 2601.00001']);
  expect(await world.rows()).toMatchObject([
    { status: 'sent', posted: ['arxiv:2601.00001'], passedOver: ['arxiv:2601.00002'] },
  ]);
});

test('its papers come with the next one of which a message can be made', async () => {
  const { add, due, store, runAfter, now, arrive, platform } = await open();
  const { id } = await add({ address: 'terminal:bad' });
  await due.run();
  await runAfter(day);
  expect(platform.sent).toEqual([]);
  arrive(paper('2601.00002', { arrivedAt: new Date(now() + minute).toISOString() }));
  await store.subscriptions.update(id, (latest) => ({ ...latest, address: 'terminal:-' }));
  await runAfter(day);
  expect(platform.sent.map(({ payload }) => payload)).toEqual([
    { titles: ['Paper 2601.00001', 'Paper 2601.00002'] },
  ]);
});

test('one sent by hand is answered, and leaves the next one its papers', async () => {
  const { add, due, rows } = await open();
  const added = await add({ address: 'terminal:bad' });
  expect(await due.sendNow(added)).toMatchObject({
    kind: 'failed',
    detail: expect.stringContaining('no message could be made of it'),
  });
  expect(await rows()).toMatchObject([{ status: 'failed' }]);
});
