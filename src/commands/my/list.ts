import type { TopicTable } from '../../core/query/ast.ts';
import { isPausedByFault, type Subscription } from '../../core/subscription.ts';
import type { Block } from '../../core/view.ts';
import {
  nextRun,
  nextRunText,
  queryTitle,
  subscriptionSentence,
} from '../../core/views/subscription-view.ts';
import { readerZoneOf } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { deliveriesOf, faultBlock, faultsOf } from '../digest-faults.ts';
import { privately, say } from '../reply.ts';
import { followAction, myActions, personalDigest } from './personal-digest.ts';

const mostButtons = 10;

export const list = defineCommand({
  path: ['papers', 'my', 'list'],
  summary: 'List your topics, your schedule and your next delivery',
  args: {},
  examples: ['/papers my list'],
  async handle({ services, invocation }) {
    const current = await personalDigest(services, invocation);
    if (current === undefined) {
      const first = [...services.topics.values()].slice(0, 3).map(({ topic }) => topic);
      const actions = [
        ...first.map(({ name, title }) => followAction(`Follow ${title}`, 'follow', name)),
        myActions.topics,
      ];
      return privately(
        say('You follow no topics yet. Pick one to begin:', [{ kind: 'actions', actions }], 'info'),
      );
    }
    const sentence = subscriptionSentence(current, services.topics);
    const now = services.now();
    const rows = await deliveriesOf(services, [current]);
    const zone = await readerZoneOf({ services, invocation });
    const fault = faultsOf(services, [current], { rows, zone }).get(current);
    const isPaused = current.status.kind === 'paused';
    return privately({
      summary: `${sentence} ${nextRunText(current, now)}`,
      blocks: [
        { kind: 'text', text: [sentence] },
        ...(isPausedByFault(current)
          ? []
          : [{ kind: 'text' as const, text: nextRun(current, now) }]),
        ...(fault === undefined ? [] : [faultBlock(fault)]),
        {
          kind: 'actions',
          actions: [
            myActions.preview,
            isPaused ? myActions.resume : myActions.pause,
            myActions.topics,
          ],
        },
        ...followedBlocks(current, services.topics),
      ],
    });
  },
});

/** The sentence about it names them all. */
function followedBlocks({ queries }: Subscription, topics: TopicTable): Block[] {
  const actions = queries
    .slice(0, mostButtons)
    .map((query) => followAction(`Unfollow ${queryTitle(query, topics)}`, 'unfollow', query));
  const rest: Block = {
    kind: 'text',
    text: [{ kind: 'code', text: '/papers my unfollow TOPIC' }, ' takes off the others.'],
  };
  return [{ kind: 'actions', actions }, ...(queries.length > mostButtons ? [rest] : [])];
}
