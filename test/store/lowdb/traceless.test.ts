import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { deliveryOf, noon, samplePerson, sampleSubscription } from '../sample-records.ts';
import { filesIn } from './files-in.ts';
import { temporaryDirectory } from './temporary-directory.ts';

test('what is removed for good leaves nothing in any file, backups included', async () => {
  const directory = join(await temporaryDirectory(), 'data');
  for (let round = 0; round < 2; round += 1) {
    const store = await openLowdbStore({ directory, mode: 'own' });
    await store.installations.put({ id: 'kept', sealed: 'secret-kept', updatedAt: noon });
    await store.installations.put({ id: 'gone', sealed: 'secret-gone', updatedAt: noon });
    const digest = await store.subscriptions.add(sampleSubscription({ address: 'at-gone' }));
    await store.people.put(samplePerson({ id: 'person-gone' }));
    await store.people.put(samplePerson({ id: 'person-kept' }));
    await store.deliveries.put({ ...deliveryOf.sent, address: 'at-gone' });
    await store.deliveries.remember([{ address: 'at-gone', papers: ['p'] }]);
    await store.deliveries.put({ ...deliveryOf.sent, part: 1, address: 'at-kept' });
    await store.close();

    const again = await openLowdbStore({ directory, mode: 'own' });
    expect(await everything(directory)).toMatch(/secret-gone.*person-gone/s);
    await again.installations.remove('gone');
    await again.subscriptions.remove(digest.id);
    await again.people.remove('person-gone');
    const late = { ...deliveryOf.rendered, part: 2, address: 'at-gone' };
    await Promise.all([again.deliveries.put(late), again.deliveries.forget('at-gone')]);
    const after = await everything(directory);
    expect(after).not.toMatch(/-gone/);
    for (const kept of ['secret-kept', 'person-kept', 'at-kept']) expect(after).toContain(kept);
    expect(await again.deliveries.postedAt('at-gone')).toEqual(new Set());
    await again.close();
    expect(await everything(directory)).not.toMatch(/-gone/);
  }
});

async function everything(directory: string): Promise<string> {
  return Object.values(await filesIn(directory)).join('\n');
}
