import type { Invocation } from '../core/invocation.ts';
import { isWithin } from '../core/realm.ts';
import type { Subscription } from '../core/subscription.ts';
import type { Services } from './services.ts';

/** The digests that are managed together with the place where it was asked, and those of the asker's own that belong to it. */
export async function digestsOf(
  { store }: Services,
  { realm, ownRealm, actor }: Pick<Invocation, 'realm' | 'ownRealm' | 'actor'>,
): Promise<readonly Subscription[]> {
  const managed = await store.subscriptions.within(realm);
  const own = await store.subscriptions.createdBy(actor.id);
  const others = own.filter(
    ({ address }) =>
      ownRealm !== undefined && isWithin(ownRealm, address) && !isWithin(realm, address),
  );
  return [...managed, ...others].filter(({ scope }) => scope === 'channel');
}
