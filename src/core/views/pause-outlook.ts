import type { PauseReason, Subscription } from '../subscription.ts';

/** What becomes of a digest that a fault has paused, and what brings it back. The reason itself says what to mend. */
export function pauseOutlook(subscription: Subscription): string {
  const { status } = subscription;
  const kind: PauseReason['kind'] = status.kind === 'paused' ? status.reason.kind : 'by-user';
  const command = resumeCommand(subscription);
  if (kind === 'destination-gone') return 'Nothing is lost: what it misses comes once it goes on.';
  if (kind === 'not-permitted' && subscription.scope === 'channel') {
    return `Nothing is lost: once that is mended it goes on by itself, or at once with ${command}.`;
  }
  return `Nothing is lost: once that is mended, ${command} brings it back with what it missed.`;
}

/** What people type to have it go on. */
export function resumeCommand({ id, scope }: Pick<Subscription, 'id' | 'scope'>): string {
  return scope === 'personal' ? '/papers my resume' : `/digest resume ${id}`;
}
