import { type Delivery, deliveryId } from '../../core/delivery.ts';
import type { Invocation } from '../../core/invocation.ts';
import { type Address, nobody, type Subscription } from '../../core/subscription.ts';
import type { Person } from '../../store/store.ts';
import type { Services } from '../services.ts';

/** All that is stored about a person. */
export interface PersonalData {
  readonly person: Person | undefined;
  readonly digest: Subscription | undefined;
  /** What was sent to them, or was not, as far as it is kept one by one. */
  readonly deliveries: readonly Delivery[];
  /** The digests of places that they set up. */
  readonly setUp: readonly Subscription[];
}

export async function personalData(
  services: Services,
  invocation: Invocation,
): Promise<PersonalData> {
  const { store } = services;
  const { id } = invocation.actor;
  const own = await store.subscriptions.createdBy(id);
  const digest = own.find(({ scope }) => scope === 'personal');
  const addresses = await privateAddresses(services, invocation, digest);
  const rows = [
    ...(digest === undefined ? [] : await store.deliveries.of(digest.id)),
    ...(await Promise.all(Array.from(addresses, (address) => store.deliveries.at(address)))).flat(),
  ];
  const deliveries = [...new Map(rows.map((row) => [deliveryId(row), row])).values()];
  const setUp = own.filter(({ scope }) => scope === 'channel');
  return { person: await store.people.get(id), digest, deliveries, setUp };
}

/**
 * Forgets a person; digests of places stay, set up by nobody. What they told us goes last: that write leaves nothing behind of
 * what was removed before it.
 */
export async function forgetPerson(services: Services, invocation: Invocation): Promise<void> {
  const { store } = services;
  const { digest, deliveries, setUp } = await personalData(services, invocation);
  if (digest !== undefined) await store.subscriptions.remove(digest.id);
  for (const { id } of setUp) {
    await store.subscriptions.update(id, (latest) => ({ ...latest, createdBy: nobody }));
  }
  const known = new Set(
    [...deliveries, ...(await store.deliveries.history())].map(({ address }) => address),
  );
  for (const address of await privateAddresses(services, invocation, digest)) {
    if (known.has(address)) await store.deliveries.forget(address);
  }
  await store.people.remove(invocation.actor.id);
}

/** Where the person alone reads. In a terminal, their place is that of the digests of the place too. */
async function privateAddresses(
  { store }: Services,
  { personalAddress }: Invocation,
  digest: Subscription | undefined,
): Promise<ReadonlySet<Address>> {
  const addresses = new Set([personalAddress, digest?.address ?? personalAddress]);
  for (const address of [...addresses]) {
    const there = await store.subscriptions.within(address);
    if (there.some(({ scope }) => scope === 'channel')) addresses.delete(address);
  }
  return addresses;
}
