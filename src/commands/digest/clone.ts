import { digest } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { publicly } from '../reply.ts';
import { changedView, checkRoom, newSubscription } from '../subscriptions.ts';
import { digestActions } from './actions.ts';

export const clone = defineCommand({
  path: ['digest', 'clone'],
  summary: 'Make a copy of a digest, to change one of the two',
  args: {
    digest: digest({ description: 'The id of the digest, or words of its query', required: true }),
  },
  main: 'digest',
  permission: 'manage',
  writes: true,
  examples: ['/digest clone d1'],
  async handle({ services, invocation, args: { digest: source } }) {
    await checkRoom(services, source.address);
    const { id, ...wanted } = source;
    const copy = await services.store.subscriptions.add(
      newSubscription(services, invocation, wanted),
    );
    const { edit, remove } = digestActions(copy.id);
    const lead = `Copied ${id} to ${copy.id}.`;
    return publicly(changedView(services, copy, { lead, actions: [edit, remove] }), copy);
  },
});
