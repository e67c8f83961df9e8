import type { SendOutcome } from '../../src/core/delivery.ts';
import { papersIn, type View } from '../../src/core/view.ts';
import type { Platform } from '../../src/platforms/platform.ts';

export interface RecordingPlatform extends Platform {
  /** What arrived, by address, in order. */
  readonly sent: { address: string; payload: unknown; deliveryId: string; replyTo?: string }[];
  /** The outcomes of the next sends; `sent` when it is empty. `throw` breaks the contract. */
  readonly outcomes: SendOutcome[];
}

/** A platform whose far end is an array. It renders a view as the titles of its papers. */
export function createRecordingPlatform(id = 'terminal'): RecordingPlatform {
  const sent: RecordingPlatform['sent'] = [];
  const outcomes: SendOutcome[] = [];
  return {
    id,
    sent,
    outcomes,
    start: async () => undefined,
    personalAddress: (actor) => `${id}:dm-${actor}`,
    stop: async () => undefined,
    render: (view) => [{ payload: { titles: titlesOf(view) }, papers: papersIn(view) }],
    async send(address, payload, deliveryId, replyTo) {
      const outcome = outcomes.shift() ?? { kind: 'sent' };
      if (outcome.kind === 'sent') {
        sent.push({ address, payload, deliveryId, ...(replyTo !== undefined && { replyTo }) });
      }
      return outcome;
    },
  };
}

function titlesOf(view: View): string[] {
  return view.blocks.flatMap((block) => (block.kind === 'paper' ? [block.paper.title] : []));
}
