import type { Invocation } from '../../core/invocation.ts';
import type { TopicTable } from '../../core/query/ast.ts';
import { untilText } from '../../core/schedule/describe-schedule.ts';
import { isPausedByFault, type Subscription } from '../../core/subscription.ts';
import { clip } from '../../core/text/clip.ts';
import { counted } from '../../core/text/counted.ts';
import type { Action, Block, RichText } from '../../core/view.ts';
import { nextRunAt, pauseState, queryTitle } from '../../core/views/subscription-view.ts';
import { readerZoneOf } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { digestActions, setUpAction } from '../digest/actions.ts';
import { needingAttention } from '../digest-faults.ts';
import { digestsHere } from '../digests-here.ts';
import { digestsOf } from '../digests-of.ts';
import { myActions } from '../my/personal-digest.ts';
import { privately } from '../reply.ts';
import type { Services } from '../services.ts';
import { type Health, healthOf } from './status-health.ts';

const mostDigests = 8;
/** UTF-16 units. */
const longestTitle = 80;

export const status = defineCommand({
  path: ['papers', 'status'],
  summary: 'See whether all is well here: feeds, next digests and last deliveries',
  args: {},
  examples: ['/papers status'],
  async handle({ services, invocation }) {
    const here = await digestsHere(services, invocation);
    const zone = await readerZoneOf({ services, invocation });
    const { actor } = invocation;
    const health = await healthOf(services, { subscriptions: here, actor, zone });
    const others = await elsewhere(services, invocation, here);
    const sentence = sentenceOf(health, (await needingAttention(services, others)).size);
    const actions = [...health.actions, ...nextActions(here, invocation)].slice(0, 5);
    return privately({
      summary: sentence,
      blocks: [
        { kind: 'text', text: [{ kind: 'strong', text: sentence }] },
        ...health.faultBlocks,
        { kind: 'facts', facts: health.facts },
        ...digestBlocks(services, here),
        ...elsewhereBlocks(here, others),
        ...(here.length === 0 ? [] : health.deliveryBlocks),
        ...(actions.length === 0 ? [] : [{ kind: 'actions' as const, actions }]),
      ],
    });
  },
});

/** `faulty`: how many digests elsewhere need attention. */
function sentenceOf(health: Health, faulty: number): string {
  const here = stateHere(health);
  if (faulty === 0) return `${here}.`;
  return `${here}; ${counted(faulty, 'digest')} elsewhere ${needs(faulty)} attention: /digest list.`;
}

function stateHere({ faults, faultBlocks, hasFailedRead }: Health): string {
  if (faults > 0) return `${counted(faults, 'thing')} ${needs(faults)} attention here`;
  if (faultBlocks.length > 0) return 'Nothing needs attention here';
  if (hasFailedRead) return 'Digests are well here, but the last try to read a feed failed';
  return 'All is well here';
}

function needs(count: number): string {
  return count === 1 ? 'needs' : 'need';
}

function digestBlocks(services: Services, here: readonly Subscription[]): Block[] {
  if (here.length === 0) return [];
  const rest = here.length - mostDigests;
  const more: RichText[] = rest > 0 ? [[`and ${counted(rest, 'more digest')}`]] : [];
  const now = services.now();
  return [
    { kind: 'heading', text: 'Digests' },
    {
      kind: 'list',
      items: [
        ...here.slice(0, mostDigests).map((each) => digestLine(each, services.topics, now)),
        ...more,
      ],
    },
  ];
}

/** Digests of other channels concern those who manage them, and nobody else. */
async function elsewhere(
  services: Services,
  invocation: Invocation,
  here: readonly Subscription[],
): Promise<Subscription[]> {
  const managed = invocation.actor.canManage ? await digestsOf(services, invocation) : [];
  return managed.filter(({ id }) => here.every((each) => each.id !== id));
}

function elsewhereBlocks(here: readonly Subscription[], others: readonly Subscription[]): Block[] {
  const none = here.length === 0 ? ['No digest comes here.'] : [];
  const count = counted(others.length, 'digest');
  const more = others.length === 0 ? [] : [`Elsewhere: ${count}, in /digest list.`];
  const text = [...none, ...more].join(' ');
  return text === '' ? [] : [{ kind: 'text', text: [text] }];
}

function digestLine(subscription: Subscription, topics: TopicTable, now: number): RichText {
  const { id, queries, schedule, scope } = subscription;
  const about = queries.map((query) => queryTitle(query, topics)).join(', ') || 'every paper';
  const lead: RichText = [
    { kind: 'strong', text: id },
    ` · ${scope === 'personal' ? 'yours · ' : ''}${clip(about, longestTitle)} · `,
  ];
  // A fault that paused it is told above.
  if (isPausedByFault(subscription)) return [...lead, 'Paused'];
  if (subscription.status.kind === 'paused') return [...lead, ...pauseState(subscription)];
  const at = nextRunAt(subscription, now);
  if (at === undefined) return [...lead, 'never falls due again'];
  return [...lead, 'next ', { kind: 'time', at, zone: schedule.zone }, ` (${untilText(now, at)})`];
}

/** What one may want next where nothing is to be mended. */
function nextActions(here: readonly Subscription[], { actor }: Invocation): Action[] {
  const [first] = here;
  if (first === undefined) return actor.canManage ? [setUpAction] : [];
  if (here.length > 1) return [];
  return [first.scope === 'personal' ? myActions.preview : digestActions(first.id).preview];
}
