import { describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../src/core/delivery.ts';
import type { Reconciliation } from '../../src/core/reconciliation.ts';
import { createChance } from '../simulation/random.ts';
import { hour, minute, openDeliveryWorld, second } from './delivery-world.ts';

const refusedConnection: SendOutcome = { kind: 'retry', detail: 'ECONNREFUSED' };
const lost: SendOutcome = { kind: 'uncertain', detail: '503' };
const unanswered: Reconciliation = { kind: 'unknown', detail: '503', isUnanswered: true };

/** A platform that is down when digests for so many places fall due, and is back an hour later. */
async function afterOutage(places: number, fault: SendOutcome) {
  let isDown = true;
  let requests = 0;
  const world = await openDeliveryWorld({
    platform: (recording) => ({
      async send(...message) {
        requests += 1;
        return isDown ? fault : recording.send(...message);
      },
      async reconcile({ deliveryId }) {
        requests += 1;
        if (isDown) return unanswered;
        const isThere = recording.sent.some((each) => each.deliveryId === deliveryId);
        return isThere ? { kind: 'sent' } : { kind: 'repeatable' };
      },
    }),
    dependencies: { random: createChance(places).next },
  });
  for (let place = 0; place < places; place += 1) {
    await world.add({ address: `terminal:${place}` });
  }
  await world.due.run();
  await world.runFor(hour);
  const during = requests;
  isDown = false;
  const { sent } = world.platform;
  const ms = await world.runFor(
    hour,
    () => new Set(sent.map(({ address }) => address)).size === places,
  );
  return { ms, during, sent: sent.length, rows: await world.rows() };
}

describe.each([
  ['refuses connections', refusedConnection],
  ['loses what it is sent, and tells nothing', lost],
])('a platform that %s for an hour', (_, fault) => {
  test.each([1, 10, 40, 200])(
    'posts what waits at %i places within about a minute of its return, once',
    async (places) => {
      const { ms, sent, rows } = await afterOutage(places, fault);
      expect(ms).toBeLessThanOrEqual(65 * second);
      expect(sent).toBe(places);
      expect(rows.filter((row) => row.status !== 'sent' || 'mayBeTwice' in row)).toEqual([]);
    },
  );

  test('meets each place once in some twenty seconds at most, and of many at once no more than one a minute', async () => {
    const [one, many] = [await afterOutage(1, fault), await afterOutage(200, fault)];
    expect(one.during).toBeLessThanOrEqual(hour / (20 * second));
    expect(many.during).toBeLessThanOrEqual(2 * 200 + hour / minute + 5);
  });
});
