import { isActive, type Obstacle, paused, type Subscription } from '../../core/subscription.ts';
import { firstSentence } from '../../core/text/first-sentence.ts';
import type { Log } from '../../lib/log.ts';
import type { Store } from '../../store/store.ts';
import type { Occasion } from '../plan/plan.ts';

export interface RefusalDependencies {
  readonly store: { readonly subscriptions: Pick<Store['subscriptions'], 'update'> };
  readonly now: () => number;
  readonly log: Pick<Log, 'warn'>;
}

/** How a place refused. */
export interface Refused {
  readonly pause: Obstacle;
  /** How many digests in a row may be refused before the subscription is paused. */
  readonly patience: number;
  /** What its platform said, for the log. */
  readonly detail?: string;
}

/**
 * Takes note that a place refused a digest, and pauses the subscription once more digests in a row were refused than it has
 * patience with. Whoever set it up is to be told once of each cause, at the first of them. One that is paused already stays as it
 * is. Gives whether it is paused.
 */
export async function refuse(
  { store, now: clock, log }: RefusalDependencies,
  { id, address }: Subscription,
  { pause, patience, detail }: Refused,
  occasion: Occasion,
): Promise<boolean> {
  // Whoever sends by hand is answered at once, and may try as often as they like.
  if (occasion === 'by-hand' && patience > 0) return false;
  const now = clock();
  const at = new Date(now).toISOString();
  const changed = await store.subscriptions.update(id, (latest) => {
    if (!isActive(latest, now)) return latest;
    const { refused } = latest;
    const digests = refused?.reason.kind === pause.kind ? refused.digests + 1 : 1;
    const untold = isNews(pause, refused?.reason) ? { since: at } : refused?.untold;
    const noted = { ...latest, refused: { reason: pause, digests, ...(untold && { untold }) } };
    return digests > patience ? paused(noted, pause, at) : noted;
  });
  if (changed === undefined) return true;
  const isPaused = changed.status.kind === 'paused';
  const what = isPaused ? 'paused' : 'its digest was refused';
  const said = detail === undefined ? '' : ` (${detail})`;
  log.warn(`${id} at ${address}: ${what}: ${pause.text}.${said}`);
  return isPaused;
}

/** What comes after the first sentence says how to mend it, or quotes: it may differ though the cause is the same. */
function isNews(obstacle: Obstacle, known: Obstacle | undefined): boolean {
  if (known?.kind !== obstacle.kind) return true;
  return firstSentence(known.text) !== firstSentence(obstacle.text);
}
