import type { Invocation } from '../../core/invocation.ts';
import type { Subscription } from '../../core/subscription.ts';
import type { Block } from '../../core/view.ts';
import { nextRunAt } from '../../core/views/subscription-view.ts';
import type { Services } from '../services.ts';

const path = ['papers', 'my', 'zone'] as const;

/** Asks a person whose zone is only guessed whether it is right; nothing where it is known. One press settles it for good. */
export async function zoneQuestion(
  { store, now }: Services,
  { actor }: Invocation,
  subscription: Subscription,
): Promise<Block[]> {
  const known = actor.zone ?? (await store.people.get(actor.id))?.zone;
  const at = nextRunAt(subscription, now());
  if (known !== undefined || at === undefined) return [];
  const { zone } = subscription.schedule;
  return [
    {
      kind: 'text',
      text: [
        `Your time zone is a guess: ${zone}. Is it right that the first digest comes on `,
        { kind: 'time', at, zone },
        '?',
      ],
    },
    {
      kind: 'actions',
      actions: [
        { label: `Yes, ${zone}`, path, args: { zone }, style: 'primary' },
        { label: 'Another time zone', path, args: {} },
      ],
    },
  ];
}
