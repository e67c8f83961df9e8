import { paused, resumed, type Subscription } from '../core/subscription.ts';
import { capitalized } from '../core/text/capitalized.ts';
import type { Action, View } from '../core/view.ts';
import { nextRun, pauseState } from '../core/views/subscription-view.ts';
import { choice } from './arguments.ts';
import { say } from './reply.ts';
import type { Services } from './services.ts';
import { changedView, changeSubscription } from './subscriptions.ts';

const dayMs = 24 * 3_600_000;
const lengths = { '1d': dayMs, '1w': 7 * dayMs, '1m': 30 * dayMs } as const;

export const pauseLength = choice({
  description: 'How long; until you resume it by default',
  required: false,
  choices: [
    { value: '1d', label: '1 day' },
    { value: '1w', label: '1 week' },
    { value: '1m', label: '1 month' },
    { value: 'forever', label: 'Until I resume' },
  ],
});

export async function pauseSubscription(
  services: Services,
  subscription: Subscription,
  length: keyof typeof lengths | 'forever' | undefined,
  resume: Action,
): Promise<View> {
  const now = services.now();
  const until =
    length === undefined || length === 'forever'
      ? {}
      : { until: new Date(now + lengths[length]).toISOString() };
  const changed = await changeSubscription(services, subscription.id, (current) =>
    paused(current, { kind: 'by-user', ...until }, new Date(now).toISOString()),
  );
  const state = pauseState(changed, nameOf(changed));
  const sentence = [...state, '. Nothing is lost: what it misses comes with the next digest.'];
  return say(sentence, [{ kind: 'actions', actions: [resume] }]);
}

export async function resumeSubscription(
  services: Services,
  subscription: Subscription,
  pause: Action,
): Promise<View> {
  if (subscription.status.kind === 'active') {
    const name = capitalized(nameOf(subscription));
    const next = nextRun(subscription, services.now());
    return say([`${name} is not paused. `, ...next], [], 'info');
  }
  const changed = await changeSubscription(services, subscription.id, (current) =>
    resumed(current, new Date(services.now()).toISOString()),
  );
  return changedView(services, changed, {
    lead: `Resumed ${nameOf(changed)}.`,
    actions: [pause],
  });
}

/** In a channel there may be several. */
function nameOf({ id, scope }: Subscription): string {
  return scope === 'personal' ? 'your digest' : `digest ${id}`;
}
