import { expect, test } from 'vitest';
import type { SendOutcome } from '../../src/core/delivery.ts';
import type { Reconciliation } from '../../src/core/reconciliation.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import type { RecordingPlatform } from '../fakes/recording-platform.ts';
import { createChance } from '../simulation/random.ts';
import { hour, minute, openDeliveryWorld, second } from './delivery-world.ts';

const bad = 'terminal:bad';
const refusedConnection: SendOutcome = { kind: 'retry', detail: 'ECONNREFUSED' };
const lost: SendOutcome = { kind: 'uncertain', detail: '503' };
const unanswered: Reconciliation = { kind: 'unknown', detail: '503', isUnanswered: true };

async function openWorld(
  places: readonly string[],
  platform: (recording: RecordingPlatform) => Partial<Platform>,
) {
  const dependencies = { random: createChance(places.length).next };
  const world = await openDeliveryWorld({ platform, dependencies });
  for (const address of places) await world.add({ address });
  await world.due.run();
  return world;
}

const good = (count: number) => Array.from({ length: count }, (_, index) => `terminal:${index}`);

test('a place of which nothing can be learned does not keep the others of its platform in doubt', async () => {
  let isDown = true;
  const world = await openWorld([bad, ...good(5)], (recording) => ({
    send: async (...message) => (isDown ? lost : recording.send(...message)),
    reconcile: async ({ address }) =>
      isDown || address === bad ? unanswered : { kind: 'repeatable' },
  }));
  await world.runFor(2 * minute);
  isDown = false;
  const { sent } = world.platform;
  expect(await world.runFor(hour, () => sent.length === 5)).toBeLessThan(10 * minute);
});

test('a place that goes on failing does not keep the others from being tried', async () => {
  let isDown = true;
  const world = await openWorld([bad, ...good(40)], (recording) => ({
    send: async (...message) =>
      isDown || message[0] === bad ? refusedConnection : recording.send(...message),
  }));
  await world.runFor(5 * minute);
  isDown = false;
  const { sent } = world.platform;
  expect(await world.runFor(hour, () => sent.length === 40)).toBeLessThan(10 * minute);
});

test('a wait that is asked for by a platform in trouble is an answer', async () => {
  let isDown = true;
  let asked = 0;
  const world = await openWorld(good(40), (recording) => ({
    async send(...message) {
      if (isDown) return refusedConnection;
      asked += 1;
      if (asked <= 3) return { kind: 'retry', detail: '429', afterMs: 5_000 };
      return recording.send(...message);
    },
  }));
  await world.runFor(10 * minute);
  isDown = false;
  const { sent } = world.platform;
  expect(await world.runFor(hour, () => sent.length === 40)).toBeLessThan(80 * second);
});

test('what is refused without asking the platform does not tell that it is well', async () => {
  const gone = 'terminal:gone';
  const world = await openWorld(good(2), () => ({
    async send(address) {
      if (address !== gone) return refusedConnection;
      const pause = { kind: 'destination-gone', text: 'It is gone' } as const;
      return { kind: 'rejected', detail: 'no token', pause, isLocal: true };
    },
  }));
  await world.runFor(16 * minute);
  await world.add({ address: gone });
  await world.due.run();
  await world.runFor(5 * minute);
  const open = (await world.rows()).filter(({ address }) => address !== gone);
  expect(open.map(({ status }) => status)).toEqual(['retry', 'retry']);
});

test('a platform that stays silent for hours is asked no more often later on', async () => {
  let asked = 0;
  const world = await openWorld(good(30), () => ({
    send: async () => lost,
    async reconcile() {
      asked += 1;
      return unanswered;
    },
  }));
  await world.runFor(hour);
  for (let hours = 2; hours <= 8; hours += 1) {
    const before = asked;
    await world.runFor(hour);
    expect(asked - before, `in hour ${hours}`).toBeLessThanOrEqual(hour / minute);
  }
});
