import type { Subscription } from '../subscription.ts';

/** What those who get a digest call it, where a sentence begins and within it: `d1`; `Your digest`, `your digest`. */
export function digestName(
  { id, scope }: Pick<Subscription, 'id' | 'scope'>,
  place: 'first' | 'within',
): string {
  if (scope === 'channel') return id;
  return place === 'first' ? 'Your digest' : 'your digest';
}
