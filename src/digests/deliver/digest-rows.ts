import type { Archive } from '../../core/archive.ts';
import { type Delivery, deliveryId } from '../../core/delivery.ts';
import type { Digest } from '../../core/digest.ts';
import { digestView } from '../../core/views/digest-view.ts';
import { type FeedFacts, silenceReason, silenceView } from '../../core/views/silence-view.ts';
import { nextRunAt } from '../../core/views/subscription-view.ts';
import type { Log } from '../../lib/log.ts';
import type { Occasion } from '../plan/plan.ts';
import { type Platforms, platformOf } from '../platform-of.ts';
import { renderDigest } from './render-digest.ts';

export interface DigestRowsDependencies {
  readonly archive: Archive;
  readonly platforms: Platforms;
  readonly feeds?: () => FeedFacts;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * The rows of a digest before anything is sent: each for the papers it shows, the first for those over the limit too, and for
 * those of which its platform can make no message. A digest of which it can make none at all has failed: its papers are free
 * for the next one.
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
  const options = nextAt === undefined ? {} : { nextAt };
  const platform = platformOf(platforms, subscription.address);
  return rendered(dependencies, { digest, slot }, (note) => {
    const render = (shown: Digest) => platform.render(digestView(shown, options), subscription);
    const { messages, unrendered } = renderDigest(digest, render, note);
    const passedOver = [...digest.overLimit.map(({ id }) => id), ...unrendered];
    return messages.map(({ payload, papers }, part) => ({
      ...rowBase(digest, slot, part, now()),
      posted: papers,
      passedOver: part === 0 ? passedOver : [],
      ...(part === 0 && unrendered.length > 0 && { unrendered }),
      status: 'rendered',
      payload,
    }));
  });
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
  render: (note: (leftOut: string, fault: unknown) => void) => Delivery[],
): Delivery[] {
  const base = rowBase(digest, slot, 0, now());
  const warn = (text: string, fault: unknown): void =>
    log.warn(`${deliveryId(base)}: ${text}: ${faultText(fault)}`);
  try {
    return render((leftOut, fault) =>
      warn(
        `sent without ${leftOut}, of which no message could be made, through a fault of mine`,
        fault,
      ),
    );
  } catch (fault) {
    const detail = 'no message could be made of it, through a fault of mine';
    warn(detail, fault);
    const posted = digest.chosen.map(({ paper }) => paper.id);
    return [{ ...base, posted, passedOver: [], status: 'failed', detail }];
  }
}

function faultText(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}

function rowBase({ subscription, missed }: Digest, slot: string, part: number, now: number) {
  const { id, address } = subscription;
  return {
    ...{ subscription: id, slot, part, address },
    ...(part === 0 && missed !== undefined && { missed }),
    updatedAt: new Date(now).toISOString(),
  };
}
