import { ProblemError } from '../../core/problem.ts';
import { counted } from '../../core/text/counted.ts';
import { digest } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { privately, say } from '../reply.ts';

export const sendNow = defineCommand({
  path: ['digest', 'send-now'],
  summary: 'Post now what the next digest would hold',
  args: {
    digest: digest({ description: 'The id of the digest, or words of its query', required: true }),
  },
  main: 'digest',
  permission: 'manage',
  writes: true,
  examples: ['/digest send-now d1'],
  async handle({ services, args }) {
    const sent = await services.digests.sendNow(args.digest);
    if (!sent.ok) throw new ProblemError(sent.problem);
    if (sent.value === 0) {
      return privately(
        say(
          'Nothing new matches right now, so nothing was posted. The schedule stays as it is.',
          [],
          'info',
        ),
        args.digest,
      );
    }
    return privately(
      say(
        `Posted ${counted(sent.value, 'paper')}; no digest repeats ${sent.value === 1 ? 'it' : 'them'} there. The schedule stays as it is.`,
      ),
      args.digest,
    );
  },
});
