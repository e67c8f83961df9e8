import { counted } from '../../core/text/counted.ts';
import type { Block, RichText } from '../../core/view.ts';
import { subscriptionLines } from '../../core/views/subscription-view.ts';
import { defineCommand } from '../command.ts';
import { digestsOf } from '../digests-of.ts';
import { privately, say } from '../reply.ts';
import { setUpAction } from './actions.ts';

const setUp: Block = { kind: 'actions', actions: [setUpAction] };

export const list = defineCommand({
  path: ['digest', 'list'],
  summary: 'List the digests of this place, with their next run',
  args: {},
  examples: ['/digest list'],
  async handle({ services, invocation }) {
    const here = await digestsOf(services, invocation);
    if (here.length === 0) {
      return privately(
        say(
          'There is no digest here yet. /digest add diffusion sets one up for weekdays at 09:00.',
          invocation.actor.canManage ? [setUp] : [],
          'info',
        ),
      );
    }
    const isOne = here.length === 1;
    const sentence = `There ${isOne ? 'is' : 'are'} ${counted(here.length, 'digest')} here.`;
    const items = here.map((each): RichText => {
      const line = subscriptionLines(each, services.topics, services.now());
      if (each.address === invocation.address) return line;
      return [{ kind: 'place', address: each.address }, ' · ', ...line];
    });
    return privately({
      summary: sentence,
      blocks: [
        { kind: 'text', text: [sentence] },
        { kind: 'list', items },
      ],
    });
  },
});
