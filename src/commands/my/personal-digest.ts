import type { Invocation } from '../../core/invocation.ts';
import { ProblemError } from '../../core/problem.ts';
import type { Subscription } from '../../core/subscription.ts';
import type { Action } from '../../core/view.ts';
import type { Services } from '../services.ts';

/** A person's own digest, where they have one. */
export async function personalDigest(
  services: Services,
  { actor }: Invocation,
): Promise<Subscription | undefined> {
  const own = await services.store.subscriptions.createdBy(actor.id);
  return own.find(({ scope }) => scope === 'personal');
}

export async function requirePersonalDigest(
  services: Services,
  invocation: Invocation,
): Promise<Subscription> {
  const found = await personalDigest(services, invocation);
  if (found !== undefined) return found;
  throw new ProblemError({
    message: 'You follow no topics yet, so there is no personal digest.',
    remedy: 'Follow one first: /papers my follow llm-agents.',
  });
}

export const myActions = {
  list: { label: 'My topics', path: ['papers', 'my', 'list'], args: {} },
  topics: { label: 'All topics', path: ['papers', 'topics'], args: {} },
  preview: { label: 'Preview', path: ['papers', 'my', 'preview'], args: {} },
  pause: { label: 'Pause', path: ['papers', 'my', 'pause'], args: {} },
  resume: { label: 'Resume', path: ['papers', 'my', 'resume'], args: {} },
} as const satisfies Record<string, Action>;

/** Following and unfollowing undo each other. */
export function followAction(label: string, verb: 'follow' | 'unfollow', topic: string): Action {
  return { label, path: ['papers', 'my', verb], args: { topic } };
}
