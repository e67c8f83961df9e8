import type { Config } from '../config.ts';
import type { Delivery } from '../core/delivery.ts';
import { overdueSlot } from '../core/overdue-slot.ts';
import { type Problem, problemText } from '../core/problem.ts';
import type { TopicTable } from '../core/query/ast.ts';
import { formatLocal } from '../core/schedule/describe-schedule.ts';
import { timeText } from '../core/schedule/time-text.ts';
import {
  type Address,
  isActive,
  isPausedByFault,
  type Subscription,
} from '../core/subscription.ts';
import { subscriptionQuery } from '../core/subscription-query.ts';
import { deliveryText } from '../core/views/delivery-text.ts';
import { pauseOutlook } from '../core/views/pause-outlook.ts';
import { isStoppedByPlace } from '../core/views/subscription-fault.ts';
import { nextRunAt, pauseText } from '../core/views/subscription-view.ts';
import { configuredPlatforms } from '../platforms/registry.ts';
import { inSlackWords } from '../platforms/slack/render/slack-commands.ts';
import type { Store } from '../store/store.ts';
import type { Finding } from './finding.ts';

const shownDeliveries = 5;

export interface SubscriptionCheck {
  readonly topics: TopicTable;
  readonly config: Config;
  /** The clock, epoch milliseconds. */
  readonly now: number;
  /** What its platform finds wrong with a place. */
  readonly places: ReadonlyMap<Address, Problem>;
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
  return (await subscriptions.all()).flatMap((subscription) => {
    const { id, address } = subscription;
    const name = `${id} at ${address}`;
    const last = (bySubscription.get(id) ?? [])
      .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
      .slice(0, shownDeliveries)
      .map((delivery) => deliveryText(delivery, check.config.zone));
    const [first, ...more] = findingsOf(subscription, check);
    const details = [...(first.details ?? []), ...last];
    const findings = [
      { name, ...first, ...(details.length > 0 && { details }) },
      ...more.map((each) => ({ name, ...each })),
    ];
    return address.startsWith('slack:') ? findings.map(inSlackCommands) : findings;
  });
}

function inSlackCommands({ remedy, ...finding }: Finding): Finding {
  const text = inSlackWords(finding.text);
  return { ...finding, text, ...(remedy !== undefined && { remedy: inSlackWords(remedy) }) };
}

type Nameless = Omit<Finding, 'name'>;

/** A faulty place is told with what it causes; apart where something else is wrong. */
function findingsOf(
  subscription: Subscription,
  check: SubscriptionCheck,
): [Nameless, ...Nameless[]] {
  const own = checkSubscription(subscription, check);
  const problem = check.places.get(subscription.address);
  if (problem === undefined) return [own];
  const { message, remedy } = problem;
  const place = { state: 'fault', text: message, ...(remedy !== undefined && { remedy }) } as const;
  if (own.state === 'ok') return [{ ...place, details: [own.text] }];
  const isPausedForIt = isPausedByFault(subscription) && isStoppedByPlace(subscription);
  if (own.state === 'fault' || !isPausedForIt) return [own, place];
  const outlook = pauseOutlook(subscription);
  return [{ ...place, text: `Paused: ${message}`, remedy: [remedy, outlook].join(' ').trim() }];
}

function checkSubscription(
  subscription: Subscription,
  { topics, config, now }: SubscriptionCheck,
): Nameless {
  const { id, address, schedule } = subscription;
  const query = subscriptionQuery(subscription, topics);
  if (!query.ok) {
    const remedy = `Change its query: /digest edit ${id} query:...`;
    return { state: 'fault', text: problemText(query.problem), remedy };
  }
  if (!isActive(subscription, now)) {
    const text = pauseText(subscription);
    return isPausedByFault(subscription)
      ? { state: 'warning', text, remedy: pauseOutlook(subscription) }
      : { state: 'ok', text };
  }
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
