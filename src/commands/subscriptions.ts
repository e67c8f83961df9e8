import { isDeepStrictEqual } from 'node:util';
import type { Invocation } from '../core/invocation.ts';
import { ProblemError } from '../core/problem.ts';
import { replayQuery, replayText } from '../core/replay.ts';
import { parseSchedule } from '../core/schedule/parse-schedule.ts';
import type { Schedule, Weekday } from '../core/schedule/schedule.ts';
import type { DigestLayout, DigestSort, QuietPolicy, Subscription } from '../core/subscription.ts';
import { subscriptionQuery } from '../core/subscription-query.ts';
import type { Action, Block, View } from '../core/view.ts';
import { nextRun, nextRunText, subscriptionSentence } from '../core/views/subscription-view.ts';
import { say } from './reply.ts';
import type { Services } from './services.ts';

export const defaultLimit = 5;
const maxPerPlace = 50;

/** What people choose of a subscription. */
type Choices = Pick<Subscription, 'scope' | 'address' | 'queries' | 'schedule'> &
  Partial<Pick<Subscription, 'limit' | 'sort' | 'layout' | 'mention' | 'publish' | 'quiet'>>;

/** A new subscription as things stand: it starts from now and is active. */
export function newSubscription(
  services: Services,
  invocation: Invocation,
  wanted: Choices,
): Omit<Subscription, 'id'> {
  const at = new Date(services.now()).toISOString();
  return {
    limit: defaultLimit,
    sort: 'best',
    layout: 'full',
    ...wanted,
    since: at,
    settledUntil: at,
    consideredUntil: at,
    status: { kind: 'active' },
    createdBy: invocation.actor.id,
    createdAt: at,
  };
}

/** Refuses a further subscription where a place has too many already. */
export async function checkRoom(services: Services, address: string): Promise<void> {
  if ((await services.store.subscriptions.within(address)).length < maxPerPlace) return;
  throw new ProblemError({
    message: `This place has ${maxPerPlace} digests, which is as many as it can have.`,
    remedy: 'Remove one first, or join queries with OR.',
  });
}

interface SchedulePatch {
  readonly when?: Schedule | undefined;
  readonly days?: readonly Weekday[] | undefined;
  readonly time?: string | undefined;
  readonly zone?: string | undefined;
}

/** The schedule changed in the parts that were given. */
function patchSchedule(current: Schedule, patch: SchedulePatch): Schedule {
  const base = patch.when ?? current;
  const zoned = patch.zone === undefined ? base : { ...base, zone: patch.zone };
  if (patch.days === undefined && patch.time === undefined) return zoned;
  if (zoned.kind === 'cron') {
    throw new ProblemError({
      message: `Its schedule is the cron line ${zoned.expression}, which has no days and time of its own.`,
      remedy: 'Give the whole schedule, as in when:"weekdays 09:00".',
    });
  }
  return {
    ...zoned,
    ...(patch.days && { days: patch.days }),
    ...(patch.time !== undefined && { times: [patch.time] }),
  };
}

/** The schedule of those who named none: weekdays at nine. */
export function defaultSchedule(zone: string): Schedule {
  const parsed = parseSchedule('weekdays 09:00', { zone });
  if (!parsed.ok) throw new ProblemError(parsed.problem);
  return parsed.value;
}

/** The answer to each change: one plain sentence, the next run, and what to press next. */
export function changedView(
  services: Services,
  subscription: Subscription,
  options: {
    readonly lead?: string;
    readonly actions?: readonly Action[];
    /** As of `replaySentence`. */
    readonly replay?: string;
    /** As of `placeBlocks`. */
    readonly place?: readonly Block[];
  } = {},
): View {
  const lead = options.lead === undefined ? '' : `${options.lead} `;
  const sentence = `${lead}${subscriptionSentence(subscription, services.topics)}`;
  const now = services.now();
  return {
    ...say(sentence, [
      { kind: 'text', text: nextRun(subscription, now) },
      ...(options.place ?? []),
      ...(options.replay === undefined ? [] : [{ kind: 'text' as const, text: [options.replay] }]),
      ...(options.actions ? [{ kind: 'actions' as const, actions: options.actions }] : []),
    ]),
    summary: `${sentence} ${nextRunText(subscription, now)}`,
  };
}

/** What the subscription would have brought over the last 30 days that are stored. */
export async function replaySentence(
  services: Services,
  subscription: Subscription,
): Promise<string> {
  const query = subscriptionQuery(subscription, services.topics);
  if (!query.ok) throw new ProblemError(query.problem);
  const options = { limit: subscription.limit, days: 30, now: services.now() };
  const replay = await replayQuery(query.value, services.archive, options);
  return replayText(replay, subscription.limit);
}

/** The subscription with other queries. Papers that it has considered before stay considered: a wider query brings no flood. */
export function withQueries(subscription: Subscription, queries: readonly string[]): Subscription {
  if (isDeepStrictEqual(queries, subscription.queries)) return subscription;
  return { ...subscription, queries, since: subscription.consideredUntil };
}

export interface SubscriptionPatch extends SchedulePatch {
  readonly limit?: number | undefined;
  readonly sort?: DigestSort | undefined;
  readonly layout?: DigestLayout | undefined;
  /** Who is mentioned; `none` for nobody. */
  readonly ping?: string | undefined;
  readonly publish?: boolean | undefined;
  readonly quiet?: QuietPolicy | undefined;
}

/**
 * The subscription changed in the parts that were given. A new schedule holds from now: no slot of it that is past falls
 * due.
 */
export function patchSubscription<Kind extends Omit<Subscription, 'id'>>(
  current: Kind,
  patch: SubscriptionPatch,
  now: number,
): Kind {
  const schedule = patchSchedule(current.schedule, patch);
  const { limit, sort, layout, ping, quiet } = patch;
  const { mention, publish, ...rest } = current;
  const isPublished = patch.publish ?? publish === true;
  const mentioned = ping === undefined ? mention : ping.toLowerCase() === 'none' ? undefined : ping;
  return {
    ...(rest as Kind),
    ...(mentioned !== undefined && { mention: mentioned }),
    ...(isPublished && { publish: true as const }),
    ...(limit && { limit }),
    ...(sort && { sort }),
    ...(layout && { layout }),
    ...(quiet && { quiet }),
    ...(!isDeepStrictEqual(schedule, current.schedule) && {
      schedule,
      settledUntil: new Date(now).toISOString(),
    }),
  };
}

/**
 * Changes a subscription as it is stored by now, so that nothing that changed meanwhile is overwritten. Throws ProblemError
 * where it is there no more.
 */
export async function changeSubscription(
  { store }: Services,
  id: string,
  change: (current: Subscription) => Subscription,
): Promise<Subscription> {
  const changed = await store.subscriptions.update(id, change);
  if (changed !== undefined) return changed;
  throw new ProblemError({ message: `Digest ${id} was removed meanwhile.` });
}
