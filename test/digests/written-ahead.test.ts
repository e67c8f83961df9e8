import { expect, test } from 'vitest';
import type { Delivery } from '../../src/core/delivery.ts';
import { paper } from '../fakes/papers.ts';
import { minute, openDeliveryWorld } from './delivery-world.ts';

test('a digest is on the disk as being sent, in one write, before its call leaves', async () => {
  const atCall: (readonly Delivery[])[] = [];
  const world = await openDeliveryWorld({
    platform: (recording) => ({
      async send(...message) {
        atCall.push(await world.rows());
        return recording.send(...message);
      },
    }),
  });
  await world.add();
  await world.due.run();
  expect(atCall).toMatchObject([[{ status: 'sending', attempt: 1, part: 0 }]]);
  expect(await world.rows()).toMatchObject([{ status: 'sent' }]);
});

test('what is not sent at once, as its platform is in trouble, is written down as rendered', async () => {
  const lost = { kind: 'uncertain', detail: 'connection lost' } as const;
  const world = await openDeliveryWorld();
  for (let count = 0; count < 25; count += 1) await world.add({ address: `terminal:${count}` });
  world.platform.outcomes.push(...Array.from({ length: 25 }, () => lost));
  await world.due.run();
  const late = await world.add({ address: 'terminal:late' });
  await world.due.run();
  const row = (await world.rows()).find(({ subscription }) => subscription === late.id);
  expect(row).toMatchObject({ status: 'rendered' });
  await world.runAfter(2 * minute);
  await world.runAfter(2 * minute);
  expect(world.platform.sent.map(({ address }) => address)).toContain('terminal:late');
});

test('whoever is forgotten between the write and the call gets nothing', async () => {
  const world = await openDeliveryWorld({ papers: [paper('2601.00001')] });
  const { store } = world;
  const { deliveries } = store;
  const { id, address } = await world.add();
  const forgetting = await openDeliveryWorld({
    dependencies: {
      store: {
        ...store,
        deliveries: {
          ...deliveries,
          async put(...rows) {
            await deliveries.put(...rows);
            await deliveries.forget(address);
          },
        },
      },
    },
  });
  await forgetting.due.run();
  expect(forgetting.platform.sent).toEqual([]);
  expect(await deliveries.all()).toEqual([]);
  expect((await store.subscriptions.get(id))?.id).toBe(id);
});
