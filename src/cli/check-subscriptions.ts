import type { Config } from '../config.ts';
import type { Delivery } from '../core/delivery.ts';
import { overdueSlot } from '../core/overdue-slot.ts';
import { problemText } from '../core/problem.ts';
import type { TopicTable } from '../core/query/ast.ts';
import { formatLocal } from '../core/schedule/describe-schedule.ts';
import { timeText } from '../core/schedule/time-text.ts';
import { isActive, type Subscription } from '../core/subscription.ts';
import { subscriptionQuery } from '../core/subscription-query.ts';
import { deliveryText } from '../core/views/delivery-text.ts';
import { nextRunAt, pauseText } from '../core/views/subscription-view.ts';
import { configuredPlatforms } from '../platforms/registry.ts';
import type { Store } from '../store/store.ts';
import type { Finding } from './finding.ts';

const shownDeliveries = 5;

export interface SubscriptionCheck {
  readonly topics: TopicTable;
  readonly config: Config;
  /** The clock, epoch milliseconds. */
  readonly now: number;
}

/**
 * Each subscription: whether it can be served, when it posts next, in its own zone, and its last five deliveries, in the zone
 * of the configuration.
 */
export async function checkSubscriptions(
  { subscriptions, deliveries }: Pick<Store, 'subscriptions' | 'deliveries'>,
  check: SubscriptionCheck,
): Promise<Finding[]> {
  const bySubscription = new Map<string, Delivery[]>();
  for (const delivery of await deliveries.all()) {
    if (delivery.part > 0) continue;
    const known = bySubscription.get(delivery.subscription);
    if (known === undefined) bySubscription.set(delivery.subscription, [delivery]);
    else known.push(delivery);
  }
  return (await subscriptions.all()).map((subscription) => {
    const { id, address } = subscription;
    const last = (bySubscription.get(id) ?? [])
      .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
      .slice(0, shownDeliveries)
      .map((delivery) => deliveryText(delivery, check.config.zone));
    const finding = checkSubscription(subscription, check);
    return { name: `${id} at ${address}`, ...finding, ...(last.length > 0 && { details: last }) };
  });
}

function checkSubscription(
  subscription: Subscription,
  { topics, config, now }: SubscriptionCheck,
): Omit<Finding, 'name'> {
  const { id, address, schedule } = subscription;
  const query = subscriptionQuery(subscription, topics);
  if (!query.ok) {
    const remedy = `Change its query: /digest edit ${id} query:...`;
    return { state: 'fault', text: problemText(query.problem), remedy };
  }
  if (!isActive(subscription, now)) return { state: 'warning', text: pauseText(subscription) };
  const platform = address.slice(0, address.indexOf(':'));
  if (!['terminal', ...configuredPlatforms(config)].includes(platform)) {
    const remedy = `Set the token of ${platform}, or remove the digest.`;
    return { state: 'fault', text: `${platform} is not configured, so it is not posted`, remedy };
  }
  const overdue = overdueSlot(subscription, now);
  if (overdue !== undefined) {
    return {
      state: 'fault',
      text: `was due ${timeText(overdue.at, config.zone)}, and nothing came of it yet`,
      remedy: 'See that serve runs, and what it logs; what was missed comes with the next digest.',
    };
  }
  const at = nextRunAt(subscription, now);
  if (at === undefined) {
    return { state: 'warning', text: 'never falls due again', remedy: 'Give it another schedule.' };
  }
  return { state: 'ok', text: `next at ${formatLocal(at, schedule.zone)} ${schedule.zone}` };
}
