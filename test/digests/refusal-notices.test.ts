import { describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../src/core/delivery.ts';
import { nobody } from '../../src/core/subscription.ts';
import type { Platform } from '../../src/platforms/platform.ts';
import { hour, minute, openDeliveryWorld, second } from './delivery-world.ts';

const pause = { kind: 'not-permitted', text: 'I may not post there' } as const;
const refusal: SendOutcome = { kind: 'rejected', pause, detail: '50013' };
const lost: SendOutcome = { kind: 'uncertain', detail: 'no answer' };
const busy: SendOutcome = { kind: 'retry', detail: 'busy' };
const never = new Promise<never>(() => undefined);

interface Given {
  /** How notices end, in turn; they arrive once these are used up. */
  readonly outcomes?: readonly SendOutcome[];
  /** Of these, the lost ones arrived. */
  readonly arrives?: boolean;
  /** What the platform can tell: all by default. */
  readonly reconcile?: Platform['reconcile'] | 'none';
  /** The process dies at this write, from 0, just before it or after it. */
  readonly dies?: { readonly at: number; readonly applied: boolean };
}

/** A place that refuses its digest, once it is asked; what whoever set it up was told. */
async function refusing({ outcomes = [], arrives = true, reconcile, dies }: Given) {
  const notices: string[] = [];
  const turns = [...outcomes];
  let writes = 0;
  let isHealed = dies === undefined;
  let die = (): void => undefined;
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  const dying =
    <Args extends readonly unknown[], Result>(write: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      const left = isHealed ? 1 : (dies?.at ?? 0) - writes;
      writes += 1;
      if (left > 0) return write(...args);
      if (left === 0 && dies?.applied === true) await write(...args);
      die();
      return never;
    };
  const world = await openDeliveryWorld({
    store: ({ deliveries, subscriptions }) => ({
      deliveries: { ...deliveries, put: dying(deliveries.put) },
      subscriptions: { ...subscriptions, update: dying(subscriptions.update) },
    }),
    platform: () => ({
      async send(address, _payload, deliveryId) {
        if (address === 'terminal:-') return refusal;
        const outcome = turns.shift() ?? { kind: 'sent' };
        if (outcome.kind === 'sent' || (outcome.kind === 'uncertain' && arrives)) {
          notices.push(deliveryId);
        }
        return outcome;
      },
      ...(reconcile !== 'none' && {
        reconcile:
          reconcile ??
          (async ({ deliveryId }) => ({
            kind: notices.includes(deliveryId) ? 'sent' : 'repeatable',
          })),
      }),
    }),
  });
  const { id } = await world.add();
  const refused = async () => (await world.stored(id)).refused;
  const heal = (): void => {
    isHealed = true;
  };
  return { ...world, id, notices, refused, died, heal };
}

test('a notice that arrived is not owed any more', async () => {
  const { due, notices, refused, runAfter } = await refusing({});
  await due.run();
  expect(notices).toHaveLength(1);
  expect(await refused()).toEqual({ reason: pause, digests: 1 });
  await runAfter(minute);
  expect(notices).toHaveLength(1);
  expect(due.againAt()).toBe(Number.POSITIVE_INFINITY);
});

describe.each([false, true])('a process that dies at a write (applied: %s)', (applied) => {
  test.each([0, 1, 2, 3, 4, 5, 6])('the notice after write %i is told once', async (at) => {
    const world = await refusing({ dies: { at, applied } });
    await Promise.race([world.due.run(), world.died]);
    world.heal();
    const restarted = await world.restart();
    for (let tick = 0; tick < 20; tick += 1) await restarted.runAfter(minute);
    expect(world.notices).toHaveLength(1);
    expect(await world.refused()).toEqual({ reason: pause, digests: 1 });
  });
});

test.each([
  ['arrived', true],
  ['did not arrive', false],
])('one that %s, which nobody heard of, is told once', async (_, arrives) => {
  const { due, notices, refused, runAfter } = await refusing({ outcomes: [lost], arrives });
  await due.run();
  for (let tick = 0; tick < 60; tick += 1) await runAfter(5 * second);
  expect(notices).toHaveLength(1);
  expect(await refused()).not.toHaveProperty('untold');
});

test.each([
  ['cannot tell', async () => ({ kind: 'unknown', detail: 'no right' }) as const],
  ['fails', () => Promise.reject(new Error('down'))],
  ['has no memory', 'none'],
] as const)(
  'one that may have arrived is not repeated where the platform %s',
  async (_, reconcile) => {
    const { due, notices, refused, runAfter, log } = await refusing({
      outcomes: [lost],
      reconcile,
    });
    await due.run();
    for (let tick = 0; tick < 60; tick += 1) await runAfter(minute);
    expect(notices).toHaveLength(1);
    expect(await refused()).not.toHaveProperty('untold');
    expect(log.at(-1)).toMatch(/d1\/notice-.*: it may not have been told/);
  },
);

test('one that surely did not arrive is tried again, later and later, for a day', async () => {
  const { due, notices, restart } = await refusing({ outcomes: [busy, busy] });
  await due.run();
  expect(notices).toEqual([]);
  const restarted = await restart();
  for (let tick = 0; tick < 3; tick += 1) await restarted.runAfter(10 * minute);
  expect(notices).toHaveLength(1);
  const endless = await refusing({ outcomes: Array.from({ length: 9_000 }, () => busy) });
  for (let tick = 0; tick < 30; tick += 1) await endless.runAfter(hour);
  expect(await endless.refused()).not.toHaveProperty('untold');
  expect(endless.due.againAt()).toBe(Number.POSITIVE_INFINITY);
});

test.each([
  ['refuses it', refusal],
  ['takes it', { kind: 'sent' } as const],
])('it ends where the platform %s', async (_, outcome) => {
  const { due, refused } = await refusing({ outcomes: [outcome] });
  await due.run();
  expect(await refused()).not.toHaveProperty('untold');
});

test('who was forgotten is not told, nor who has removed or resumed it meanwhile', async () => {
  const forgotten = await refusing({});
  await forgotten.store.subscriptions.update(forgotten.id, (latest) => ({
    ...latest,
    createdBy: nobody,
  }));
  await forgotten.due.run();
  expect(forgotten.notices).toEqual([]);
  expect(await forgotten.refused()).not.toHaveProperty('untold');
  const removed = await refusing({ outcomes: [busy] });
  await removed.due.run();
  await removed.store.subscriptions.remove(removed.id);
  await removed.runAfter(hour);
  expect(removed.notices).toEqual([]);
  expect(removed.due.againAt()).toBe(Number.POSITIVE_INFINITY);
});

test('a slow notice keeps no digest from its time', async () => {
  let answer: ((outcome: SendOutcome) => void) | undefined;
  const world = await openDeliveryWorld({
    platform: (recording) => ({
      async send(address, ...message) {
        if (address === 'terminal:bad') return refusal;
        if (!address.startsWith('terminal:dm-')) return recording.send(address, ...message);
        return new Promise<SendOutcome>((resolve) => {
          answer = resolve;
        });
      },
    }),
  });
  await world.add({ address: 'terminal:bad' });
  const run = world.due.run();
  await expect.poll(() => answer).toBeDefined();
  await world.add();
  void world.due.run();
  await expect.poll(() => world.titles().length).toBe(1);
  answer?.({ kind: 'sent' });
  await run;
  await world.due.stop();
});

const owed = { reason: pause, digests: 1, untold: { since: '2026-03-02T09:00:00.000Z' } } as const;
const settledUntil = '2026-03-02T09:00:00.000Z';

test('of thousands that are owed, fifty are sent at once, and none after the end was asked for', async () => {
  const answers: (() => void)[] = [];
  const world = await openDeliveryWorld({
    platform: () => ({
      send: () =>
        new Promise<SendOutcome>((resolve) => {
          answers.push(() => resolve({ kind: 'sent' }));
        }),
    }),
  });
  for (let count = 0; count < 120; count += 1) {
    await world.add({ address: `terminal:${count}`, settledUntil, refused: owed });
  }
  const run = world.due.run();
  await expect.poll(() => answers.length).toBe(50);
  for (const answer of answers.splice(0)) answer();
  await expect.poll(() => answers.length).toBe(50);
  const stopped = world.due.stop();
  for (const answer of answers.splice(0)) answer();
  await Promise.all([run, stopped]);
  expect(answers).toEqual([]);
  const left = (await world.store.subscriptions.all()).filter(({ refused }) => refused?.untold);
  expect(left).toHaveLength(20);
});

test('what is looked for has the words of what was sent, though its next run comes nearer', async () => {
  const sent: unknown[] = [];
  const sought: unknown[] = [];
  const { add, due, runAfter } = await openDeliveryWorld({
    platform: () => ({
      render: (view) => [{ payload: JSON.stringify(view), papers: [] }],
      send: async (_address, payload) => {
        sent.push(payload);
        return lost;
      },
      reconcile: async ({ payload }) => {
        sought.push(payload);
        return { kind: 'unknown', detail: 'no right' };
      },
    }),
  });
  await add({ settledUntil, refused: owed });
  await due.run();
  for (let tick = 0; tick < 5; tick += 1) await runAfter(2 * hour);
  expect(sought).toHaveLength(3);
  expect(new Set(sought)).toEqual(new Set(sent));
});

test('one that is tried again is not waited for meanwhile', async () => {
  let answer: ((outcome: SendOutcome) => void) | undefined;
  const { add, due, pass, now } = await openDeliveryWorld({
    platform: () => ({
      send: () =>
        new Promise<SendOutcome>((resolve) => {
          answer = resolve;
        }),
    }),
  });
  await add({ settledUntil, refused: owed });
  const first = due.run();
  await expect.poll(() => answer).toBeDefined();
  answer?.(busy);
  await first;
  pass(10 * minute);
  expect(due.againAt()).toBe(now());
  answer = undefined;
  const second = due.run();
  await expect.poll(() => answer).toBeDefined();
  expect(due.againAt()).toBe(Number.POSITIVE_INFINITY);
  (answer as ((outcome: SendOutcome) => void) | undefined)?.({ kind: 'sent' });
  await second;
});

test('how often another one of the same digest was tried does not count', async () => {
  const outcomes: SendOutcome[] = [busy, busy, busy, busy, busy, busy, busy, lost];
  const { add, due, store, runAfter, now } = await openDeliveryWorld({
    platform: () => ({ send: async () => outcomes.shift() ?? { kind: 'sent' } }),
  });
  const { id } = await add({ settledUntil, refused: owed });
  await due.run();
  while (outcomes.length > 1) await runAfter(10 * minute);
  await store.subscriptions.update(id, ({ refused: _, ...rest }) => rest);
  await runAfter(hour);
  const since = new Date(now()).toISOString();
  await store.subscriptions.update(id, (latest) => ({
    ...latest,
    refused: { ...owed, untold: { since } },
  }));
  await runAfter(0);
  expect(due.againAt()).toBe(now() + 5 * second);
});

test.each([
  [
    'does not answer for an hour what became of one',
    { kind: 'unknown', detail: 'down', isUnanswered: true },
  ],
  [
    'can only take a repetition for the same, and is busy',
    { kind: 'repeatable', mayBeThere: true },
  ],
] as const)('a platform that %s is told it once', async (_, first) => {
  let isDown = true;
  const world = await refusing({
    outcomes: [lost, ...Array.from({ length: 100 }, () => busy)],
    reconcile: async () => (isDown ? first : { kind: 'sent' }),
  });
  await world.due.run();
  for (let tick = 0; tick < 60; tick += 1) await world.runAfter(minute);
  expect((await world.refused())?.untold?.sentAt).toBe('2026-03-02T09:00:30.000Z');
  isDown = false;
  for (let tick = 0; tick < 3; tick += 1) await world.runAfter(minute);
  expect(await world.refused()).not.toHaveProperty('untold');
  expect(world.notices).toHaveLength(1);
});

test('a digest that a person has paused since its place refused it is told with the words of the place', async () => {
  const told: string[] = [];
  const { add, due } = await openDeliveryWorld({
    platform: (recording) => ({
      render(view, to) {
        if (to.scope === 'personal') told.push(JSON.stringify(view));
        return recording.render(view, to);
      },
    }),
  });
  const since = '2026-03-02T08:59:00.000Z';
  await add({
    status: { kind: 'paused', reason: { kind: 'by-user' }, since },
    refused: { reason: pause, digests: 1, untold: { since } },
  });
  await due.run();
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('I could not post digest d1.');
  expect(told[0]).toContain(pause.text);
  expect(told[0]).not.toContain('had to pause');
  expect(told[0]).not.toContain('I pause it');
});
