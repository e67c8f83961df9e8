import type { Archive } from '../core/archive.ts';
import { type Delivery, deliveryId } from '../core/delivery.ts';
import type { Digest } from '../core/digest.ts';
import { digestView } from '../core/views/digest-view.ts';
import { type FeedFacts, silenceReason, silenceView } from '../core/views/silence-view.ts';
import { nextRunAt } from '../core/views/subscription-view.ts';
import type { Log } from '../lib/log.ts';
import type { Occasion } from './plan.ts';
import { type Platforms, platformOf } from './platform-of.ts';

export interface DigestRowsDependencies {
  readonly archive: Archive;
  readonly platforms: Platforms;
  readonly feeds?: () => FeedFacts;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * The rows of a digest before anything is sent: each for the papers it shows, the first for those over the limit too. A digest
 * of which its platform can make no message has failed: its papers are free for the next one.
 */
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
  const platform = platformOf(platforms, subscription.address);
  return rendered(dependencies, { digest, slot }, () =>
    platform.render(view, subscription).map(({ payload, papers }, part) => ({
      ...rowBase(digest, slot, part, now()),
      posted: papers,
      passedOver: part === 0 ? digest.overLimit.map(({ id }) => id) : [],
      status: 'rendered',
      payload,
    })),
  );
}

/** An empty digest: skipped, or one line in its stead where the subscription wants to be told. */
function silenceRows(
  dependencies: DigestRowsDependencies,
  digest: Digest,
  slot: string,
  occasion: Occasion,
): Delivery[] {
  const { archive, platforms, feeds, now } = dependencies;
  const { subscription } = digest;
  const unsettled = archive.arrivals.settled(now(), Number.POSITIVE_INFINITY).length;
  const facts = { unsettled, feeds: feeds?.() ?? [] };
  const none = { posted: [], passedOver: [] };
  if (subscription.quiet !== 'note' || occasion === 'by-hand') {
    const reason = silenceReason(digest, facts);
    return [{ ...rowBase(digest, slot, 0, now()), ...none, status: 'skipped', reason }];
  }
  const view = silenceView(digest, facts);
  const { address, scope } = subscription;
  const platform = platformOf(platforms, address);
  return rendered(dependencies, { digest, slot }, () =>
    platform.render(view, { address, scope }).map(({ payload }, part) => ({
      ...rowBase(digest, slot, part, now()),
      ...none,
      silence: view.summary,
      status: 'rendered',
      payload,
    })),
  );
}

/** A fault in a platform's own rendering is met again by whoever tries again: it ends this digest, and no other. */
function rendered(
  { log, now }: DigestRowsDependencies,
  { digest, slot }: { readonly digest: Digest; readonly slot: string },
  render: () => Delivery[],
): Delivery[] {
  try {
    return render();
  } catch (fault) {
    const base = rowBase(digest, slot, 0, now());
    const detail = 'no message could be made of it, through a fault of mine';
    const text = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
    log.warn(`${deliveryId(base)}: ${detail}: ${text}`);
    const posted = digest.chosen.map(({ paper }) => paper.id);
    return [{ ...base, posted, passedOver: [], status: 'failed', detail }];
  }
}

function rowBase({ subscription, missed }: Digest, slot: string, part: number, now: number) {
  const { id, address } = subscription;
  return {
    ...{ subscription: id, slot, part, address },
    ...(part === 0 && missed !== undefined && { missed }),
    updatedAt: new Date(now).toISOString(),
  };
}
