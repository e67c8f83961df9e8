import { ProblemError } from '../../core/problem.ts';
import type { Subscription } from '../../core/subscription.ts';
import { counted } from '../../core/text/counted.ts';
import type { Block, RichText } from '../../core/view.ts';
import { pauseOutlook } from '../../core/views/pause-outlook.ts';
import { isStoppedByPlace } from '../../core/views/subscription-fault.ts';
import { pauseState } from '../../core/views/subscription-view.ts';
import type { ReadContext } from '../argument.ts';
import { digest, readerZoneOf } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { faultBlock } from '../digest-faults.ts';
import { feedStates } from '../feed-states.ts';
import { placeBlocks } from '../place-blocks.ts';
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
  async handle({ services, invocation, args: { digest: target } }) {
    const sent = await services.digests.sendNow(target);
    if (!sent.ok) throw new ProblemError(sent.problem);
    const scheduled = scheduleText(target);
    if (sent.value === 0) {
      const isUnread = services.archive.index.size === 0;
      const why = isUnread ? 'No papers were read yet' : 'Nothing new matches right now';
      const blocks = [
        ...(isPausedByPlace(target) ? [] : await placeBlocks(services, target.address)),
        ...(await feedBlocks({ services, invocation })),
      ];
      return privately(
        say([`${why}, so nothing was posted. `, ...scheduled], blocks, 'info'),
        target,
      );
    }
    const papers = counted(sent.value, 'paper');
    const them = sent.value === 1 ? 'it' : 'them';
    const lead = `Posted ${papers}; no digest repeats ${them} there. `;
    return privately(say([lead, ...scheduled]), target);
  },
});

/** Its state tells what is wrong there. */
function isPausedByPlace(subscription: Subscription): boolean {
  return subscription.status.kind === 'paused' && isStoppedByPlace(subscription);
}

/** What becomes of it from now on. */
function scheduleText(subscription: Subscription): RichText {
  if (subscription.status.kind === 'active') return ['The schedule stays as it is.'];
  return [...pauseState(subscription), `. ${pauseOutlook(subscription)}`];
}

/** The feeds that could not be read, which may be why there is nothing. */
async function feedBlocks(context: ReadContext): Promise<Block[]> {
  const zone = await readerZoneOf(context);
  const feeds = await feedStates(context.services, zone());
  return feeds.flatMap(({ fault, fact, health }) => {
    if (fault !== undefined) return [faultBlock(fault)];
    if (health.problem === undefined) return [];
    return [{ kind: 'facts' as const, facts: [fact] }];
  });
}
