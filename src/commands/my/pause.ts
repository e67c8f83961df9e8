import { defineCommand } from '../command.ts';
import { pauseLength, pauseSubscription, resumeSubscription } from '../pause.ts';
import { privately } from '../reply.ts';
import { myActions, requirePersonalDigest } from './personal-digest.ts';

export const pause = defineCommand({
  path: ['papers', 'my', 'pause'],
  summary: 'Pause your personal digest, for a while or until you resume it',
  args: { for: pauseLength },
  main: 'for',
  writes: true,
  examples: ['/papers my pause 1w'],
  async handle({ services, invocation, args }) {
    const current = await requirePersonalDigest(services, invocation);
    return privately(await pauseSubscription(services, current, args.for, myActions.resume));
  },
});

export const resume = defineCommand({
  path: ['papers', 'my', 'resume'],
  summary: 'Resume your personal digest',
  args: {},
  writes: true,
  examples: ['/papers my resume'],
  async handle({ services, invocation }) {
    const current = await requirePersonalDigest(services, invocation);
    return privately(await resumeSubscription(services, current, myActions.pause));
  },
});
