import type { Delivery } from '../../core/delivery.ts';
import type { Actor } from '../../core/invocation.ts';
import { latestDeliveries } from '../../core/latest-deliveries.ts';
import type { Problem } from '../../core/problem.ts';
import type { Address, Subscription } from '../../core/subscription.ts';
import type { Action, Block } from '../../core/view.ts';
import { outcomeText } from '../../core/views/delivery-text.ts';
import { type FeedHealth, feedFault, freshnessText } from '../../core/views/feed-health.ts';
import { type Fault, subscriptionFault } from '../../core/views/subscription-fault.ts';
import { digestActions } from '../digest/actions.ts';
import { mayResume } from '../digest/pause.ts';
import { myActions } from '../my/personal-digest.ts';
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
  const { subscriptions, actor, zone } = request;
  const now = services.now();
  const ids = new Set(subscriptions.map(({ id }) => id));
  const all = await services.store.deliveries.all();
  const rows = all.filter(({ subscription }) => ids.has(subscription));
  const feeds = await feedHealth(services);
  const faults: (Fault & { readonly action?: Action | undefined })[] = [
    ...(services.isStoreFaulty() ? [storeFault] : []),
    ...feeds.flatMap((feed) => feedFault(feed, zone, now) ?? []),
    ...(await placeFaults(services, subscriptions)),
    ...subscriptions.flatMap((subscription) => {
      const own = rows.filter((row) => row.subscription === subscription.id);
      const [last] = latestDeliveries(own, 1);
      const { topics } = services;
      const fault = subscriptionFault(subscription, { last, topics, zone, now });
      return fault === undefined ? [] : { ...fault, action: helpWith(fault, subscription, actor) };
    }),
  ];
  return {
    faults: faults.length,
    faultBlocks: faultBlocks(faults),
    facts: [
      ...feeds.map((feed) => ({ name: feed.feed, value: [freshnessText(feed, now)] })),
      { name: 'Store', value: [services.isStoreFaulty() ? 'cannot be written to' : 'is well'] },
    ],
    deliveryBlocks: deliveryBlocks(rows, zone),
    hasFailedRead: feeds.some(({ problem }) => problem !== undefined),
    actions: faults.flatMap(({ action }) => action ?? []).slice(0, mostFaults),
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

const storeFault: Fault = {
  text: ['Nothing can be stored just now, and so nothing is posted.'],
  remedy: 'Whoever runs this bot finds the reason in its log. It goes on by itself once mended.',
};

async function placeFaults(
  { placeProblem }: Services,
  subscriptions: readonly Subscription[],
): Promise<Fault[]> {
  const places = [...new Set(subscriptions.map(({ address }) => address))];
  const problems = await Promise.all(places.map((address: Address) => placeProblem(address)));
  return problems.flatMap((problem: Problem | undefined) => {
    if (problem === undefined || subscriptions.some((each) => isPausedBy(each, problem))) return [];
    return {
      text: [`Place: ${problem.message}`],
      remedy: problem.remedy ?? 'Digests wait for it.',
    };
  });
}

/** The pause is told as a fault of its own, in the same words. */
function isPausedBy({ status }: Subscription, { message }: Problem): boolean {
  if (status.kind === 'active' || status.reason.kind === 'by-user') return false;
  return status.reason.text.startsWith(message.replace(/\.$/, ''));
}

function helpWith({ helps }: Fault, subscription: Subscription, actor: Actor): Action | undefined {
  const { id, scope } = subscription;
  if (scope === 'personal') return helps === 'resume' ? myActions.resume : undefined;
  const { edit, resume, check, catchUp } = digestActions(id);
  switch (helps) {
    case 'edit':
      return actor.canManage ? { ...edit, label: `Edit ${id}` } : undefined;
    case 'resume':
      return mayResume(subscription, actor) ? { ...resume, label: `Resume ${id}` } : undefined;
    case 'check':
      return { ...check, label: `Check ${id}` };
    case 'catch-up':
      return { ...catchUp, label: `Catch up on ${id}` };
    case undefined:
      return undefined;
  }
}

function faultBlocks(faults: readonly Fault[]): Block[] {
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
