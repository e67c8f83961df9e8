import type { Invocation } from '../../core/invocation.ts';
import type { Subscription } from '../../core/subscription.ts';
import { counted } from '../../core/text/counted.ts';
import type { Action, Block, RichText } from '../../core/view.ts';
import { subscriptionLine } from '../../core/views/subscription-view.ts';
import { defineCommand } from '../command.ts';
import { needingAttention } from '../digest-faults.ts';
import { digestsOf } from '../digests-of.ts';
import { privately, say } from '../reply.ts';
import { digestActions, setUpAction } from './actions.ts';

const mostButtons = 4;

export const list = defineCommand({
  path: ['digest', 'list'],
  summary: 'List the digests of this place, with their next run',
  args: {},
  examples: ['/digest list'],
  async handle({ services, invocation }) {
    const here = await digestsOf(services, invocation);
    const isPlace = isOwnPlace(invocation) || invocation.address !== invocation.personalAddress;
    const setUp = invocation.actor.canManage ? [setUpAction] : [];
    if (here.length === 0) {
      const how = 'sets one up for weekdays at 09:00.';
      const elsewhere = setUp.length === 0 ? '' : ` In a channel, /digest add diffusion ${how}`;
      const none = isPlace
        ? `There is no digest here yet. /digest add diffusion ${how}`
        : `You manage no digest yet.${elsewhere}`;
      return privately(say(none, actionsBlock(setUp), 'info'));
    }
    const count = counted(here.length, 'digest');
    const sentence = isPlace
      ? `There ${here.length === 1 ? 'is' : 'are'} ${count} here.`
      : `You manage ${count}.`;
    const faulty = await needingAttention(services, here);
    const abouts = [...faulty, ...here.filter((each) => !faulty.has(each))]
      .slice(0, mostButtons)
      .map(({ id }) => digestActions(id).about);
    const items = here.map((each): RichText => {
      const line = subscriptionLine(each, services.topics, services.now());
      const place: RichText =
        each.address === invocation.address
          ? []
          : [{ kind: 'place', address: each.address }, ' · '];
      return [...place, ...line, ...(faulty.has(each) ? attention(each) : [])];
    });
    return privately({
      summary: sentence,
      blocks: [
        { kind: 'text', text: [sentence] },
        { kind: 'list', items },
        ...actionsBlock([...abouts, ...setUp]),
      ],
    });
  },
});

function attention({ id }: Subscription): RichText {
  return [' ', { kind: 'strong', text: 'Needs attention' }, `: /digest check ${id}.`];
}

/** In the terminal, where one person is alone; in direct messages what they manage is elsewhere. */
function isOwnPlace({ address, realm, ownRealm, actor }: Invocation): boolean {
  return actor.canManage && realm === address && ownRealm === undefined;
}

function actionsBlock(actions: readonly Action[]): Block[] {
  return actions.length === 0 ? [] : [{ kind: 'actions', actions }];
}
