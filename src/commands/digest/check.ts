import type { Subscription } from '../../core/subscription.ts';
import type { Block } from '../../core/view.ts';
import { nextRunText, subscriptionSentence } from '../../core/views/subscription-view.ts';
import { digest, zoneOf } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { healthOf } from '../papers/status-health.ts';
import { privately } from '../reply.ts';
import { digestActions } from './actions.ts';

export const check = defineCommand({
  path: ['digest', 'check'],
  summary: 'Check a digest: its next run, its last deliveries and the feeds behind it',
  args: {
    digest: digest({ description: 'Which digest: its id, or words of its query', required: true }),
  },
  main: 'digest',
  examples: ['/digest check d1'],
  async handle({ services, invocation, args: { digest: target } }) {
    const zone = await zoneOf({ services, invocation });
    const { actor } = invocation;
    const health = await healthOf(services, { subscriptions: [target], actor, zone });
    const sentence = `${target.id}: ${subscriptionSentence(target, services.topics)}`;
    const state = nextRunText(target, services.now());
    const { preview, resume } = digestActions(target.id);
    const more = health.actions.filter(
      ({ path: [, verb] }) => verb === 'edit' || verb === 'catchup',
    );
    const actions = [target.status.kind === 'paused' ? resume : preview, ...more];
    const blocks: Block[] = [
      { kind: 'text', text: [sentence] },
      ...health.faultBlocks,
      {
        kind: 'facts',
        facts: [{ name: 'State', value: [state] }, ...choicesOf(target), ...health.facts],
      },
      ...health.deliveryBlocks,
      { kind: 'actions', actions },
    ];
    return privately({ summary: `${sentence} ${state}`, blocks });
  },
});

/** What was chosen for it beside what its sentence says. */
function choicesOf({ publish, quiet }: Subscription) {
  return [
    ...(publish === true
      ? [{ name: 'Publishing', value: ['to the channels that follow this one'] }]
      : []),
    ...(quiet === 'note' ? [{ name: 'Nothing new', value: ['said in one line'] }] : []),
  ];
}
