import type { Problem } from '../problem.ts';
import type { Subscription } from '../subscription.ts';
import { listed } from '../text/listed.ts';
import { pauseOutlook } from './pause-outlook.ts';
import type { Fault } from './subscription-fault.ts';

/** What its platform finds wrong with a place, told once for all the digests that it has `stopped`: paused, or refused last. */
export function placeFault({ message, remedy }: Problem, stopped: readonly Subscription[]): Fault {
  const paused = stopped.filter(({ status }) => status.kind === 'paused');
  const refused = stopped.filter(({ status }) => status.kind === 'active');
  const parts = [remedy ?? 'Digests wait for it.', pausedText(paused), refusedText(refused)];
  return {
    text: [`Place: ${message}`],
    remedy: parts.filter((part) => part !== '').join(' '),
  };
}

function pausedText(paused: readonly Subscription[]): string {
  const [first] = paused;
  if (first === undefined) return '';
  const outlook =
    paused.length === 1
      ? pauseOutlook(first)
      : 'Nothing is lost: what they miss comes once they go on.';
  return `Paused for it: ${listed(paused.map(nameOf))}. ${outlook}`;
}

function refusedText(refused: readonly Subscription[]): string {
  if (refused.length === 0) return '';
  const names = listed(refused.map(nameOf));
  return refused.length === 1
    ? `The last digest of ${names} was refused: its papers come with the next. If that is refused too, it is paused.`
    : `The last digests of ${names} were refused: their papers come with the next. Those refused again are paused.`;
}

function nameOf({ id, scope }: Subscription): string {
  return scope === 'personal' ? 'your digest' : id;
}
