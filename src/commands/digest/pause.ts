import type { Actor } from '../../core/invocation.ts';
import { ProblemError } from '../../core/problem.ts';
import { isPausedByFault, type Subscription } from '../../core/subscription.ts';
import { digest } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { pauseLength, pauseSubscription, resumeSubscription } from '../pause.ts';
import { privately, publicly } from '../reply.ts';
import { digestActions } from './actions.ts';

const which = digest({
  description: 'The id of the digest, or words of its query',
  required: true,
});

export const pause = defineCommand({
  path: ['digest', 'pause'],
  summary: 'Pause a digest, for a while or until you resume it',
  args: { digest: which, for: pauseLength },
  main: 'digest',
  last: 'for',
  permission: 'manage',
  writes: true,
  examples: ['/digest pause d1 for:1w'],
  async handle({ services, args }) {
    const { resume } = digestActions(args.digest.id);
    return publicly(await pauseSubscription(services, args.digest, args.for, resume), args.digest);
  },
});

export const resume = defineCommand({
  path: ['digest', 'resume'],
  summary: 'Resume a paused digest, once what paused it is mended',
  args: { digest: which },
  main: 'digest',
  writes: true,
  examples: ['/digest resume d1'],
  async handle({ services, invocation, args: { digest: target } }) {
    checkMayResume(target, invocation.actor);
    const problem = await services.placeProblem(target.address);
    if (problem !== undefined) throw new ProblemError(problem);
    const { pause: pauseAgain } = digestActions(target.id);
    const view = await resumeSubscription(services, target, pauseAgain);
    return target.status.kind === 'active' ? privately(view, target) : publicly(view, target);
  },
});

/** Those who manage the place may; and whoever set the digest up, where it was paused by a fault that they were told of. */
export function mayResume(subscription: Subscription, { id, canManage }: Actor): boolean {
  return canManage || (isPausedByFault(subscription) && subscription.createdBy === id);
}

function checkMayResume(subscription: Subscription, actor: Actor): void {
  if (mayResume(subscription, actor)) return;
  throw new ProblemError({
    message: 'You may not resume this digest.',
    remedy: 'Ask somebody who manages the place where it posts.',
  });
}
