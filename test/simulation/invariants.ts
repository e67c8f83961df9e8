import { isDeepStrictEqual } from 'node:util';
import { createArrivals } from '../../src/core/arrivals.ts';
import { type Delivery, deliveryId, openSince } from '../../src/core/delivery.ts';
import { type PaperId, titleId } from '../../src/core/paper.ts';
import { freshMs } from '../../src/core/plan-digest.ts';
import { matches } from '../../src/core/query/match.ts';
import { preparePaper } from '../../src/core/query/prepared-paper.ts';
import type { Schedule } from '../../src/core/schedule/schedule.ts';
import type { Subscription } from '../../src/core/subscription.ts';
import { subscriptionQuery } from '../../src/core/subscription-query.ts';
import type { Memory } from '../fakes/memory-store.ts';
import type { FarEnd, Shown } from './far-end.ts';
import type { TrueTimes } from './true-times.ts';
import type { VirtualTime, Wrongest } from './virtual-time.ts';
import type { World } from './world.ts';

const hourMs = 3_600_000;
/** Six hours that a digest may be late by the clock on the wall. */
const mostLateMs = 6.1 * hourMs;
const mostEarlyMs = 0.1 * hourMs;
/** A clock that is wrong by more than this puts slots out of their order. */
const mostWrongMs = 5 * hourMs;

interface LastSlot {
  readonly slot: string;
  readonly part: number;
  readonly at: number;
  readonly schedule: Schedule | undefined;
}

/** What people can see, looked at as it comes: each breach of a promise is one line. */
export interface Watch {
  /** Looks at what was shown since the last look. */
  look(): string[];
}

interface Clock {
  readonly time: Pick<VirtualTime, 'wrongest'>;
}

export function watch(
  { shown, unanswered }: Pick<FarEnd, 'shown' | 'unanswered'>,
  { memory, resumes, time }: Pick<World, 'memory' | 'resumes'> & Clock,
): Watch {
  const seen = new Map<string, Map<PaperId, Shown>>();
  const ids = new Map<string, Shown>();
  const lastSlots = new Map<string, LastSlot>();
  /** Who was told that a digest was refused, and how often it had been resumed by hand. */
  const told = new Map<string, number>();
  let looked = 0;

  /** Twice is a breach unless the row of one of the two says that it may be so, and its place was asked three times in vain. */
  function breachOfOnce(message: Shown, earlier: Shown, what: string): string[] {
    const isExcused = [message, earlier].some(
      ({ deliveryId: id }) => mayBeTwice(memory, id) && (unanswered.get(id) ?? 0) >= 3,
    );
    if (isExcused) return [];
    return [
      `${what} shown twice in ${message.address}: ${earlier.deliveryId} and ${message.deliveryId}`,
    ];
  }

  function judge(message: Shown): string[] {
    const breaches: string[] = [];
    const { address, deliveryId: id, papers, at } = message;
    const again = ids.get(id);
    if (again !== undefined) breaches.push(...breachOfOnce(message, again, `message ${id}`));
    ids.set(id, message);
    const there = seen.get(address) ?? new Map<PaperId, Shown>();
    seen.set(address, there);
    for (const paper of papers) {
      const name = nameOf(memory, paper);
      const earlier = there.get(name);
      if (earlier !== undefined && earlier.deliveryId !== id) {
        breaches.push(...breachOfOnce(message, earlier, `paper ${paper}`));
      }
      there.set(name, message);
    }
    const [subscription = '', slot = '', part = ''] = id.split('/');
    if (slot.startsWith('notice-')) return [...breaches, ...breachOfSilence(subscription)];
    told.delete(subscription);
    if (slot.startsWith('now-')) return breaches;
    if (again !== undefined) return breaches;
    breaches.push(...breachOfTime(id, slot, at, time.wrongest()));
    return [...breaches, ...breachOfOrder(subscription, slot, Number(part), at)];
  }

  /** Whoever set it up is told once, until a digest arrives or a person resumes it. */
  function breachOfSilence(subscription: string): string[] {
    const times = resumes.get(subscription) ?? 0;
    const isAgain = told.get(subscription) === times;
    told.set(subscription, times);
    return isAgain ? [`${subscription}: told twice that it was refused`] : [];
  }

  function breachOfOrder(subscription: string, slot: string, part: number, at: number): string[] {
    const { schedule } = memory.subscriptions.get(subscription) ?? {};
    const last = lastSlots.get(subscription);
    lastSlots.set(subscription, { slot, part, at, schedule });
    if (last === undefined) return [];
    if (slot === last.slot) {
      if (part > last.part) return [];
      return [`${subscription}: part ${part} of ${slot} was shown after part ${last.part}`];
    }
    if (!isDeepStrictEqual(schedule, last.schedule)) return [];
    if (isFarOff(slot, at) || isFarOff(last.slot, last.at)) return [];
    if (Date.parse(slot) < Date.parse(last.slot)) {
      return [`${subscription}: slot ${slot} was shown after ${last.slot}`];
    }
    if (at - last.at >= hourMs) return [];
    return [`${subscription}: slots ${last.slot} and ${slot} within an hour: a storm`];
  }

  return {
    look() {
      const fresh = shown.slice(looked);
      looked = shown.length;
      return fresh.flatMap(judge);
    },
  };
}

