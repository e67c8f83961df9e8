import { describe, expect, test } from 'vitest';
import { isActive, resumed } from '../../src/core/subscription.ts';
import { createPlaces } from '../../src/digests/places.ts';
import { paper } from '../fakes/papers.ts';
import { day, minute, openDeliveryWorld } from './delivery-world.ts';

const pause = { kind: 'not-permitted', text: 'I may not post there' } as const;
const refusal = { kind: 'rejected', pause, detail: '50013', patience: 1 } as const;
const channel = 'terminal:-';

/** A world in which a place refuses these digests, one a day; what is told to whoever set it up arrives. */
async function refusing(digests: number) {
  const world = await openDeliveryWorld({ papers: [] });
  const { id } = await world.add();
  let number = 0;
  /** The next day's digest, of one new paper. */
  async function nextDigest(): Promise<void> {
    number += 1;
    const arrivedAt = new Date(world.now() - minute).toISOString();
    world.arrive(paper(`2601.0000${number}`, { arrivedAt, featuredOn: '2026-03-01' }));
    if (number <= digests) world.platform.outcomes.push(refusal);
    await world.due.run();
    world.pass(day);
  }
  const notices = () => world.platform.sent.filter(({ address }) => address !== channel);
  const posted = () => world.platform.sent.filter(({ address }) => address === channel);
  return { ...world, id, nextDigest, notices, posted };
}

describe('a place that refuses', () => {
  test('once is tried again with the next digest, which has the papers of both', async () => {
    const { nextDigest, stored, id, notices, posted, log } = await refusing(1);
    await nextDigest();
    expect(isActive(await stored(id), 0)).toBe(true);
    expect(log).toEqual([
      `${id} at ${channel}: its digest was refused: I may not post there. (50013)`,
    ]);
    expect(notices()).toHaveLength(1);
    await nextDigest();
    expect(posted().map(({ payload }) => payload)).toEqual([
      { titles: ['Paper 2601.00001', 'Paper 2601.00002'] },
    ]);
    expect(await stored(id)).not.toHaveProperty('refused');
    expect(notices()).toHaveLength(1);
  });

  test('more digests in a row than it has patience with is paused, and nobody is told twice', async () => {
    const { nextDigest, stored, id, notices } = await refusing(2);
    await nextDigest();
    await nextDigest();
    expect((await stored(id)).status).toMatchObject({ kind: 'paused', reason: pause });
    expect(notices()).toHaveLength(1);
  });

  test('again after it went on by itself is paused without another word', async () => {
    const { nextDigest, stored, id, notices, store, now } = await refusing(3);
    await nextDigest();
    await nextDigest();
    const places = createPlaces({
      store,
      now,
      problemAt: async () => undefined,
      log: { warn: () => undefined },
    });
    await places.changed('terminal:');
    expect((await stored(id)).status.kind).toBe('active');
    await nextDigest();
    await nextDigest();
    expect((await stored(id)).status.kind).toBe('paused');
    expect(notices()).toHaveLength(1);
  });

  test('and is resumed starts anew', async () => {
    const { nextDigest, stored, id, notices, store, now } = await refusing(3);
    await nextDigest();
    await nextDigest();
    await store.subscriptions.put(resumed(await stored(id), new Date(now()).toISOString()));
    await nextDigest();
    await nextDigest();
    expect(notices()).toHaveLength(2);
    expect((await stored(id)).status.kind).toBe('active');
  });
});

test('people read why a digest was refused, and the log has what the platform said', async () => {
  const { add, due, platform, rows, log } = await openDeliveryWorld();
  await add();
  platform.outcomes.push({ ...refusal, pause: { ...pause, text: 'It is closed. Open it' } });
  await due.run();
  expect(await rows()).toMatchObject([{ status: 'failed', detail: 'It is closed' }]);
  expect(log).toEqual([expect.stringMatching(/^d1 .*: It is closed\. Open it\. \(50013\)$/)]);
});

test('whoever sends by hand is answered, and nothing is counted', async () => {
  const world = await openDeliveryWorld();
  const added = await world.add();
  world.platform.outcomes.push(refusal);
  expect(await world.due.sendNow(added)).toMatchObject({ kind: 'failed', detail: '50013' });
  expect(world.platform.sent).toEqual([]);
  expect(await world.stored(added.id)).toEqual(added);
});

test('a digest sent by hand that arrives ends what was refused', async () => {
  const { nextDigest, stored, id, due, arrive, notices } = await refusing(1);
  await nextDigest();
  arrive(paper('2601.00009', { arrivedAt: '2026-03-02T10:00:00.000Z' }));
  expect(await due.sendNow(await stored(id))).toMatchObject({ kind: 'sent' });
  expect(await stored(id)).not.toHaveProperty('refused');
  expect(notices()).toHaveLength(1);
});

test('what a person has paused stays paused by them, whatever a place says to it', async () => {
  const world = await openDeliveryWorld();
  const status = {
    kind: 'paused',
    reason: { kind: 'by-user' },
    since: '2026-03-02T08:00:00.000Z',
  } as const;
  const added = await world.add({ status });
  world.platform.outcomes.push({ kind: 'rejected', pause, detail: '50013' });
  expect(await world.due.sendNow(added)).toMatchObject({ kind: 'paused', detail: '50013' });
  expect(await world.stored(added.id)).toEqual(added);
  expect(world.platform.sent).toEqual([]);
});

test('what was removed while it waited is not sent by hand', async () => {
  const world = await openDeliveryWorld();
  const added = await world.add();
  await world.store.subscriptions.remove(added.id);
  expect(await world.due.sendNow(added)).toMatchObject({ kind: 'failed' });
  expect(world.platform.sent).toEqual([]);
});
