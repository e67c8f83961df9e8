import { digest } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { pauseLength, pauseSubscription, resumeSubscription } from '../pause.ts';
import { publicly } from '../reply.ts';
import { digestActions } from './actions.ts';

const which = digest({
  description: 'Which digest: its id, or words of its query',
  required: true,
});

export const pause = defineCommand({
  path: ['digest', 'pause'],
  summary: 'Pause a digest, for a while or until you resume it',
  args: { digest: which, for: pauseLength },
  main: 'digest',
  permission: 'manage',
  writes: true,
  examples: ['/digest pause d1 for:1w'],
  async handle({ services, args }) {
    const { resume } = digestActions(args.digest.id);
    return publicly(await pauseSubscription(services, args.digest, args.for, resume));
  },
});

export const resume = defineCommand({
  path: ['digest', 'resume'],
  summary: 'Resume a paused digest',
  args: { digest: which },
  main: 'digest',
  permission: 'manage',
  writes: true,
  examples: ['/digest resume d1'],
  async handle({ services, args }) {
    const { pause: pauseAgain } = digestActions(args.digest.id);
    return publicly(await resumeSubscription(services, args.digest, pauseAgain));
  },
});
