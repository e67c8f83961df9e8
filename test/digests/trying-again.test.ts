import { describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../src/core/delivery.ts';
import { day, hour, minute, openDeliveryWorld, second } from './delivery-world.ts';

const busy = { kind: 'retry', detail: 'busy' } as const;
const random = () => 0.999_999;

describe('what is to be tried again', () => {
  test('is due as soon as it may be, not at the next minute', async () => {
    const { add, platform, due, now, runAfter, titles } = await openDeliveryWorld();
    await add();
    platform.outcomes.push({ ...busy, afterMs: 3 * second });
    await due.run();
    expect(due.againAt()).toBe(now() + 3 * second);
    await runAfter(2 * second);
    expect(titles()).toEqual([]);
    await runAfter(second);
    expect(titles()).toEqual(['Paper 2601.00001']);
    expect(due.againAt()).toBe(Number.POSITIVE_INFINITY);
  });

  test('waits longer each time where the far end does not say how long', async () => {
    const { add, platform, due, now, runAfter } = await openDeliveryWorld({
      dependencies: { random },
    });
    await add();
    const waits: number[] = [];
    let wait = 0;
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      platform.outcomes.push(busy);
      await runAfter(wait);
      wait = due.againAt() - now();
      waits.push(wait / second);
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60, 60, 60]);
  });

  test('is tried until it is too late, and then left to the next digest, which says since when', async () => {
    const { add, platform, runAfter, titles, rows, stored } = await openDeliveryWorld({
      platform: (recording) => ({
        send: async (...message) => (isDown ? busy : recording.send(...message)),
      }),
      dependencies: { random },
    });
    let isDown = true;
    const { id } = await add();
    for (let tick = 0; tick < 7 * 12; tick += 1) await runAfter(5 * minute);
    expect(await rows()).toMatchObject([{ status: 'failed', detail: 'busy' }]);
    expect((await stored(id)).awaySince).toBe('2026-03-01T00:00:00.000Z');
    isDown = false;
    await runAfter(17 * hour);
    expect(titles()).toEqual(['Paper 2601.00001']);
    expect(await stored(id)).not.toHaveProperty('awaySince');
    expect(platform.sent).toHaveLength(1);
  });

  test('at a place that fails while others take theirs is left to the next digest', async () => {
    const world = await openDeliveryWorld({
      platform: (recording) => ({
        send: async (address, ...message): Promise<SendOutcome> =>
          address === 'terminal:ill' && isIll ? busy : recording.send(address, ...message),
      }),
      dependencies: { random },
    });
    let isIll = true;
    await world.add({ address: 'terminal:ill' });
    for (let tick = 0; tick < 8; tick += 1) {
      await world.add({ address: `terminal:well-${tick}` });
      await world.runAfter(3 * minute);
    }
    expect((await world.rows())[0]).toMatchObject({ status: 'failed', detail: 'busy' });
    expect(world.due.againAt()).toBe(Number.POSITIVE_INFINITY);
    isIll = false;
    await world.runAfter(day);
    const [ill] = world.platform.sent.filter(({ address }) => address === 'terminal:ill');
    expect(ill?.payload).toEqual({ titles: ['Paper 2601.00001'] });
  });
});

test('a platform in trouble is left alone for a minute, then tried by one', async () => {
  let isDown = true;
  let asked = 0;
  const world = await openDeliveryWorld({
    platform: (recording) => ({
      async send(...message) {
        asked += 1;
        return isDown ? { ...busy } : recording.send(...message);
      },
    }),
    dependencies: { random: () => 0 },
  });
  for (let place = 0; place < 40; place += 1) await world.add({ address: `terminal:${place}` });
  for (let round = 0; round < 5; round += 1) await world.due.run();
  const before = asked;
  expect(before).toBeLessThanOrEqual(40);
  expect(world.due.againAt()).toBeGreaterThan(world.now() + 59 * second);
  await world.runAfter(minute);
  expect(asked).toBe(before + 1);
  isDown = false;
  await world.runAfter(minute);
  expect(asked).toBe(before + 2);
  await world.runAfter(minute);
  expect(world.platform.sent).toHaveLength(40);
});

