import type { Instant } from './paper.ts';
import { countSlots } from './schedule/due-slot.ts';
import type { Schedule } from './schedule/schedule.ts';

/** Opaque outside its platform: `discord:GUILD/CHANNEL`, `slack:TEAM/CHANNEL`, `email:me@lab.edu`, `terminal:-`. */
export type Address = string;

/** Who did it: `discord:USER`, `slack:TEAM/USER`, `terminal:local`. */
export type ActorId = string;

/** Who set up what somebody set up who is forgotten since. */
export const nobody: ActorId = 'nobody';

export type DigestSort = 'best' | 'newest' | 'upvotes' | 'trending';
export type DigestLayout = 'full' | 'compact';

/** What keeps a digest from its place. */
export interface Obstacle {
  /** `broken-query`: its own query cannot be read any more. */
  readonly kind: 'destination-gone' | 'not-permitted' | 'unreachable' | 'broken-query';
  /** What is wrong and how to mend it, without the last period. */
  readonly text: string;
  /** The place was deleted: nothing brings it back. */
  readonly isForGood?: true;
}

/** Why a subscription does not post. `by-user` is lifted only by a person, or ends `until` then. */
export type PauseReason = { readonly kind: 'by-user'; readonly until?: Instant } | Obstacle;

export type SubscriptionStatus =
  | { readonly kind: 'active' }
  | { readonly kind: 'paused'; readonly reason: PauseReason; readonly since: Instant };

/** That a place refused the last digests. */
export interface Refusal {
  readonly reason: Obstacle;
  /** How many in a row, for the same kind of reason. */
  readonly digests: number;
  /** What whoever set it up is still to be told of it. */
  readonly untold?: UntoldNotice;
}

export interface UntoldNotice {
  /** Since when; names it. */
  readonly since: Instant;
  /** When it was first sent: it may have arrived. */
  readonly sentAt?: Instant;
}

export type QuietPolicy = 'silent' | 'note';

export interface Subscription {
  /** Short, unique in the store, typed by people: `d3`. */
  readonly id: string;
  /** `channel`: everyone at the address shares it. `personal`: one person's own digest. */
  readonly scope: 'channel' | 'personal';
  readonly address: Address;
  /** Query texts as typed; a paper that matches any of them matches. Empty: every paper. */
  readonly queries: readonly string[];
  readonly schedule: Schedule;
  /** Papers per digest, 1 to 25. */
  readonly limit: number;
  readonly sort: DigestSort;
  readonly layout: DigestLayout;
  /** Who is called with each digest: a role or group in the words of the platform. Nobody by default. */
  readonly mention?: string;
  /** Each digest goes out to the channels that follow this one too, where the platform has that. */
  readonly publish?: true;
  /** What becomes of an empty digest: nothing, or one line that says so; nothing where it is absent. */
  readonly quiet?: QuietPolicy;
  /** Papers that arrived before this are history, never posted. */
  readonly since: Instant;
  /** Slots up to and including this instant are settled: delivered, skipped or too late. */
  readonly settledUntil: Instant;
  /** Papers that arrived up to and including this instant have been considered by a digest. */
  readonly consideredUntil: Instant;
  readonly status: SubscriptionStatus;
  /** Slots after this were missed, and the next digest says so. */
  readonly awaySince?: Instant;
  readonly refused?: Refusal;
  readonly createdBy: ActorId;
  readonly createdAt: Instant;
}

/** Whether it posts: active, or its pause has run out. */
export function isActive({ status }: Subscription, now: number): boolean {
  if (status.kind === 'active') return true;
  return pauseEnd(status.reason) <= now;
}

/** What has to be mended before it posts again, if anything has. */
export function obstacleOf({ status }: Pick<Subscription, 'status'>): Obstacle | undefined {
  return status.kind === 'paused' && status.reason.kind !== 'by-user' ? status.reason : undefined;
}

/** Whether something has to be mended before it posts again. */
export function isPausedByFault(subscription: Pick<Subscription, 'status'>): boolean {
  return obstacleOf(subscription) !== undefined;
}

/** Whether it is paused for a place that was deleted. */
export function isGoneForGood(subscription: Pick<Subscription, 'status'>): boolean {
  return obstacleOf(subscription)?.isForGood === true;
}

/** When a pause ends by itself, epoch milliseconds. */
export function pauseEnd(reason: PauseReason): number {
  return reason.kind === 'by-user' && reason.until !== undefined
    ? Date.parse(reason.until)
    : Number.POSITIVE_INFINITY;
}

/**
 * Active again from `at`: slots that fell into the pause, or that nobody served before it, are not made up for one by one, but
 * their papers come with the next digest, which says so.
 */
export function resumed(subscription: Subscription, at: Instant): Subscription {
  const { refused, ...rest } = subscription;
  const { status, schedule, settledUntil } = subscription;
  const active: Subscription = { ...rest, status: { kind: 'active' }, settledUntil: at };
  if (status.kind === 'active') return active;
  const missedBetween = (from: Instant, to: Instant) =>
    countSlots(schedule, Date.parse(from), Date.parse(to)) > 0;
  if (!missedBetween(settledUntil, at)) return active;
  const isMissedBefore = missedBetween(settledUntil, status.since);
  return { ...active, awaySince: rest.awaySince ?? (isMissedBefore ? settledUntil : status.since) };
}

/**
 * After a digest arrived: should the place refuse another one, that is news. Of one that was paused meanwhile, as its place was
 * lost, the refusal stands, with what is owed for it.
 */
export function withoutRefusal(subscription: Subscription): Subscription {
  if (isPausedByFault(subscription)) return subscription;
  const { refused: _, ...rest } = subscription;
  return rest;
}

/** That the clock was set back is noticed so much later at most: papers that came meanwhile are neither history nor considered. */
const noticedMs = 3_600_000;

/**
 * The subscription with no instant after `now`, which only a clock that was set back leaves: its slots and papers would
 * otherwise wait for the clock to get there again. Slots that fell into a pause are left as they are.
 */
export function withoutFuture(subscription: Subscription, now: number): Subscription {
  const { since, settledUntil, consideredUntil } = subscription;
  const isPaused = subscription.status.kind === 'paused';
  const instants = [since, consideredUntil, ...(isPaused ? [] : [settledUntil])];
  if (instants.every((instant) => Date.parse(instant) <= now)) return subscription;
  const past = (instant: Instant, latest: number): Instant =>
    new Date(Math.min(Date.parse(instant), latest)).toISOString();
  return {
    ...subscription,
    since: past(since, now - noticedMs),
    consideredUntil: past(consideredUntil, now - noticedMs),
    ...(!isPaused && { settledUntil: past(settledUntil, now) }),
  };
}

export function paused(subscription: Subscription, reason: PauseReason, at: Instant): Subscription {
  return { ...subscription, status: { kind: 'paused', reason, since: at } };
}
