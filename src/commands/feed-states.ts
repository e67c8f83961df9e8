import { troubleOf } from '../core/feed-trouble.ts';
import type { Block } from '../core/view.ts';
import { type FeedHealth, feedFault, freshnessText } from '../core/views/feed-health.ts';
import type { Fault } from '../core/views/subscription-fault.ts';
import type { Services } from './services.ts';

/** How a feed is, for an answer. */
export interface FeedState {
  readonly health: FeedHealth;
  readonly fault: Fault | undefined;
  readonly fact: Extract<Block, { kind: 'facts' }>['facts'][number];
}

/** With what has been wrong with them for some time, which outlives a restart. `zone`: the reader's, an IANA name. */
export async function feedStates(services: Services, zone: string): Promise<FeedState[]> {
  const { store, feedStatus } = services;
  const memories = await store.feeds.all();
  const now = services.now();
  return feedStatus().map(({ id, ...status }) => {
    const trouble = troubleOf(memories, id);
    const health = trouble === undefined ? status : { ...status, trouble };
    const fault = feedFault(health, zone, now);
    const value = [freshnessText(health, now, fault !== undefined)];
    return { health, fault, fact: { name: health.feed, value } };
  });
}
