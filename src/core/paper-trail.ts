import { type Delivery, slotInstant } from './delivery.ts';
import { type Paper, type PaperId, titleId } from './paper.ts';
import { freshMs } from './plan-digest.ts';
import { risingFrom } from './ranking.ts';
import { nextSlots } from './schedule/due-slot.ts';
import type { Slot } from './schedule/schedule.ts';
import { isActive, type Subscription } from './subscription.ts';

export interface TrailInput {
  readonly paper: Paper;
  readonly subscription: Subscription;
  /** All that are kept of its place, of whichever subscription. */
  readonly deliveries: readonly Delivery[];
  /** Posted at its place at any time. */
  readonly posted: ReadonlySet<PaperId>;
  /** Whether it matches now. */
  readonly matched: boolean;
  /** From when it counts as having come, epoch milliseconds. */
  readonly countsFrom: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What one subscription made of a paper. */
export interface PaperTrail {
  /** What came before, oldest first. Instants in epoch milliseconds. */
  readonly steps: readonly TrailStep[];
  readonly verdict: Verdict;
}

export type TrailStep =
  /** It missed only thresholds: `needs 25 upvotes, had 17`. */
  | { readonly kind: 'missed'; readonly at: number; readonly text: string }
  | { readonly kind: 'failed'; readonly at: number; readonly detail: string };

/** What stands in its way, or does not. */
export type Verdict =
  /** It was posted, may have been, or is being posted: by this subscription, or by another one of the place. */
  | { readonly kind: 'posted'; readonly delivery: Delivery }
  /** By a delivery that is no longer kept one by one. */
  | { readonly kind: 'posted-long-ago' }
  /** It was at this place of a digest, from 1, which was past its limit. */
  | { readonly kind: 'passed-over'; readonly delivery: Delivery; readonly place: number }
  /** No message could be made of it, so that its digest went without it. */
  | { readonly kind: 'unrendered'; readonly delivery: Delivery }
  | { readonly kind: 'no-match' }
  /** It came before the subscription began, or before its query was last changed. */
  | { readonly kind: 'history'; readonly changed: boolean }
  /** It was looked at while it did not match, and passes only now that it is too old. */
  | { readonly kind: 'too-late' }
  /** Nothing could be posted for so long that it is no news any more. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'never-due' }
  /** The list of its day is not complete. */
  | { readonly kind: 'unsettled'; readonly slot: Slot }
  /** Its next digest decides. */
  | { readonly kind: 'in-question'; readonly slot: Slot };

export function paperTrail(input: TrailInput): PaperTrail {
  const ids = idsOf(input.paper);
  const own = input.deliveries.filter(({ subscription }) => subscription === input.subscription.id);
  const steps = own.flatMap((delivery) => stepsIn(delivery, ids));
  return { steps: steps.sort((a, b) => a.at - b.at), verdict: verdictOn(input, own, ids) };
}

/** Its own, and the one it had while only its title was known. */
function idsOf({ id, title }: Paper): readonly PaperId[] {
  return [id, titleId(title)];
}

function stepsIn(delivery: Delivery, ids: readonly PaperId[]): TrailStep[] {
  const missed = (delivery.missed ?? []).filter(({ paper }) => ids.includes(paper));
  const steps: TrailStep[] = missed.map(({ text }) => {
    return { kind: 'missed', at: slotInstant(delivery), text };
  });
  if (delivery.status !== 'failed' || !hasAny(delivery.posted, ids)) return steps;
  const { detail, updatedAt } = delivery;
  return [...steps, { kind: 'failed', at: Date.parse(updatedAt), detail }];
}

function verdictOn(
  { subscription, deliveries, posted, matched, countsFrom, now }: TrailInput,
  own: readonly Delivery[],
  ids: readonly PaperId[],
): Verdict {
  const posting = [...own, ...deliveries].find(
    (each) => isDecided(each) && hasAny(each.posted, ids),
  );
  const isOwn = posting?.subscription === subscription.id;
  // What another digest posted says nothing of one that never wanted it.
  if (posting !== undefined && (isOwn || matched)) return { kind: 'posted', delivery: posting };
  if (posting === undefined && ids.some((id) => posted.has(id))) return { kind: 'posted-long-ago' };
  const passing = own.find((each) => isDecided(each) && hasAny(each.passedOver, ids));
  if (passing !== undefined) {
    if (hasAny(passing.unrendered ?? [], ids)) return { kind: 'unrendered', delivery: passing };
    return { kind: 'passed-over', delivery: passing, place: placeIn(passing, own, ids) };
  }
  if (!matched) return { kind: 'no-match' };
  const since = Date.parse(subscription.since);
  if (countsFrom < since) {
    return { kind: 'history', changed: since > Date.parse(subscription.createdAt) };
  }
  if (!isActive(subscription, now)) return { kind: 'paused' };
  return awaited(subscription, countsFrom, now);
}

/** What is to become of a paper that matches and of which nothing was decided. */
function awaited(subscription: Subscription, countsFrom: number, now: number): Verdict {
  const [slot] = nextSlots(subscription.schedule, Math.max(now, countsFrom - 1), 1);
  if (slot === undefined) return { kind: 'never-due' };
  if (countsFrom > now) return { kind: 'unsettled', slot };
  const considered = Date.parse(subscription.consideredUntil);
  const isNew = countsFrom > considered;
  const newsFrom = slot.at - freshMs;
  if (countsFrom > (isNew ? newsFrom : risingFrom(considered, newsFrom, slot.at))) {
    return { kind: 'in-question', slot };
  }
  return isNew ? { kind: 'expired' } : { kind: 'too-late' };
}

/** What failed or was skipped has left its papers free. */
function isDecided({ status }: Delivery): boolean {
  return status !== 'planned' && status !== 'failed' && status !== 'skipped';
}

function hasAny(papers: readonly PaperId[], ids: readonly PaperId[]): boolean {
  return ids.some((id) => papers.includes(id));
}

/** Those over the limit come after all that the parts of the digest posted, or were to post, in order. */
function placeIn(delivery: Delivery, own: readonly Delivery[], ids: readonly PaperId[]): number {
  const parts = own.filter(({ slot }) => slot === delivery.slot);
  const before = parts.reduce(
    (sum, part) => sum + part.posted.length + (part.unrendered?.length ?? 0),
    0,
  );
  return before + delivery.passedOver.findIndex((id) => ids.includes(id)) + 1;
}
