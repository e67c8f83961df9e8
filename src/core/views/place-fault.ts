import type { Problem } from '../problem.ts';
import { isGoneForGood, type Subscription } from '../subscription.ts';
import { capitalized } from '../text/capitalized.ts';
import { listed } from '../text/listed.ts';
import { digestName } from './digest-name.ts';
import { pauseOutlook } from './pause-outlook.ts';
import { refusalOutlook } from './refusal-outlook.ts';
import type { Fault } from './subscription-fault.ts';

/** A digest that its place has stopped: paused, or refused last. */
export interface StoppedDigest {
  readonly subscription: Subscription;
  /** Whether the last one arrived is not known yet. */
  readonly isLookedUp: boolean;
  /** The last one was sent by hand. */
  readonly isByHand: boolean;
}

/**
 * What its platform finds wrong with a place, told once for all the digests that it has stopped. `isOnly`: it is about one digest,
 * which needs no name.
 */
export function placeFault(
  { message, remedy, isForGood }: Problem,
  stopped: readonly StoppedDigest[],
  isOnly: boolean,
): Fault {
  const paused = stopped.filter(({ subscription }) => subscription.status.kind === 'paused');
  const refused = stopped.filter(({ subscription }) => subscription.status.kind === 'active');
  const parts = [
    remedy ?? 'Digests wait for it.',
    pausedText(paused, { isOnly, isForGood }),
    refusedText(refused, false),
    refusedText(refused, true),
  ];
  return {
    text: [`Place: ${message}`],
    remedy: parts.filter((part) => part !== '').join(' '),
  };
}

function pausedText(
  paused: readonly StoppedDigest[],
  { isOnly, isForGood }: { readonly isOnly: boolean; readonly isForGood: true | undefined },
): string {
  if (paused.length === 0) return '';
  const isGone = paused.some(({ subscription }) => isForGood ?? isGoneForGood(subscription));
  const outlook =
    paused.length === 1 || isGone
      ? paused.map(({ subscription }) => pauseOutlook(subscription, isForGood)).join(' ')
      : 'Nothing is lost: what they miss comes once they go on.';
  const names = isOnly ? '' : `: ${namesOf(paused)}`;
  return `Paused for it${names}. ${outlook}`;
}

function refusedText(refused: readonly StoppedDigest[], isLookedUp: boolean): string {
  const meant = refused.filter((each) => each.isLookedUp === isLookedUp);
  if (meant.length === 0) return '';
  const isOne = meant.length === 1;
  const isByHand = meant.some((each) => each.isByHand);
  const { doubt, outlook } = refusalOutlook({ isLookedUp, isOne, isByHand });
  const fact = isOne
    ? `The last digest of ${namesOf(meant)} was refused`
    : `The last digests of ${namesOf(meant)} were refused`;
  const rest = isOne ? 'If that is refused too, it is paused.' : 'Those refused again are paused.';
  const then = doubt === '' ? `: ${outlook}` : `. ${doubt} ${capitalized(outlook)}`;
  return `${fact}${then}. ${rest}`;
}

function namesOf(stopped: readonly StoppedDigest[]): string {
  return listed(stopped.map(({ subscription }) => digestName(subscription, 'within')));
}
