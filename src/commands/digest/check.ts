import { problemText } from '../../core/problem.ts';
import { formatLocal } from '../../core/schedule/describe-schedule.ts';
import type { Block } from '../../core/view.ts';
import { deliveryText } from '../../core/views/delivery-text.ts';
import { nextRunText, subscriptionSentence } from '../../core/views/subscription-view.ts';
import { digest } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { privately } from '../reply.ts';
import type { FeedStatus } from '../services.ts';
import { digestActions } from './actions.ts';

const shownDeliveries = 5;

export const check = defineCommand({
  path: ['digest', 'check'],
  summary: 'Check a digest: its next run, its last deliveries and the feeds behind it',
  args: {
    digest: digest({ description: 'Which digest: its id, or words of its query', required: true }),
  },
  main: 'digest',
  examples: ['/digest check d1'],
  async handle({ services, args: { digest: target } }) {
    const { zone } = target.schedule;
    const now = services.now();
    const deliveries = (await services.store.deliveries.all())
      .filter(({ subscription, part }) => subscription === target.id && part === 0)
      .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
      .slice(0, shownDeliveries);
    const sentence = `${target.id}: ${subscriptionSentence(target, services.topics)}`;
    const problem = await services.placeProblem(target.address);
    const { preview, resume } = digestActions(target.id);
    const blocks: Block[] = [
      { kind: 'text', text: [sentence] },
      {
        kind: 'facts',
        facts: [
          { name: 'State', value: [nextRunText(target, now)] },
          ...(target.publish === true
            ? [{ name: 'Publishing', value: ['to the channels that follow this one'] }]
            : []),
          ...(target.quiet === 'note'
            ? [{ name: 'Nothing new', value: ['said in one line'] }]
            : []),
          ...(problem === undefined ? [] : [{ name: 'Place', value: [problemText(problem)] }]),
          ...services.feedStatus().map((status) => ({
            name: status.feed,
            value: [feedText(status, zone)],
          })),
        ],
      },
      { kind: 'heading', text: 'Last deliveries' },
      deliveries.length === 0
        ? { kind: 'text', text: ['None yet.'] }
        : { kind: 'list', items: deliveries.map((each) => [deliveryText(each, zone)]) },
      { kind: 'actions', actions: [target.status.kind === 'paused' ? resume : preview] },
    ];
    return privately({ summary: `${sentence} ${nextRunText(target, now)}`, blocks });
  },
});

function feedText({ readAt, problem }: FeedStatus, zone: string): string {
  const read = readAt === undefined ? 'never read yet' : `read ${formatLocal(readAt, zone)}`;
  return problem === undefined ? read : `${read}; ${problem}`;
}
