import type { TopicTable } from '../query/ast.ts';
import { type Obstacle, obstacleOf, type Subscription } from '../subscription.ts';
import type { Action, RichText, View } from '../view.ts';
import { pauseOutlook } from './pause-outlook.ts';
import { nextRun, pauseState, subscriptionSentence } from './subscription-view.ts';

/** The one message to whoever set up a subscription that had to be paused, unless a person has paused it since. */
export function pausedView(subscription: Subscription, topics: TopicTable): View {
  const obstacle = obstacleOf(subscription);
  if (obstacle === undefined) return pausedSinceView(subscription, topics);
  const summary = `I had to pause ${nameOf(subscription)}.`;
  const resume =
    subscription.scope === 'personal'
      ? { label: 'Resume', path: ['papers', 'my', 'resume'], args: {} }
      : { label: 'Check again', path: ['digest', 'resume'], args: { digest: subscription.id } };
  const hint = sentence(obstacle);
  const outlook = [pauseOutlook(subscription)];
  return noticeView(subscription, topics, { summary, hint, outlook, actions: [resume] });
}

function pausedSinceView(subscription: Subscription, topics: TopicTable): View {
  const summary = `I could not post ${nameOf(subscription)}.`;
  const reason = subscription.refused?.reason;
  const hint = sentence(reason);
  const outlook = [
    ...pauseState(subscription),
    `. ${pauseOutlook(subscription, reason?.isForGood)}`,
  ];
  return noticeView(subscription, topics, { summary, hint, outlook, actions: [] });
}

/** The one message to whoever set up a subscription whose place has refused a digest, and is given another chance. */
export function refusedView(subscription: Subscription, topics: TopicTable, now: number): View {
  const summary = `I could not post ${nameOf(subscription)}.`;
  const hint = sentence(subscription.refused?.reason);
  const outlook = [
    'Nothing is lost: its papers come with the next digest. If the place goes on refusing them, I pause it. ',
    ...nextRun(subscription, now),
  ];
  const check = { label: 'Check', path: ['digest', 'check'], args: { digest: subscription.id } };
  const actions = subscription.scope === 'personal' ? [] : [check];
  return noticeView(subscription, topics, { summary, hint, outlook, actions });
}

function nameOf({ id, scope }: Subscription): string {
  return scope === 'personal' ? 'your personal digest' : `digest ${id}`;
}

function sentence(obstacle: Obstacle | undefined): string {
  return obstacle === undefined ? '' : `${obstacle.text}.`;
}

/** Whoever reads it reads it elsewhere. */
function placeOf({ scope, address }: Subscription): RichText {
  return scope === 'personal' ? [] : [{ kind: 'place', address }, ': '];
}

interface Notice {
  readonly summary: string;
  readonly hint: string;
  readonly outlook: RichText;
  readonly actions: readonly Action[];
}

function noticeView(
  subscription: Subscription,
  topics: TopicTable,
  { summary, hint, outlook, actions }: Notice,
): View {
  return {
    summary,
    blocks: [
      { kind: 'notice', tone: 'warning', text: [summary], hint },
      {
        kind: 'text',
        text: [...placeOf(subscription), subscriptionSentence(subscription, topics)],
      },
      { kind: 'text', text: outlook },
      ...(actions.length === 0 ? [] : [{ kind: 'actions' as const, actions }]),
    ],
  };
}
