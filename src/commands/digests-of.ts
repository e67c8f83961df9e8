import type { Invocation } from '../core/invocation.ts';
import type { Subscription } from '../core/subscription.ts';
import type { Services } from './services.ts';

/** The digests that are managed together with the place where it was asked: those of the same server or workspace. */
export async function digestsOf(
  { store }: Services,
  { realm }: Invocation,
): Promise<readonly Subscription[]> {
  const all = await store.subscriptions.all();
  return all.filter(({ scope, address }) => scope === 'channel' && address.startsWith(realm));
}
