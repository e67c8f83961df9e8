import type { Delivery } from '../../core/delivery.ts';
import type { Actor } from '../../core/invocation.ts';
import { latestDeliveries } from '../../core/latest-deliveries.ts';
import type { Subscription } from '../../core/subscription.ts';
import type { Action, Block } from '../../core/view.ts';
import { outcomeText } from '../../core/views/delivery-text.ts';
import type { ReaderZone } from '../arguments.ts';
import { deliveriesOf, digestFaults, faultBlock, type ToldFault } from '../digest-faults.ts';
import { feedStates } from '../feed-states.ts';
import type { Services } from '../services.ts';

const shownDeliveries = 5;
const mostFaults = 5;

export interface HealthRequest {
  readonly subscriptions: readonly Subscription[];
  readonly actor: Actor;
  readonly zone: ReaderZone;
}

/** How some digests fare, in parts for an answer. */
export interface Health {
  /** How many things need attention. */
  readonly faults: number;
  /** What is wrong, or was until just now. */
  readonly faultBlocks: readonly Block[];
  /** For a fact each: the feeds and the store. */
  readonly facts: Extract<Block, { kind: 'facts' }>['facts'];
  readonly deliveryBlocks: readonly Block[];
  /** Whether the latest try to read a feed failed, be it a fault or not. */
  readonly hasFailedRead: boolean;
  /** What helps with the faults. */
  readonly actions: readonly Action[];
}

export async function healthOf(services: Services, request: HealthRequest): Promise<Health> {
  const { subscriptions, zone } = request;
  const rows = await deliveriesOf(services, subscriptions);
  const feeds = await feedStates(services, zone());
  const isDataLost = await services.isDataLost();
  const found: ToldFault[] = [
    ...(services.isStoreFaulty() ? [storeFault] : []),
    ...(isDataLost ? [lossFault] : []),
    ...feeds.flatMap(({ fault }) => (fault ? [{ ...fault, actions: [] }] : [])),
    ...(await digestFaults(services, { ...request, rows })),
  ];
  const faults = found.sort((a, b) => Number(isMinor(a)) - Number(isMinor(b)));
  const shown = faults.slice(0, mostFaults);
  return {
    faults: faults.filter((each) => !isMinor(each)).length,
    faultBlocks: [...shown.map(faultBlock), ...moreBlocks(faults.length - shown.length)],
    facts: [
      ...feeds.map(({ fact }) => fact),
      { name: 'Store', value: [storeText(services, isDataLost)] },
    ],
    deliveryBlocks: deliveryBlocks(rows, request),
    hasFailedRead: feeds.some(({ health }) => health.problem !== undefined),
    actions: shown.flatMap(({ actions }) => actions).slice(0, mostFaults),
  };
}

const storeFault: ToldFault = {
  text: ['Nothing can be stored just now, and so nothing is posted.'],
  remedy: 'Whoever runs this bot finds the reason in its log. It goes on by itself once mended.',
  actions: [],
};

/** Paths are for whoever runs the bot. */
const lossFault: ToldFault = {
  text: [
    'What I had stored was damaged or lost, and is not all there again: digests may be missing, and those are not posted.',
  ],
  remedy: 'Whoever runs this bot finds with doctor what is missing and how to bring it back.',
  actions: [],
};

function storeText({ isStoreFaulty }: Services, isDataLost: boolean): string {
  if (isStoreFaulty()) return 'cannot be written to';
  return isDataLost ? 'is not whole' : 'is well';
}

function isMinor({ needsNothing }: ToldFault): boolean {
  return needsNothing === true;
}

function moreBlocks(rest: number): Block[] {
  return rest === 0 ? [] : [{ kind: 'text', text: [`And ${rest} more.`] }];
}

function deliveryBlocks(
  rows: readonly Delivery[],
  { subscriptions, zone }: HealthRequest,
): Block[] {
  const byId = new Map(subscriptions.map((each) => [each.id, each]));
  const last = latestDeliveries(rows, shownDeliveries);
  return [
    { kind: 'heading', text: 'Last deliveries' },
    last.length === 0
      ? { kind: 'text', text: ['None yet.'] }
      : {
          kind: 'list',
          items: last.map((each) => [
            {
              kind: 'time',
              at: Date.parse(each.updatedAt),
              zone: zone(byId.get(each.subscription)),
            },
            ` · ${each.subscription}: ${outcomeText(each)}`,
          ]),
        },
  ];
}
