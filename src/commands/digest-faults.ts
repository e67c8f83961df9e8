import { type Delivery, isByHand } from '../core/delivery.ts';
import type { Actor } from '../core/invocation.ts';
import { latestDeliveries } from '../core/latest-deliveries.ts';
import type { Problem } from '../core/problem.ts';
import { type Address, isGoneForGood, type Subscription } from '../core/subscription.ts';
import type { Action, Block } from '../core/view.ts';
import { placeFault } from '../core/views/place-fault.ts';
import {
  type Fault,
  type FaultOptions,
  isOnlyLookedUp,
  isStoppedByPlace,
  subscriptionFault,
} from '../core/views/subscription-fault.ts';
import type { ReaderZone } from './arguments.ts';
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
  readonly zone: ReaderZone;
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
  const places = new Set(subscriptions.map(({ address }) => address));
  const problems = await placeProblems(services, [...places]);
  const placeOf = (each: Subscription) => placeState(each, problems.get(each.address));
  const faults = faultsOf(services, subscriptions, { rows, zone, placeOf });
  const lasts = lastDeliveries(rows);
  const ofPlaces = [...problems].flatMap(([address, problem]): ToldFault[] => {
    const there = subscriptions.filter((each) => each.address === address);
    // What is not known may be what the digests there are in trouble for.
    if (problem.isUnknown && there.some((each) => faults.has(each))) return [];
    const stopped = problem.isUnknown ? [] : there.filter(isStoppedByPlace);
    const told = stopped.map((subscription) => {
      const last = lasts.get(subscription.id);
      return {
        subscription,
        isLookedUp: isOnlyLookedUp(subscription, last),
        isByHand: last !== undefined && isByHand(last),
      };
    });
    const fault = placeFault(problem, told, subscriptions.length === 1);
    const mendable = stopped.filter((each) => !(problem.isForGood ?? isGoneForGood(each)));
    return [{ ...fault, actions: mendable.flatMap((each) => resumeAction(each, actor)) }];
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
  const lasts = lastDeliveries(rows);
  return new Map(
    subscriptions.flatMap((each) => {
      const place = placeOf?.(each);
      const options = { last: lasts.get(each.id), topics, zone: zone(each), now: now() };
      const fault = subscriptionFault(each, { ...options, ...(place && { place }) });
      return fault === undefined ? [] : [[each, fault]];
    }),
  );
}

/** Of more places it is not asked how they are. */
const mostAsked = 10;

/** The digests that somebody has to see to. Of many places, those that stopped a digest are asked for first. */
export async function needingAttention(
  services: Services,
  subscriptions: readonly Subscription[],
): Promise<ReadonlySet<Subscription>> {
  const rows = await deliveriesOf(services, subscriptions);
  const stopped = subscriptions.filter(isStoppedByPlace);
  const places = new Set([...stopped, ...subscriptions].map(({ address }) => address));
  const asked = [...places].slice(0, mostAsked);
  const problems = await placeProblems(services, asked);
  const placeOf = (each: Subscription) =>
    asked.includes(each.address) ? placeState(each, problems.get(each.address)) : undefined;
  const zone = () => services.defaultZone;
  const faults = faultsOf(services, subscriptions, { rows, zone, placeOf });
  const needsAttention = (each: Subscription) => {
    const fault = faults.get(each);
    return placeOf(each) === 'faulty' || (fault !== undefined && !fault.needsNothing);
  };
  return new Set(subscriptions.filter(needsAttention));
}

export function faultBlock({ text, remedy, needsNothing }: Fault): Block {
  return { kind: 'notice', tone: needsNothing ? 'info' : 'warning', text, hint: remedy };
}

/** The last delivery of each subscription, by its id. */
function lastDeliveries(rows: readonly Delivery[]): ReadonlyMap<string, Delivery> {
  const latestFirst = latestDeliveries(rows, Number.POSITIVE_INFINITY);
  return new Map(latestFirst.reverse().map((row) => [row.subscription, row]));
}

async function placeProblems(
  { placeProblem }: Services,
  places: readonly Address[],
): Promise<Map<Address, Problem>> {
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