test('a trial that could not be written down leaves its turn to another place', async () => {
  let isDown = true;
  let left = 0;
  const world = await openDeliveryWorld({
    platform: (recording) => ({
      send: async (...message) => (isDown ? { ...busy } : recording.send(...message)),
    }),
    store: ({ deliveries }) => ({
      deliveries: {
        ...deliveries,
        async put(...rows) {
          const isTrial = !isDown && rows.some(({ status }) => status === 'sending');
          if (isTrial && left++ === 0) throw new Error('the disk is full');
          return deliveries.put(...rows);
        },
      },
    }),
    dependencies: { random: () => 0 },
  });
  for (let place = 0; place < 40; place += 1) await world.add({ address: `terminal:${place}` });
  for (let round = 0; round < 5; round += 1) await world.due.run();
  isDown = false;
  await world.runAfter(minute);
  await world.runAfter(second);
  expect(world.platform.sent.length).toBeGreaterThan(0);
});

test('a fault that nobody foresaw is met again later and later, and delays nobody else', async () => {
  let planned = 0;
  const world = await openDeliveryWorld({
    store: ({ deliveries }) => ({
      deliveries: {
        ...deliveries,
        async put(...rows) {
          if (rows.every(({ address }) => address !== 'terminal:bad')) {
            return deliveries.put(...rows);
          }
          planned += 1;
          throw new TypeError('no such thing');
        },
      },
    }),
    dependencies: { random },
  });
  await world.add({ address: 'terminal:bad' });
  await world.add();
  for (let tick = 0; tick < 600; tick += 1) await world.runAfter(second);
  expect(planned).toBeGreaterThan(5);
  expect(planned).toBeLessThan(16);
  expect(world.titles()).toEqual(['Paper 2601.00001']);
});

test('digests of a platform that does not run wait, and that is said once', async () => {
  const world = await openDeliveryWorld();
  await world.add({ address: 'slack:T1/C1' });
  await world.add({ address: 'slack:T1/C2' });
  for (let tick = 0; tick < 3; tick += 1) await world.runAfter(minute);
  expect(world.log).toEqual(['Digests at slack: wait: it does not run here.']);
  expect(await world.rows()).toEqual([]);
});

test('a schedule that cannot be read keeps no other from its time', async () => {
  const world = await openDeliveryWorld();
  const schedule = { kind: 'cron', expression: 'at nine', zone: 'Mars/Olympus' } as const;
  await world.add({ address: 'terminal:bad', schedule });
  await world.add();
  await world.due.run();
  expect(world.titles()).toEqual(['Paper 2601.00001']);
  expect(world.log).toHaveLength(1);
});

test('what is removed or paused while it waits is not waited for', async () => {
  const { add, store, platform, due, runAfter, rows } = await openDeliveryWorld();
  const { id } = await add();
  platform.outcomes.push({ ...busy, afterMs: hour });
  await due.run();
  await store.subscriptions.remove(id);
  await runAfter(minute);
  expect(due.againAt()).toBe(Number.POSITIVE_INFINITY);
  expect(await rows()).toMatchObject([{ status: 'failed' }]);
});

test('what waits for a platform that does not run is left as it is', async () => {
  const world = await openDeliveryWorld();
  const { id } = await world.add({ address: 'slack:T1/C1' });
  const base = {
    subscription: id,
    address: 'slack:T1/C1',
    posted: [],
    passedOver: [],
    payload: 'p',
  };
  const at = { firstSentAt: '2026-03-02T09:00:01.000Z', updatedAt: '2026-03-02T09:00:01.000Z' };
  const slot = '2026-03-02T09:00+00:00';
  const rest = { ...base, ...at, slot, attempt: 1 };
  await world.store.deliveries.put(
    { ...rest, part: 0, status: 'sending' },
    { ...rest, part: 1, status: 'retry', notBefore: at.updatedAt, detail: 'busy' },
  );
  const restarted = await world.restart();
  for (let tick = 0; tick < 20; tick += 1) await restarted.runAfter(minute);
  const states = (await world.rows()).map((row) => [row.status, 'held' in row]);
  expect(states).toEqual([
    ['uncertain', false],
    ['retry', false],
  ]);
});

test('a digest that needed a second try has looked at what the first one did', async () => {
  let tries = 0;
  const { add, due, pass, stored, titles } = await openDeliveryWorld({
    platform: (recording) => ({
      async send(...message) {
        tries += 1;
        return tries === 1 ? { kind: 'retry', detail: '500' } : recording.send(...message);
      },
    }),
  });
  const { id } = await add();
  await due.run();
  pass(minute);
  await due.run();
  expect(titles()).toEqual(['Paper 2601.00001']);
  expect((await stored(id)).consideredUntil).toBe('2026-03-02T08:59:00.000Z');
});
