import type { Digest } from '../core/digest.ts';
import type { Paper } from '../core/paper.ts';
import { nextSlots } from '../core/schedule/due-slot.ts';
import type { Slot } from '../core/schedule/schedule.ts';
import type { Subscription } from '../core/subscription.ts';
import type { Action, Block, View } from '../core/view.ts';
import { digestView } from '../core/views/digest-view.ts';
import { nextRun } from '../core/views/subscription-view.ts';
import type { ReadContext } from './argument.ts';
import { readerZoneOf } from './arguments.ts';
import { faultBlock } from './digest-faults.ts';
import { feedStates } from './feed-states.ts';
import { say } from './reply.ts';
import { replaySentence } from './subscriptions.ts';

/** The digest as it would be posted if it were sent now, with a replay over the archive under it. */
export async function previewView(
  context: ReadContext,
  subscription: Subscription,
  actions: readonly Action[],
): Promise<View> {
  const { services } = context;
  if (services.archive.index.size === 0) return unreadView(context, subscription, actions);
  const slot = nextSlot(subscription, services.now());
  const digest = await services.digests.preview(subscription, slot);
  const scheduled = await services.digests.upcoming(subscription, slot);
  const view = digestView(digest, { preview: true });
  return {
    ...view,
    blocks: [
      ...view.blocks,
      ...earlierBlocks(digest, scheduled),
      { kind: 'text', text: [await replaySentence(services, subscription)] },
      ...(actions.length === 0 ? [] : [{ kind: 'actions' as const, actions }]),
    ],
  };
}

/** Where there are no papers at all, nothing is said of what matches. */
async function unreadView(
  { services, invocation }: ReadContext,
  subscription: Subscription,
  actions: readonly Action[],
): Promise<View> {
  const zone = await readerZoneOf({ services, invocation });
  const feeds = await feedStates(services, zone());
  const sentence = 'No papers were read yet, so there is nothing that could match.';
  return say(
    sentence,
    [
      ...feeds.flatMap(({ fault }) => (fault === undefined ? [] : [faultBlock(fault)])),
      { kind: 'facts', facts: feeds.map(({ fact }) => fact) },
      { kind: 'text', text: nextRun(subscription, services.now()) },
      ...(actions.length === 0 ? [] : [{ kind: 'actions' as const, actions }]),
    ],
    'info',
  );
}

/** A digest begins with what comes after it was set up; a preview that shows more must not promise it for the schedule. */
function earlierBlocks(digest: Digest, scheduled: Digest): Block[] {
  const coming = new Set<Paper>([
    ...scheduled.chosen.map(({ paper }) => paper),
    ...scheduled.overLimit,
  ]);
  const earlier = digest.chosen.filter(({ paper }) => !coming.has(paper)).length;
  if (earlier === 0) return [];
  const [subject, object] =
    earlier === 1 ? ['1 paper above', 'it'] : [`${earlier} papers above`, 'them'];
  const isPersonal = digest.subscription.scope === 'personal';
  const only = isPersonal ? '' : `only sending now posts ${object}, `;
  return [
    {
      kind: 'notice',
      tone: 'info',
      text: [
        `${subject} came before this digest was set up: ${only}its schedule begins with what comes next.`,
      ],
    },
  ];
}

function nextSlot({ schedule }: Subscription, now: number): Slot {
  return (
    nextSlots(schedule, now, 1)[0] ?? { local: new Date(now).toISOString().slice(0, 16), at: now }
  );
}
