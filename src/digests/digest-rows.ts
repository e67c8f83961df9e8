import type { Archive } from '../core/archive.ts';
import type { Delivery } from '../core/delivery.ts';
import { type Digest, overLimit } from '../core/digest.ts';
import { digestView } from '../core/views/digest-view.ts';
import { type FeedFacts, silenceReason, silenceView } from '../core/views/silence-view.ts';
import { nextRunAt } from '../core/views/subscription-view.ts';
import type { Occasion } from './plan.ts';
import { type Platforms, platformOf } from './platform-of.ts';

export interface DigestRowsDependencies {
  readonly archive: Archive;
  readonly platforms: Platforms;
  readonly feeds?: () => FeedFacts;
  readonly now: () => number;
}

/** The rows of a digest before anything is sent: each for the papers it shows, the first for those over the limit too. */
export function digestRows(
  dependencies: DigestRowsDependencies,
  digest: Digest,
  slot: string,
  occasion: Occasion,
): Delivery[] {
  if (digest.chosen.length === 0) return silenceRows(dependencies, digest, slot, occasion);
  const { platforms, now } = dependencies;
  const { subscription } = digest;
  const nextAt = nextRunAt(subscription, Math.max(digest.slot.at, now()));
  const view = digestView(digest, nextAt === undefined ? {} : { nextAt });
  return platformOf(platforms, subscription.address)
    .render(view, subscription)
    .map(({ payload, papers }, part) => ({
      ...rowBase(digest, slot, part, now()),
      posted: papers,
      passedOver: part === 0 ? overLimit(digest).map(({ id }) => id) : [],
      status: 'rendered',
      payload,
    }));
}

/** An empty digest: skipped, or one line in its stead where the subscription wants to be told. */
function silenceRows(
  { archive, platforms, feeds, now }: DigestRowsDependencies,
  digest: Digest,
  slot: string,
  occasion: Occasion,
): Delivery[] {
  const { subscription } = digest;
  const unsettled = archive.arrivals.settled(now(), Number.POSITIVE_INFINITY).length;
  const facts = { unsettled, feeds: feeds?.() ?? [] };
  const none = { posted: [], passedOver: [] };
  if (subscription.quiet !== 'note' || occasion === 'by-hand') {
    const reason = silenceReason(digest, facts);
    return [{ ...rowBase(digest, slot, 0, now()), ...none, status: 'skipped', reason }];
  }
  const view = silenceView(digest, facts);
  return platformOf(platforms, subscription.address)
    .render(view, { address: subscription.address, scope: subscription.scope })
    .map(({ payload }, part) => ({
      ...rowBase(digest, slot, part, now()),
      ...none,
      silence: view.summary,
      status: 'rendered',
      payload,
    }));
}

function rowBase({ subscription, missed }: Digest, slot: string, part: number, now: number) {
  const { id, address } = subscription;
  return {
    ...{ subscription: id, slot, part, address },
    ...(part === 0 && missed !== undefined && { missed }),
    updatedAt: new Date(now).toISOString(),
  };
}
