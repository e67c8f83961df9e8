import { defineCommand } from '../command.ts';
import { previewView } from '../preview-view.ts';
import { privately } from '../reply.ts';
import { myActions, requirePersonalDigest } from './personal-digest.ts';

export const preview = defineCommand({
  path: ['papers', 'my', 'preview'],
  summary: 'See what your next digest would hold if it came now',
  args: {},
  examples: ['/papers my preview'],
  async handle({ services, invocation }) {
    const current = await requirePersonalDigest(services, invocation);
    const { list, pause, resume } = myActions;
    const next = current.status.kind === 'paused' ? resume : pause;
    return privately(await previewView({ services, invocation }, current, [list, next]));
  },
});
