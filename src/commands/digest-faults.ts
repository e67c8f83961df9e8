import type { Delivery } from '../core/delivery.ts';
import type { Actor } from '../core/invocation.ts';
import { latestDeliveries } from '../core/latest-deliveries.ts';
import type { Problem } from '../core/problem.ts';
import type { Address, Subscription } from '../core/subscription.ts';
import type { Action } from '../core/view.ts';
import { placeFault } from '../core/views/place-fault.ts';
import {
  type Fault,
  type FaultOptions,
  isStoppedByPlace,
  subscriptionFault,
} from '../core/views/subscription-fault.ts';
import { digestActions } from './digest/actions.ts';
import { mayResume } from './digest/pause.ts';
import { myActions } from './my/personal-digest.ts';
import type { Services } from './services.ts';

/** A fault with what may be pressed about it. */
export interface ToldFault extends Fault {
  readonly actions: readonly Action[];
}

export interface FaultsRequest {
  readonly subscriptions: readonly Subscription[];
  /** What became of their deliveries. */
  readonly rows: readonly Delivery[];
  readonly actor: Actor;
  /** The reader's: an IANA name. */
  readonly zone: string;
}

/** What became of the digests so far. */
export async function deliveriesOf(
  { store }: Services,
  subscriptions: readonly Subscription[],
): Promise<readonly Delivery[]> {
  const rows = subscriptions.map(({ id }) => store.deliveries.of(id));
  return (await Promise.all(rows)).flat();
}

/** What is wrong with some digests and their places, each fault once: what their platforms find of a place comes first. */
export async function digestFaults(
  services: Services,
  { subscriptions, rows, actor, zone }: FaultsRequest,
): Promise<ToldFault[]> {
  const problems = await placeProblems(services, subscriptions);
  const placeOf = (each: Subscription) => placeState(each, problems.get(each.address));
  const faults = faultsOf(services, subscriptions, { rows, zone, placeOf });
  const ofPlaces = [...problems].flatMap(([address, problem]): ToldFault[] => {
    const there = subscriptions.filter((each) => each.address === address);
    // What is not known may be what the digests there are in trouble for.
    if (problem.isUnknown && there.some((each) => faults.has(each))) return [];
    const stopped = problem.isUnknown ? [] : there.filter(isStoppedByPlace);
    const fault = placeFault(problem, stopped);
    return [{ ...fault, actions: stopped.flatMap((each) => resumeAction(each, actor)) }];
  });
  const own = [...faults].map(([each, fault]) => ({
    ...fault,
    actions: helpWith(fault, each, actor),
  }));
  return [...ofPlaces, ...own];
}

/** The digests with which something is wrong. Without `placeOf` it is not known how their places are. */
export function faultsOf(
  { topics, now }: Pick<Services, 'topics' | 'now'>,
  subscriptions: readonly Subscription[],
  {
    rows,
    zone,
    placeOf,
  }: Pick<FaultsRequest, 'rows' | 'zone'> & {
    readonly placeOf?: (subscription: Subscription) => FaultOptions['place'];
  },
): Map<Subscription, Fault> {
  const bySubscription = new Map(subscriptions.map(({ id }) => [id, [] as Delivery[]]));
  for (const row of rows) bySubscription.get(row.subscription)?.push(row);
  return new Map(
    subscriptions.flatMap((each) => {
      const [last] = latestDeliveries(bySubscription.get(each.id) ?? [], 1);
      const place = placeOf?.(each);
      const options = { last, topics, zone, now: now(), ...(place && { place }) };
      const fault = subscriptionFault(each, options);
      return fault === undefined ? [] : [[each, fault]];
    }),
  );
}

async function placeProblems(
  { placeProblem }: Services,
  subscriptions: readonly Subscription[],
): Promise<Map<Address, Problem>> {
  const places = [...new Set(subscriptions.map(({ address }) => address))];
  const found = await Promise.all(
    places.map(async (address) => [address, await placeProblem(address)] as const),
  );
  return new Map(
    found.flatMap(([address, problem]) => (problem === undefined ? [] : [[address, problem]])),
  );
}

/** Platforms cannot tell whether a person takes direct messages. */
function placeState({ scope }: Subscription, problem: Problem | undefined): FaultOptions['place'] {
  if (problem !== undefined) return problem.isUnknown ? undefined : 'faulty';
  return scope === 'personal' ? undefined : 'well';
}

function helpWith({ helps }: Fault, subscription: Subscription, actor: Actor): Action[] {
  const { id, scope } = subscription;
  if (helps === 'resume') return resumeAction(subscription, actor);
  if (helps === undefined || scope === 'personal') return [];
  const { edit, check, catchUp } = digestActions(id);
  switch (helps) {
    case 'edit':
      return actor.canManage ? [{ ...edit, label: `Edit ${id}` }] : [];
    case 'check':
      return [{ ...check, label: `Check ${id}` }];
    case 'catch-up':
      return [{ ...catchUp, label: `Catch up on ${id}` }];
  }
}

function resumeAction(subscription: Subscription, actor: Actor): Action[] {
  const { id, scope, status } = subscription;
  if (status.kind === 'active') return [];
  if (scope === 'personal') return [myActions.resume];
  if (!mayResume(subscription, actor)) return [];
  return [{ ...digestActions(id).resume, label: `Resume ${id}` }];
}
