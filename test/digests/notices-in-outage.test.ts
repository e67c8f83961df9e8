import { describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../src/core/delivery.ts';
import type { Reconciliation } from '../../src/core/reconciliation.ts';
import { createChance } from '../simulation/random.ts';
import { hour, minute, openDeliveryWorld, second } from './delivery-world.ts';

const pause = { kind: 'not-permitted', text: 'I may not post there' } as const;
const refusal: SendOutcome = { kind: 'rejected', pause, detail: '50013' };
const refusedConnection: SendOutcome = { kind: 'retry', detail: 'ECONNREFUSED' };
const lost: SendOutcome = { kind: 'uncertain', detail: '503' };
const places = 60;

interface Outage {
  readonly fault: SendOutcome;
  readonly answer: Reconciliation;
}

/** As many places refuse a digest, and their platform is down for an hour when whoever set them up is to be told. */
async function toldAfterOutage({ fault, answer }: Outage) {
  let isDown = true;
  let requests = 0;
  const told: string[] = [];
  const world = await openDeliveryWorld({
    platform: () => ({
      personalAddress: (actor) => `terminal:@${actor}`,
      async send(address, _payload, deliveryId) {
        if (!address.startsWith('terminal:@')) return refusal;
        requests += 1;
        if (isDown) return fault;
        told.push(deliveryId);
        return { kind: 'sent' };
      },
      async reconcile({ deliveryId }) {
        requests += 1;
        if (isDown) return answer;
        return { kind: told.includes(deliveryId) ? 'sent' : 'repeatable' };
      },
    }),
    dependencies: { random: createChance(places).next },
  });
  for (let place = 0; place < places; place += 1) {
    await world.add({ address: `terminal:${place}`, createdBy: `terminal:${place}` });
  }
  await world.due.run();
  await world.runFor(hour);
  const during = requests;
  isDown = false;
  const ms = await world.runFor(hour, () => new Set(told).size === places);
  return { ms, during, told };
}

describe.each([
  [
    'refuses connections',
    { fault: refusedConnection, answer: { kind: 'unknown', detail: '', isUnanswered: true } },
  ],
  [
    'loses what it is sent, and tells nothing',
    { fault: lost, answer: { kind: 'unknown', detail: '503', isUnanswered: true } },
  ],
] as const)('a platform that %s for an hour', (_, outage) => {
  test('is asked about once a minute, and then all are told, once', async () => {
    const { ms, during, told } = await toldAfterOutage(outage);
    expect(ms).toBeLessThanOrEqual(75 * second);
    expect(during).toBeLessThan(3 * places + 70);
    expect(told).toHaveLength(places);
  });
});

test('a notice of which the platform may tell later is looked for until it does', async () => {
  const { ms, told } = await toldAfterOutage({
    fault: lost,
    answer: { kind: 'unknown', detail: 'asked for time', isLater: true },
  });
  expect(ms).toBeLessThanOrEqual(2 * minute);
  expect(told).toHaveLength(places);
});
