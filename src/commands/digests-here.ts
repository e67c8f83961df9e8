import type { Invocation } from '../core/invocation.ts';
import type { Subscription } from '../core/subscription.ts';
import type { Services } from './services.ts';

/** The digests that come where it was asked, and the asker's own. Others of the same server may be none of their business. */
export async function digestsHere(
  { store }: Services,
  { address, actor }: Pick<Invocation, 'address' | 'actor'>,
): Promise<readonly Subscription[]> {
  const here = await store.subscriptions.within(address);
  const own = await store.subscriptions.createdBy(actor.id);
  return [
    ...here.filter(({ scope }) => scope === 'channel'),
    ...own.filter(({ scope }) => scope === 'personal'),
  ];
}
