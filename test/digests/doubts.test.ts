import { describe, expect, test } from 'vitest';
import type { BrokenOff, Reconciliation } from '../../src/core/reconciliation.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import { paper } from '../fakes/papers.ts';
import type { RecordingPlatform } from '../fakes/recording-platform.ts';
import { day, hour, minute, openDeliveryWorld, second } from './delivery-world.ts';

const lost = { kind: 'uncertain', detail: 'connection lost' } as const;
const unknown = { kind: 'unknown', detail: 'no answer' } as const;

/** A world whose platform loses the first message and, when asked what became of it, says this, again and again. */
async function afterDoubt(
  answers: readonly Reconciliation[],
  options: Parameters<typeof openDeliveryWorld>[0] = {},
) {
  const asked: BrokenOff[] = [];
  const left = [...answers];
  const platform = (recording: RecordingPlatform): Partial<Platform> => ({
    ...options.platform?.(recording),
    async reconcile(brokenOff) {
      asked.push(brokenOff);
      return left.shift() ?? answers.at(-1) ?? unknown;
    },
  });
  const world = await openDeliveryWorld({ ...options, platform });
  const { id } = await world.add();
  world.platform.outcomes.push(lost);
  await world.due.run();
  return { ...world, id, asked };
}

describe('a message that may have arrived', () => {
  test('is asked for after five seconds, and is sent where the platform found it', async () => {
    const { asked, due, titles, rows, runAfter, now, stored, id } = await afterDoubt([
      { kind: 'sent', externalId: 'there' },
    ]);
    const sentAt = new Date(now()).toISOString();
    expect(due.againAt()).toBe(now() + 5 * second);
    await runAfter(4 * second);
    expect(asked).toEqual([]);
    await runAfter(second);
    expect(asked).toMatchObject([
      { deliveryId: `${id}/2026-03-02T09:00+00:00/0`, firstSentAt: sentAt, address: 'terminal:-' },
    ]);
    expect(titles()).toEqual([]);
    expect(await rows()).toMatchObject([{ status: 'sent', externalId: 'there' }]);
    expect((await stored(id)).settledUntil).toBe('2026-03-02T09:00:00.000Z');
    expect(due.againAt()).toBe(Number.POSITIVE_INFINITY);
  });

  test('is sent again at once, the same, where that cannot show it twice', async () => {
    const { runAfter, platform, asked, rows } = await afterDoubt([{ kind: 'repeatable' }]);
    await runAfter(5 * second);
    expect(platform.sent.map(({ payload }) => payload)).toEqual([asked[0]?.payload]);
    expect(await rows()).toMatchObject([{ status: 'sent' }]);
    expect((await rows())[0]).not.toHaveProperty('mayBeTwice');
  });

  test('is asked for three times before the policy decides, and then sent once more and marked', async () => {
    const { runAfter, asked, titles, rows, log } = await afterDoubt([unknown]);
    for (const wait of [5, 20, 120]) {
      expect(titles()).toEqual([]);
      await runAfter(wait * second);
    }
    expect(asked).toHaveLength(3);
    expect(titles()).toEqual(['Paper 2601.00001']);
    expect(await rows()).toMatchObject([{ status: 'sent', mayBeTwice: true }]);
    expect(log.at(-1)).toMatch(/sent once more although it may have arrived/);
  });

  test('is sent once more only once: lost again, it is held', async () => {
    const { runAfter, platform, titles, rows } = await afterDoubt([unknown]);
    platform.outcomes.push(lost);
    for (let tick = 0; tick < 12; tick += 1) await runAfter(minute);
    expect(titles()).toEqual([]);
    expect(await rows()).toMatchObject([{ status: 'uncertain', held: true, mayBeTwice: true }]);
    await runAfter(day);
    expect(titles()).toEqual([]);
  });

  test('is held where the operator wants that: its papers count as posted', async () => {
    const { runAfter, titles, rows, stored, id } = await afterDoubt([unknown], {
      dependencies: { uncertainPolicy: 'hold' },
    });
    for (let tick = 0; tick < 5; tick += 1) await runAfter(minute);
    expect(await rows()).toMatchObject([{ status: 'uncertain', held: true }]);
    expect((await stored(id)).settledUntil).toBe('2026-03-02T09:00:00.000Z');
    await runAfter(day);
    expect(titles()).toEqual([]);
  });

  test('found missing once its slot is too late leaves its papers to the next digest', async () => {
    const { runAfter, titles, rows } = await afterDoubt([{ kind: 'repeatable' }]);
    await runAfter(7 * hour);
    expect(titles()).toEqual([]);
    expect(await rows()).toMatchObject([{ status: 'failed' }]);
    await runAfter(17 * hour);
    expect(titles()).toEqual(['Paper 2601.00001']);
  });

  test('outlives the process, and is settled by the next one', async () => {
    const { restart, titles, rows, pass } = await afterDoubt([{ kind: 'sent' }]);
    pass(minute);
    const { due } = await restart();
    await due.run();
    expect(titles()).toEqual([]);
    expect(await rows()).toMatchObject([{ status: 'sent' }]);
  });

  test('of a subscription that was paused since is asked for later, and never sent again', async () => {
    const { store, id, stored, runAfter, asked, rows } = await afterDoubt([{ kind: 'repeatable' }]);
    const since = '2026-03-02T09:01:00.000Z';
    const status = { kind: 'paused', reason: { kind: 'by-user' }, since } as const;
    await store.subscriptions.put({ ...(await stored(id)), status });
    await runAfter(9 * minute);
    expect(asked).toEqual([]);
    await runAfter(minute);
    expect(await rows()).toMatchObject([{ status: 'failed' }]);
    expect(await store.deliveries.postedAt('terminal:-')).toEqual(new Set());
  });

  test('and is lost again and again is looked for more and more seldom', async () => {
    const { due, now, platform, runAfter } = await afterDoubt([{ kind: 'repeatable' }]);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt += 1) {
      platform.outcomes.push(lost);
      waits.push((due.againAt() - now()) / second);
      await runAfter(due.againAt() - now());
    }
    expect(waits).toEqual([5, 10, 20, 40, 60, 60, 60, 60, 60]);
  });

  test('of somebody who is forgotten meanwhile leaves nothing in the store', async () => {
    const { store, id, runAfter, rows } = await afterDoubt([{ kind: 'sent' }]);
    await store.subscriptions.remove(id);
    await store.deliveries.forget('terminal:-');
    await runAfter(15 * minute);
    expect(await rows()).toEqual([]);
  });

  test('once the clock is set back is not taken for missing because nobody can tell how old it is', async () => {
    const { store, id, stored, runAfter, rows } = await afterDoubt([{ kind: 'repeatable' }]);
    const since = '2026-03-02T09:01:00.000Z';
    const status = { kind: 'paused', reason: { kind: 'by-user' }, since } as const;
    await store.subscriptions.put({ ...(await stored(id)), status });
    await runAfter(-hour);
    expect(await rows()).toMatchObject([{ status: 'uncertain', held: true }]);
  });

  test('sent by hand is not repeated, and its papers come by schedule where it did not arrive', async () => {
    const world = await openDeliveryWorld({
      platform: () => ({ reconcile: async () => ({ kind: 'repeatable' }) }),
    });
    const added = await world.add({ settledUntil: '2026-03-02T09:00:00.000Z' });
    world.platform.outcomes.push(lost);
    expect(await world.due.sendNow(added)).toMatchObject({ kind: 'open' });
    await world.runAfter(minute);
    expect(world.titles()).toEqual([]);
    await world.runAfter(day);
    await world.runAfter(minute);
    expect(world.titles()).toEqual(['Paper 2601.00001']);
  });

  test('does not keep a platform that breaks its promise from being asked again', async () => {
    const world = await openDeliveryWorld({
      platform: () => ({
        send: () => Promise.reject(new Error('it threw')),
        reconcile: () => Promise.reject(new Error('it threw too')),
      }),
      dependencies: { uncertainPolicy: 'hold' },
    });
    await world.add();
    for (let tick = 0; tick < 5; tick += 1) await world.runAfter(minute);
    expect(await world.rows()).toMatchObject([
      { status: 'uncertain', held: true, detail: 'Error: it threw too' },
    ]);
  });
});