/** A paper goes by its title as long as its source gives no id. */
function nameOf({ papers }: Memory, id: PaperId): PaperId {
  const paper = papers.get(id);
  return paper === undefined ? id : titleId(paper.title);
}

/** Whether a slot was shown by a clock that had another day. */
function isFarOff(slot: string, at: number): boolean {
  const late = at - Date.parse(slot);
  return late > mostLateMs + mostWrongMs || late < -mostEarlyMs - mostWrongMs;
}

function breachOfTime(id: string, slot: string, at: number, clock: Wrongest): string[] {
  const late = at - Date.parse(slot);
  if (late <= mostLateMs + clock.behind && late >= -mostEarlyMs - clock.ahead) return [];
  return [`${id} was shown ${Math.round(late / hourMs)} hours after its time`];
}

function mayBeTwice(memory: Memory, id: string): boolean {
  const row = memory.deliveries.get(id);
  return row !== undefined && 'mayBeTwice' in row && row.mayBeTwice === true;
}

/** What has to hold once everything has worked again for a while, for papers that came before `until`. */
export function breachesAtEnd(memory: Memory, times: TrueTimes, until: number): string[] {
  const { subscriptions } = memory;
  return [
    ...unfinished(memory),
    ...untold(memory),
    ...[...subscriptions.values()].flatMap((each) => lost(memory, times, each, until)),
  ];
}

function unfinished(memory: Memory): string[] {
  return [...memory.deliveries.values()]
    .filter((row) => openSince(row) !== undefined)
    .map((row) => `${deliveryId(row)} is still ${row.status}`);
}

function untold(memory: Memory): string[] {
  return [...memory.subscriptions.values()]
    .filter(({ refused }) => refused?.untold !== undefined)
    .map(
      ({ id, refused }) => `${id}: nobody was told what is owed since ${refused?.untold?.since}`,
    );
}

/** Papers that matched from the first and have no account: neither posted, nor passed over, nor held. */
function lost(
  memory: Memory,
  times: TrueTimes,
  subscription: Subscription,
  until: number,
): string[] {
  const query = subscriptionQuery(subscription, new Map());
  if (!query.ok || subscription.queries.some((text) => text.includes('upvotes'))) return [];
  const accounted = new Set(
    [...memory.deliveries.values()]
      .filter((row) => row.address === subscription.address && hasAccount(row))
      .flatMap(({ posted, passedOver, subscription: id }) => [
        ...posted,
        ...(id === subscription.id ? passedOver : []),
      ]),
  );
  const counts = new Map(
    createArrivals(memory.papers.values())
      .settled(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
      .map(({ paper, at }) => [paper.id, at]),
  );
  return [...memory.papers.values()]
    .filter(({ arrivedAt }) => arrivedAt > subscription.since && Date.parse(arrivedAt) < until)
    .filter(
      (paper) => query.value === undefined || matches(query.value, preparePaper(paper), until),
    )
    .filter(({ id, title }) => !accounted.has(id) && !accounted.has(titleId(title)))
    .filter((paper) => {
      const looks = looksOf(memory, times, subscription.id, times.cameAt(paper));
      return !isExpired(looks, counts.get(paper.id) ?? until);
    })
    .map(({ id, arrivedAt }) => `${subscription.id}: ${id} of ${arrivedAt} was lost`);
}

/** From when a paper counts may turn out to be earlier than it was when a digest looked, by so much at most. */
const surelyCountsMs = 24 * hourMs;

/**
 * The digests by schedule that were planned after an instant of true time: before it, a clock that was set back may have put
 * others. One sent by hand is of the query of its time, and leaves everything else to the next.
 */
function looksOf(
  memory: Memory,
  times: TrueTimes,
  subscription: string,
  after: number,
): Delivery[] {
  return [...memory.deliveries.values()].filter((row) => {
    const isScheduled = row.subscription === subscription && !row.slot.startsWith('now-');
    return isScheduled && hasLooked(row) && times.plannedAt(row) >= after;
  });
}

/** Whether none of them went out while a paper that counted as come from an instant on was new enough. */
function isExpired(looks: readonly Delivery[], at: number): boolean {
  return !looks.some((row) => {
    const age = Date.parse(row.updatedAt) - at;
    return age > surelyCountsMs && age < freshMs;
  });
}

/** Whether the papers were looked at, and nothing stood in the way of posting them. */
function hasLooked(row: Delivery): boolean {
  if (row.status === 'sent') return true;
  return row.status === 'skipped' && !row.reason.startsWith('nothing could be posted');
}

function hasAccount({ status }: Delivery): boolean {
  return status !== 'failed' && status !== 'skipped' && status !== 'planned';
}
