import type { Invocation } from '../core/invocation.ts';
import { isWithin } from '../core/realm.ts';
import type { Subscription } from '../core/subscription.ts';
import type { Services } from './services.ts';

/** The digests that are managed together with the place where it was asked, and those of the asker's own that belong to it. */
export async function digestsOf(
  { store }: Services,
  { realm, ownRealm, actor }: Pick<Invocation, 'realm' | 'ownRealm' | 'actor'>,
): Promise<readonly Subscription[]> {
  const all = await store.subscriptions.all();
  return all.filter(
    ({ scope, address, createdBy }) =>
      scope === 'channel' &&
      (isWithin(realm, address) ||
        (ownRealm !== undefined && createdBy === actor.id && isWithin(ownRealm, address))),
  );
}
