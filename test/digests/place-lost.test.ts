import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../src/core/delivery.ts';
import type { Problem } from '../../src/core/problem.ts';
import type { Obstacle, Subscription } from '../../src/core/subscription.ts';
import { createPlaces, type Places } from '../../src/digests/places.ts';
import { day, minute, openDeliveryWorld } from './delivery-world.ts';

const place = 'terminal:lab/5';
const gone: Obstacle = { kind: 'destination-gone', text: 'The channel is gone' };
const refusal: SendOutcome = { kind: 'rejected', pause: gone, detail: '10003' };
const archived: Problem = { message: 'That channel is archived.', remedy: 'Unarchive it.' };

interface Given {
  /** What happens while a digest is being sent, and how that ends. */
  readonly whileSending?: (places: Places) => Promise<SendOutcome>;
  /** What the platform finds at the place. */
  readonly problem?: () => Promise<Problem | undefined>;
  readonly given?: Partial<Subscription>;
}

/** One digest at a place, what it posted, and what whoever set it up was told. */
async function openPlace({
  whileSending,
  problem = async () => undefined,
  given = {},
}: Given = {}) {
  const notices: string[] = [];
  let places: Places | undefined;
  const world = await openDeliveryWorld({
    platform: (recording) => ({
      async send(address, payload, deliveryId) {
        if (address.startsWith('terminal:dm-')) {
          notices.push(deliveryId);
          return { kind: 'sent' };
        }
        const outcome = places && (await whileSending?.(places));
        return outcome?.kind === 'rejected'
          ? outcome
          : recording.send(address, payload, deliveryId);
      },
    }),
  });
  const { store, now } = world;
  const log: string[] = [];
  const warn = (line: string): void => void log.push(line);
  places = createPlaces({ store, now, problemAt: problem, log: { warn } });
  const { id } = await world.add({ address: place, ...given });
  const state = async () => (await world.stored(id)).status;
  return { ...world, places, id, notices, state, log };
}

test('what posts at a place that is lost is paused at once, and whoever set it up told once', async () => {
  const { places, due, runAfter, state, notices, platform, add, stored, log } = await openPlace();
  const other = await add({ address: 'terminal:lab/55' });
  const idle = await add({ address: place, status: { ...byUser, since: '2026-03-01T00:00:00Z' } });
  await Promise.all([places.lost(place, gone), places.lost(place, gone)]);
  await places.lost(place, gone);
  expect(await state()).toMatchObject({ kind: 'paused', reason: gone });
  expect((await stored(other.id)).status.kind).toBe('active');
  expect((await stored(idle.id)).status).toMatchObject(byUser);
  await due.run();
  await runAfter(minute);
  await runAfter(day);
  expect(notices).toHaveLength(1);
  expect(platform.sent.map(({ address }) => address)).toEqual([other.address]);
  expect(log).toEqual([`d1 at ${place}: paused: The channel is gone.`]);
});

const byUser = { kind: 'paused', reason: { kind: 'by-user' } } as const;

describe('a digest that is being sent when its place is lost', () => {
  test.each([
    ['arrives', async (): Promise<SendOutcome> => ({ kind: 'sent' }), 'sent', 1],
    ['is refused for it', async () => refusal, 'failed', 0],
  ] as const)('and %s: paused, told once', async (_, outcome, status, posted) => {
    const { due, runAfter, rows, notices, titles, stored, id } = await openPlace({
      async whileSending(places) {
        await places.lost(place, gone);
        return outcome();
      },
    });
    await due.run();
    await runAfter(minute);
    expect(await stored(id)).toMatchObject({
      status: { kind: 'paused', reason: gone },
      refused: { reason: gone, digests: 1 },
    });
    expect(notices).toHaveLength(1);
    expect(titles()).toHaveLength(posted);
    expect((await rows()).map((row) => row.status)).toEqual([status]);
    await runAfter(day);
    expect(notices).toHaveLength(1);
    expect(titles()).toHaveLength(posted);
  });
});

test('a digest that is sent by hand when its place is lost takes no notice away', async () => {
  const before: Obstacle = { kind: 'not-permitted', text: 'I may not post there' };
  const { due, runAfter, notices, stored, id } = await openPlace({
    given: { refused: { reason: before, digests: 1 } },
    async whileSending(places) {
      await places.lost(place, gone);
      return { kind: 'sent' };
    },
  });
  expect(await due.sendNow(await stored(id))).toMatchObject({ kind: 'sent' });
  await runAfter(minute);
  expect(notices).toHaveLength(1);
  expect(await stored(id)).toMatchObject({ refused: { reason: gone } });
});

test('a digest that is sent by hand after its place was lost takes no notice away', async () => {
  const { places, due, runAfter, notices, stored, state, id } = await openPlace();
  await places.lost(place, gone);
  expect(await due.sendNow(await stored(id))).toMatchObject({ kind: 'sent' });
  await runAfter(minute);
  expect(notices).toHaveLength(1);
  expect(await state()).toMatchObject({ kind: 'paused', reason: gone });
});

test('a place that is lost again is told again where the cause is another one', async () => {
  let problem: Problem | undefined;
  const { places, runAfter, notices } = await openPlace({ problem: async () => problem });
  async function lose(found: Problem): Promise<void> {
    problem = found;
    await places.lost(place);
    await runAfter(minute);
    problem = undefined;
    await places.changed(place);
  }
  await lose(archived);
  expect(notices).toHaveLength(1);
  await lose(archived);
  expect(notices).toHaveLength(1);
  await lose({ message: 'I am not in that channel.', remedy: 'Invite me.' });
  expect(notices).toHaveLength(2);
});

describe('a place of which only its platform can tell', () => {
  test('is lost where it says so', async () => {
    const { places, due, state, notices } = await openPlace({ problem: async () => archived });
    await places.lost(place);
    const text = 'That channel is archived. Unarchive it';
    expect(await state()).toMatchObject({ reason: { kind: 'not-permitted', text } });
    await due.run();
    expect(notices).toHaveLength(1);
  });

  test.each([
    ['finds nothing', undefined],
    ['cannot tell', { message: 'Slack does not answer.', isUnknown: true } as const],
  ])('goes on where it %s', async (_, problem) => {
    const { places, state } = await openPlace({ problem: async () => problem });
    await places.lost(place);
    expect(await state()).toEqual({ kind: 'active' });
  });

  test('is asked about only where something posts there', async () => {
    let asked = 0;
    const { places } = await openPlace({
      async problem() {
        asked += 1;
        return archived;
      },
    });
    await places.lost('terminal:lab/6');
    expect(asked).toBe(0);
  });

  test('ends as it is, however fast it is archived and comes back', async () => {
    const step = fc.record({ isArchived: fc.boolean(), turns: fc.nat(4) });
    const steps = fc.array(step, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(steps, async (told) => {
        let isArchived = false;
        const { places, state } = await openPlace({
          async problem() {
            await turn();
            const found = isArchived ? archived : undefined;
            await turn();
            return found;
          },
        });
        const handled: Promise<void>[] = [];
        for (const { isArchived: isNow, turns } of told) {
          isArchived = isNow;
          handled.push(places[isNow ? 'lost' : 'changed'](place));
          for (let passed = 0; passed < turns; passed += 1) await turn();
        }
        await Promise.all(handled);
        expect((await state()).kind).toBe(isArchived ? 'paused' : 'active');
      }),
      { numRuns: 40 },
    );
  });
});
