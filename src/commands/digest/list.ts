import { subscriptionLines } from '../../core/views/subscription-view.ts';
import { defineCommand } from '../command.ts';
import { privately, say } from '../reply.ts';

export const list = defineCommand({
  path: ['digest', 'list'],
  summary: 'List the digests of this place, with their next run',
  args: {},
  examples: ['/digest list'],
  async handle({ services, invocation }) {
    const here = (await services.store.subscriptions.all()).filter(
      (each) => each.scope === 'channel' && each.address === invocation.address,
    );
    if (here.length === 0) {
      return privately(
        say(
          'There is no digest here yet. /digest add diffusion sets one up for weekdays at 09:00.',
          [],
          'info',
        ),
      );
    }
    const sentence =
      here.length === 1 ? 'There is 1 digest here.' : `There are ${here.length} digests here.`;
    const items = here.map((each) => subscriptionLines(each, services.topics, services.now()));
    return privately({
      summary: sentence,
      blocks: [
        { kind: 'text', text: [sentence] },
        { kind: 'list', items },
      ],
    });
  },
});
