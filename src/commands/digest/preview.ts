import { digest } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { previewView } from '../preview-view.ts';
import { privately } from '../reply.ts';
import { digestActions } from './actions.ts';

export const preview = defineCommand({
  path: ['digest', 'preview'],
  summary:
    'See what the next digest would hold if it came now, and what it would have brought so far',
  args: {
    digest: digest({ description: 'The id of the digest, or words of its query', required: true }),
  },
  main: 'digest',
  examples: ['/digest preview d1'],
  async handle({ services, invocation, args }) {
    const { sendNow, edit } = digestActions(args.digest.id);
    const actions = invocation.actor.canManage ? [sendNow, edit] : [];
    const view = await previewView({ services, invocation }, args.digest, actions);
    return privately(view, args.digest);
  },
});
