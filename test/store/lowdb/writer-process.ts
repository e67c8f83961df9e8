import { openLowdbStore } from '../../../src/store/lowdb/open-lowdb-store.ts';
import { deliveryOf, samplePaper, sampleSubscription } from '../sample-records.ts';

/** Writes for ever, several at a time, and says each write on its own line once it is durable. */
const [directory = '', run = ''] = process.argv.slice(2);
const store = await openLowdbStore({ directory, mode: 'own' });
process.stdout.write('open\n');

async function writeForEver(lane: number): Promise<void> {
  for (let count = 0; ; count += 1) {
    const name = `${run}-${lane}-${count}`;
    const featuredOn = `2026-0${1 + (count % 9)}-01`;
    const { id } = await store.subscriptions.add(sampleSubscription({ address: name }));
    process.stdout.write(`subscription ${id}\n`);
    const updatedAt = new Date().toISOString();
    await store.deliveries.put({ ...deliveryOf.sent, subscription: id, slot: name, updatedAt });
    process.stdout.write(`delivery ${id} ${name}\n`);
    await store.papers.put([
      samplePaper({ id: name, featuredOn }),
      samplePaper({ id: `${name}-also`, featuredOn: '2025-12-01' }),
    ]);
    process.stdout.write(`paper ${name}\npaper ${name}-also\n`);
  }
}

await Promise.all([writeForEver(0), writeForEver(1), writeForEver(2)]);
