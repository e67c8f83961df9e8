import { describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../src/core/delivery.ts';
import type { Reconciliation } from '../../src/core/reconciliation.ts';
import { day, hour, minute, openDeliveryWorld, second } from './delivery-world.ts';

const lost: SendOutcome = { kind: 'uncertain', detail: 'connection lost' };
const busy: SendOutcome = { kind: 'retry', detail: 'busy' };
const pause = { kind: 'not-permitted', text: 'I may not post there' } as const;
const refused: SendOutcome = { kind: 'rejected', pause, detail: '50013' };
const unknown: Reconciliation = { kind: 'unknown', detail: 'no right' };
const unanswered: Reconciliation = { ...unknown, isUnanswered: true };
const maybe: Reconciliation = { kind: 'repeatable', mayBeThere: true };

interface Given {
  /** How sends end, in turn; they arrive once these are used up. */
  readonly outcomes: readonly SendOutcome[];
  /** What the platform can tell, in turn; the last one stays. */
  readonly tells: readonly Reconciliation[];
}

/** A digest whose sending goes wrong; since when each attempt was said to be there, perhaps. */
async function open({ outcomes, tells }: Given) {
  const since: (string | undefined)[] = [];
  const left = [...tells];
  let asked = 0;
  const world = await openDeliveryWorld({
    platform: (recording) => ({
      send(...message) {
        since.push(message[4]);
        return recording.send(...message);
      },
      async reconcile() {
        asked += 1;
        return left.shift() ?? tells.at(-1) ?? unknown;
      },
    }),
    dependencies: { random: () => 0.999_999 },
  });
  const { id } = await world.add();
  world.platform.outcomes.push(...outcomes);
  await world.due.run();
  const row = async () => (await world.rows())[0];
  const passMinutes = async (minutes: number) => {
    for (let passed = 0; passed < minutes; passed += 1) await world.runAfter(minute);
  };
  return { ...world, id, row, since, asked: () => asked, passMinutes };
}

describe('a message that was repeated while it might be there', () => {
  test('is told to its platform as such, and as new where it is known not to be there', async () => {
    const { since, now, runAfter, row } = await open({
      outcomes: [lost, lost],
      tells: [maybe, { kind: 'repeatable' }],
    });
    const firstSentAt = new Date(now()).toISOString();
    await runAfter(5 * second);
    await runAfter(10 * second);
    expect(since).toEqual([undefined, firstSentAt, undefined]);
    expect(await row()).toMatchObject({ status: 'sent' });
  });

  test('and was put off is looked for again, and marked where nobody can tell', async () => {
    const { runAfter, row, titles, passMinutes } = await open({
      outcomes: [lost, { ...busy, afterMs: 3 * minute }],
      tells: [maybe, unknown],
    });
    await runAfter(5 * second);
    expect(await row()).toMatchObject({ status: 'uncertain' });
    await passMinutes(10);
    expect(titles()).toHaveLength(1);
    expect(await row()).toMatchObject({ status: 'sent', mayBeTwice: true });
  });

  test('and was put off is not repeated where it is found then', async () => {
    const { runAfter, row, titles } = await open({
      outcomes: [lost, busy],
      tells: [maybe, { kind: 'sent', externalId: 'there' }],
    });
    await runAfter(5 * second);
    await runAfter(10 * second);
    expect(titles()).toEqual([]);
    expect(await row()).toMatchObject({ status: 'sent', externalId: 'there' });
  });

  test.each<[string, Given]>([
    ['then', { outcomes: [lost, refused], tells: [maybe, unknown] }],
    ['at once', { outcomes: [{ ...refused, mayBeThere: true }], tells: [unknown] }],
    ['when it was sent once more', { outcomes: [lost, refused], tells: [unknown] }],
  ])('and is refused %s pauses, and its papers count as posted', async (_, given) => {
    const { row, stored, id, store, passMinutes, log } = await open(given);
    await passMinutes(20);
    expect((await stored(id)).status).toMatchObject({ kind: 'paused', reason: pause });
    expect(await row()).toMatchObject({ status: 'uncertain', held: true });
    expect(await store.deliveries.postedAt('terminal:-')).toEqual(new Set(['arxiv:2601.00001']));
    expect(log.at(-1)).toMatch(/held, it may or may not have arrived/);
  });

  test('and is refused frees its papers where it is known not to be there', async () => {
    const { row, store, passMinutes } = await open({
      outcomes: [{ ...refused, mayBeThere: true }],
      tells: [{ kind: 'repeatable' }],
    });
    await passMinutes(20);
    expect(await row()).toMatchObject({ status: 'failed' });
    expect(await store.deliveries.postedAt('terminal:-')).toEqual(new Set());
  });
});

describe('a message that was sent once more, and surely not then', () => {
  const untilTooLate: Given = {
    outcomes: [lost, ...Array.from({ length: 600 }, () => busy)],
    tells: [unknown],
  };

  test('is held once it is too late', async () => {
    const { row, titles, passMinutes, runAfter, platform } = await open(untilTooLate);
    await passMinutes(10);
    expect(await row()).toMatchObject({ status: 'retry', mayBeTwice: true });
    await runAfter(6 * hour);
    platform.outcomes.splice(0);
    await passMinutes(10);
    expect(await row()).toMatchObject({ status: 'uncertain', held: true, mayBeTwice: true });
    await runAfter(day);
    expect(titles()).toEqual([]);
  });

  test('is held by the next process too', async () => {
    const { restart, row, passMinutes, pass } = await open(untilTooLate);
    await passMinutes(10);
    pass(6 * hour);
    const next = await restart();
    for (let passed = 0; passed < 10; passed += 1) await next.runAfter(minute);
    expect(await row()).toMatchObject({ status: 'uncertain', held: true, mayBeTwice: true });
  });

  test('is held at a place that fails while others take theirs', async () => {
    const { row, passMinutes, add, runAfter, platform } = await open({
      outcomes: [lost],
      tells: [unknown],
    });
    platform.outcomes.push(...Array.from({ length: 30 }, () => busy));
    await passMinutes(14);
    expect(await row()).toMatchObject({ status: 'retry', mayBeTwice: true });
    platform.outcomes.splice(0);
    await add({ address: 'terminal:well' });
    platform.outcomes.push(busy);
    await runAfter(minute);
    platform.outcomes.push(...Array.from({ length: 30 }, () => busy));
    await passMinutes(15);
    expect(await row()).toMatchObject({ status: 'uncertain', held: true });
  });
});

describe('a platform that does not answer what became of a message', () => {
  test('is asked until it does, and the message is sent once where it is not there', async () => {
    const { row, titles, asked, passMinutes } = await open({
      outcomes: [lost],
      tells: [...Array.from({ length: 60 }, () => unanswered), { kind: 'repeatable' }],
    });
    await passMinutes(50);
    expect(await row()).toMatchObject({ status: 'uncertain' });
    expect(await row()).not.toHaveProperty('asked');
    expect(asked()).toBeLessThanOrEqual(55);
    await passMinutes(15);
    expect(titles()).toHaveLength(1);
    expect(await row()).not.toHaveProperty('mayBeTwice');
  });

  test('for six hours is taken for one that cannot tell', async () => {
    const { row, titles, passMinutes } = await open({ outcomes: [lost], tells: [unanswered] });
    await passMinutes(359);
    expect(await row()).not.toHaveProperty('asked');
    await passMinutes(20);
    expect(await row()).toMatchObject({ status: 'uncertain', held: true });
    expect(titles()).toEqual([]);
  });
});
