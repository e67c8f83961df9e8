import { subscriptionSentence } from '../../core/views/subscription-view.ts';
import { digest, flag } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { privately, publicly, say } from '../reply.ts';
import { digestActions } from './actions.ts';

export const remove = defineCommand({
  path: ['digest', 'remove'],
  summary: 'Remove a digest for good; asks once',
  args: {
    digest: digest({ description: 'The id of the digest, or words of its query', required: true }),
    confirm: flag('Yes to remove it without being asked'),
  },
  main: 'digest',
  permission: 'manage',
  writes: true,
  examples: ['/digest remove d1', '/digest remove d1 confirm:yes'],
  async handle({ services, args: { digest: target, confirm } }) {
    const { confirmRemove, pause } = digestActions(target.id);
    if (confirm !== true) {
      const what = subscriptionSentence(target, services.topics);
      return privately(
        say(
          `This removes ${target.id} for good: “${what}” Pausing it keeps it.`,
          [{ kind: 'actions', actions: [confirmRemove, pause] }],
          'info',
        ),
        target,
      );
    }
    await services.store.subscriptions.remove(target.id);
    return publicly(
      say(`Removed ${target.id}. No other digest repeats there what it has posted.`),
      target,
    );
  },
});
