import { ProblemError } from '../../core/problem.ts';
import type { TopicTable } from '../../core/query/ast.ts';
import { nearest } from '../../core/text/edit-distance.ts';
import { queryTitle } from '../../core/views/subscription-view.ts';
import { text, topicOrQuery, zoneOf } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { privately, say } from '../reply.ts';
import {
  changedView,
  changeSubscription,
  checkRoom,
  defaultSchedule,
  newSubscription,
  replaySentence,
  withQueries,
} from '../subscriptions.ts';
import {
  followAction,
  myActions,
  personalDigest,
  requirePersonalDigest,
} from './personal-digest.ts';
import { zoneQuestion } from './zone-question.ts';

const maxFollowed = 50;

export const follow = defineCommand({
  path: ['papers', 'my', 'follow'],
  summary: 'Follow a topic, or any query, in your personal digest',
  args: {
    topic: topicOrQuery({ description: 'A topic by name, or words to follow', required: true }),
  },
  main: 'topic',
  writes: true,
  examples: ['/papers my follow llm-agents', '/papers my follow "speech recognition" -survey'],
  async handle({ services, invocation, args: { topic } }) {
    const current = await personalDigest(services, invocation);
    const title = queryTitle(topic, services.topics);
    if (current?.queries.includes(topic)) {
      return privately(say(`You follow ${title} already.`, [], 'info'));
    }
    if (current !== undefined && current.queries.length >= maxFollowed) {
      throw new ProblemError({
        message: `You follow ${maxFollowed} topics, which is as many as you can.`,
        remedy: 'Unfollow one first: /papers my list shows them.',
      });
    }
    if (current === undefined) await checkRoom(services, invocation.personalAddress);
    const changed =
      current === undefined
        ? await services.store.subscriptions.add(
            newSubscription(services, invocation, {
              scope: 'personal',
              address: invocation.personalAddress,
              queries: [topic],
              schedule: defaultSchedule(await zoneOf({ services, invocation })),
            }),
          )
        : await changeSubscription(services, current.id, (latest) =>
            withQueries(latest, [...latest.queries, topic]),
          );
    const question = current === undefined ? await zoneQuestion(services, invocation, changed) : [];
    const view = changedView(services, changed, {
      lead: `You now follow ${title}.`,
      actions: [
        myActions.preview,
        followAction('Undo', 'unfollow', topic),
        ...nearTopic(topic, services.topics).map((name) =>
          followAction(`Follow the topic ${name}`, 'follow', name),
        ),
      ],
      replay: await replaySentence(services, changed),
    });
    return privately({ ...view, blocks: [...view.blocks, ...question] });
  },
});

/** The curated topic that words were probably meant to name. */
function nearTopic(words: string, topics: TopicTable): string[] {
  if (words.startsWith('topic:')) return [];
  const name = words.toLowerCase().replaceAll(/[\s_]+/g, '-');
  return [nearest(name, [...topics.keys()])].filter((found) => found !== undefined);
}

export const unfollow = defineCommand({
  path: ['papers', 'my', 'unfollow'],
  summary: 'Stop following a topic',
  args: {
    topic: {
      ...text({ description: 'A topic that you follow', required: true }),
      completion: 'followed',
      keepsQuotes: true,
    },
  },
  main: 'topic',
  writes: true,
  examples: ['/papers my unfollow llm-agents'],
  async handle({ services, invocation, args: { topic } }) {
    const current = await requirePersonalDigest(services, invocation);
    const meant = [topic, `topic:${topic.toLowerCase().replaceAll(' ', '-')}`];
    const followed = current.queries.find((each) => meant.includes(each));
    if (followed === undefined) {
      const suggestion = nearest(
        topic,
        current.queries.map((each) => each.replace(/^topic:/, '')),
      );
      throw new ProblemError({
        message: `You do not follow “${topic}”.`,
        remedy: '/papers my list shows what you follow.',
        ...(suggestion !== undefined && { suggestion: `/papers my unfollow ${suggestion}` }),
      });
    }
    const rest = current.queries.filter((each) => each !== followed);
    const undo = followAction('Undo', 'follow', followed);
    const title = queryTitle(followed, services.topics);
    if (rest.length === 0) {
      await services.store.subscriptions.remove(current.id);
      return privately(
        say(`You no longer follow ${title}, nor anything else: your personal digest has ended.`, [
          { kind: 'actions', actions: [undo] },
        ]),
      );
    }
    const changed = await changeSubscription(services, current.id, (latest) =>
      withQueries(latest, rest),
    );
    const lead = `You no longer follow ${title}.`;
    return privately(changedView(services, changed, { lead, actions: [undo] }));
  },
});
