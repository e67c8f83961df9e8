import { formatSchedule } from '../schedule/describe-schedule.ts';
import { isGoneForGood, obstacleOf, type Subscription } from '../subscription.ts';

/**
 * What becomes of a digest that is paused, and what brings it back. The state itself says what to mend. `isForGood`: its place is
 * known to be deleted.
 */
export function pauseOutlook(
  subscription: Subscription,
  isForGood = isGoneForGood(subscription),
): string {
  const { id, scope } = subscription;
  const obstacle = obstacleOf(subscription);
  const command = resumeCommand(subscription);
  if (isForGood) {
    return `To have it elsewhere, type there: ${addCommand(subscription)}. Then: /digest remove ${id}.`;
  }
  if (obstacle === undefined) {
    return `Nothing is lost: ${command} brings it back with what it missed.`;
  }
  if (obstacle.kind === 'destination-gone') {
    return 'Nothing is lost: what it misses comes once it goes on.';
  }
  if (obstacle.kind === 'not-permitted' && scope === 'channel') {
    return `Nothing is lost: once that is mended, what it missed comes by itself, or once you type ${command}.`;
  }
  return `Nothing is lost: once that is mended, ${command} brings it back with what it missed.`;
}

/** What people type to have it go on. */
export function resumeCommand({ id, scope }: Pick<Subscription, 'id' | 'scope'>): string {
  return scope === 'personal' ? '/papers my resume' : `/digest resume ${id}`;
}

/** What people type to have the same about as often and as long in another place. */
function addCommand({ queries, schedule, limit }: Subscription): string {
  const when = `when:"${formatSchedule(schedule)}"`;
  return ['/digest add', ...queries, when, `limit:${limit}`].join(' ');
}
