import { isPausedByFault, type Subscription } from '../../core/subscription.ts';
import type { Block } from '../../core/view.ts';
import { nextRun, nextRunText, subscriptionSentence } from '../../core/views/subscription-view.ts';
import { digest, readerZoneOf } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { type Health, healthOf } from '../papers/status-health.ts';
import { privately } from '../reply.ts';
import { digestActions } from './actions.ts';
import { mayResume } from './pause.ts';

export const check = defineCommand({
  path: ['digest', 'check'],
  summary: 'Check a digest: its next run, its last deliveries and the feeds behind it',
  args: {
    digest: digest({ description: 'The id of the digest, or words of its query', required: true }),
  },
  main: 'digest',
  examples: ['/digest check d1'],
  async handle({ services, invocation, args: { digest: target } }) {
    const zone = await readerZoneOf({ services, invocation });
    const { actor } = invocation;
    const health = await healthOf(services, { subscriptions: [target], actor, zone });
    const sentence = `${target.id}: ${subscriptionSentence(target, services.topics)}`;
    const now = services.now();
    const { preview, resume, edit, pause, remove } = digestActions(target.id);
    const helps = (wanted: string) => health.actions.filter(({ path }) => path[1] === wanted);
    const isPaused = target.status.kind === 'paused';
    const isResumed = isPausedByFault(target)
      ? helps('resume').length > 0
      : isPaused && mayResume(target, actor);
    const actions = [
      isResumed ? resume : preview,
      ...(actor.canManage ? [edit, ...(isPaused ? [] : [pause]), remove] : []),
      ...helps('catchup'),
    ];
    const blocks: Block[] = [
      { kind: 'text', text: [sentence] },
      ...health.faultBlocks,
      {
        kind: 'facts',
        facts: [...stateFacts(target, now), ...health.facts],
      },
      ...health.deliveryBlocks,
      { kind: 'actions', actions },
    ];
    return privately({ summary: `${sentence} ${nextRunText(target, now)}`, blocks }, target);
  },
});

/** A fault that paused it is told above. */
function stateFacts(subscription: Subscription, now: number): Health['facts'] {
  if (isPausedByFault(subscription)) return [];
  return [{ name: 'State', value: nextRun(subscription, now) }];
}
