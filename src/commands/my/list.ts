import {
  nextRunText,
  queryTitle,
  subscriptionSentence,
} from '../../core/views/subscription-view.ts';
import { defineCommand } from '../command.ts';
import { privately, say } from '../reply.ts';
import { followAction, myActions, personalDigest } from './personal-digest.ts';

export const list = defineCommand({
  path: ['papers', 'my', 'list'],
  summary: 'List your topics, your schedule and your next delivery',
  args: {},
  examples: ['/papers my list'],
  async handle({ services, invocation }) {
    const current = await personalDigest(services, invocation);
    if (current === undefined) {
      const names = [...services.topics.values()].slice(0, 3).map(({ topic }) => topic.name);
      return privately(
        say(
          'You follow no topics yet. Pick one to begin:',
          [
            {
              kind: 'actions',
              actions: names.map((name) => followAction(`Follow ${name}`, 'follow', name)),
            },
          ],
          'info',
        ),
      );
    }
    const sentence = subscriptionSentence(current, services.topics);
    const next = nextRunText(current, services.now());
    const isPaused = current.status.kind === 'paused';
    return privately({
      summary: `${sentence} ${next}`,
      blocks: [
        { kind: 'text', text: [sentence] },
        { kind: 'text', text: [next] },
        {
          kind: 'list',
          items: current.queries.map((query) => [queryTitle(query, services.topics)]),
        },
        {
          kind: 'actions',
          actions: [myActions.preview, isPaused ? myActions.resume : myActions.pause],
        },
      ],
    });
  },
});
