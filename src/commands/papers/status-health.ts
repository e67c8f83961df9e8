import type { Delivery } from '../../core/delivery.ts';
import type { Actor } from '../../core/invocation.ts';
import { latestDeliveries } from '../../core/latest-deliveries.ts';
import type { Subscription } from '../../core/subscription.ts';
import type { Action, Block } from '../../core/view.ts';
import { outcomeText } from '../../core/views/delivery-text.ts';
import { type FeedHealth, feedFault, freshnessText } from '../../core/views/feed-health.ts';
import { deliveriesOf, digestFaults, type ToldFault } from '../digest-faults.ts';
import type { Services } from '../services.ts';

const shownDeliveries = 5;
const mostFaults = 5;

export interface HealthRequest {
  readonly subscriptions: readonly Subscription[];
  readonly actor: Actor;
  /** The reader's: an IANA name. */
  readonly zone: string;
}

/** How some digests fare, in parts for an answer. */
export interface Health {
  /** How many things need attention. */
  readonly faults: number;
  readonly faultBlocks: readonly Block[];
  /** For a fact each: the feeds and the store. */
  readonly facts: readonly { readonly name: string; readonly value: readonly string[] }[];
  readonly deliveryBlocks: readonly Block[];
  /** Whether the latest try to read a feed failed, be it a fault or not. */
  readonly hasFailedRead: boolean;
  /** What helps with the faults. */
  readonly actions: readonly Action[];
}

export async function healthOf(services: Services, request: HealthRequest): Promise<Health> {
  const { subscriptions, zone } = request;
  const now = services.now();
  const rows = await deliveriesOf(services, subscriptions);
  const feeds = await feedHealth(services);
  const feedFaults = new Map(feeds.map((feed) => [feed, feedFault(feed, zone, now)]));
  const faults: readonly ToldFault[] = [
    ...(services.isStoreFaulty() ? [storeFault] : []),
    ...[...feedFaults.values()].flatMap((fault) => (fault ? [{ ...fault, actions: [] }] : [])),
    ...(await digestFaults(services, { ...request, rows })),
  ];
  return {
    faults: faults.length,
    faultBlocks: faultBlocks(faults),
    facts: [
      ...[...feedFaults].map(([feed, fault]) => ({
        name: feed.feed,
        value: [freshnessText(feed, now, fault !== undefined)],
      })),
      { name: 'Store', value: [services.isStoreFaulty() ? 'cannot be written to' : 'is well'] },
    ],
    deliveryBlocks: deliveryBlocks(rows, zone),
    hasFailedRead: feeds.some(({ problem }) => problem !== undefined),
    actions: faults.flatMap(({ actions }) => actions).slice(0, mostFaults),
  };
}

/** With what has been wrong with them for some time, which outlives a restart. */
async function feedHealth({ store, feedStatus }: Services): Promise<FeedHealth[]> {
  const memories = await store.feeds.all();
  return feedStatus().map(({ id, ...status }) => {
    const troubled = memories.find(({ feed, trouble }) => feed === id && trouble !== undefined);
    return troubled?.trouble === undefined ? status : { ...status, trouble: troubled.trouble };
  });
}

const storeFault: ToldFault = {
  text: ['Nothing can be stored just now, and so nothing is posted.'],
  remedy: 'Whoever runs this bot finds the reason in its log. It goes on by itself once mended.',
  actions: [],
};

function faultBlocks(faults: readonly ToldFault[]): Block[] {
  const rest = faults.length - mostFaults;
  const more: Block = { kind: 'text', text: [`And ${rest} more.`] };
  return [
    ...faults
      .slice(0, mostFaults)
      .map(({ text, remedy }): Block => ({ kind: 'notice', tone: 'warning', text, hint: remedy })),
    ...(rest > 0 ? [more] : []),
  ];
}

function deliveryBlocks(rows: readonly Delivery[], zone: string): Block[] {
  const last = latestDeliveries(rows, shownDeliveries);
  return [
    { kind: 'heading', text: 'Last deliveries' },
    last.length === 0
      ? { kind: 'text', text: ['None yet.'] }
      : {
          kind: 'list',
          items: last.map((each) => [
            { kind: 'time', at: Date.parse(each.updatedAt), zone },
            ` · ${each.subscription}: ${outcomeText(each)}`,
          ]),
        },
  ];
}
