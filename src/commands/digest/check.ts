import { isPausedByFault, type Subscription } from '../../core/subscription.ts';
import type { Block, RichText } from '../../core/view.ts';
import { nextRun, nextRunText, subscriptionSentence } from '../../core/views/subscription-view.ts';
import { digest, readerZoneOf } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { healthOf } from '../papers/status-health.ts';
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
    const catchUps = health.actions.filter(({ path: [, verb] }) => verb === 'catchup');
    const isPaused = target.status.kind === 'paused';
    const actions = [
      isPaused && mayResume(target, actor) ? resume : preview,
      ...(actor.canManage ? [edit, ...(isPaused ? [] : [pause]), remove] : []),
      ...catchUps,
    ];
    const blocks: Block[] = [
      { kind: 'text', text: [sentence] },
      ...health.faultBlocks,
      {
        kind: 'facts',
        facts: [{ name: 'State', value: stateOf(target, now) }, ...health.facts],
      },
      ...health.deliveryBlocks,
      { kind: 'actions', actions },
    ];
    return privately({ summary: `${sentence} ${nextRunText(target, now)}`, blocks }, target);
  },
});

/** A fault that paused it is told above. */
function stateOf(subscription: Subscription, now: number): RichText {
  return isPausedByFault(subscription) ? ['Paused.'] : nextRun(subscription, now);
}
