import { digest } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { placeBlocks } from '../place-blocks.ts';
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
    // What a person chose, and nothing of what became of it.
    const { id, awaySince: _, refused: __, ...wanted } = source;
    const copy = await services.store.subscriptions.add(
      newSubscription(services, invocation, wanted),
    );
    const { edit, remove } = digestActions(copy.id);
    const view = changedView(services, copy, {
      lead: `Copied ${id} to ${copy.id}.`,
      actions: [edit, remove],
      place: await placeBlocks(services, copy.address),
    });
    return publicly(view, copy);
  },
});