test('a message to somebody who is forgotten while it is being sent leaves nothing in the store', async () => {
  const world = await openDeliveryWorld({
    platform: () => ({
      async send(address) {
        await world.store.subscriptions.remove('d1');
        await world.store.deliveries.forget(address);
        return { kind: 'sent' };
      },
    }),
  });
  await world.add();
  await world.due.run();
  expect(await world.rows()).toEqual([]);
});

describe('later parts', () => {
  const inTwo: Partial<Platform> = {
    render: (view) =>
      view.blocks
        .flatMap((block) => (block.kind === 'paper' ? [block.paper] : []))
        .map(({ id, title }) => ({ payload: { titles: [title] }, papers: [id] })),
  };
  const papers = [paper('2601.00001'), paper('2601.00002')];

  test('wait for a first one in doubt, and are told what became of it', async () => {
    const { runAfter, platform, titles } = await afterDoubt([{ kind: 'sent', externalId: 'm1' }], {
      papers,
      platform: () => inTwo,
    });
    expect(titles()).toEqual([]);
    await runAfter(5 * second);
    expect(platform.sent).toMatchObject([{ replyTo: 'm1' }]);
    expect(titles()).toEqual(['Paper 2601.00002']);
  });

  test('that are refused leave their papers, and theirs alone, to the next digest', async () => {
    const { add, platform, due, runAfter, titles, stored } = await openDeliveryWorld({
      papers,
      platform: () => inTwo,
    });
    const { id } = await add();
    const pause = { kind: 'unreachable', text: 'A filter stopped it.' } as const;
    platform.outcomes.push(
      { kind: 'sent' },
      { kind: 'rejected', pause, detail: 'filtered', patience: 2 },
    );
    await due.run();
    expect(await stored(id)).toMatchObject({ status: { kind: 'active' } });
    platform.sent.splice(1);
    await runAfter(day);
    expect(titles()).toEqual(['Paper 2601.00001', 'Paper 2601.00002']);
  });
});
