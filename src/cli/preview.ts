import { createArchive } from '../core/archive.ts';
import { ProblemError, problemText } from '../core/problem.ts';
import { nextSlots } from '../core/schedule/due-slot.ts';
import type { Slot } from '../core/schedule/schedule.ts';
import type { Subscription } from '../core/subscription.ts';
import { digestView } from '../core/views/digest-view.ts';
import { nextRunAt } from '../core/views/subscription-view.ts';
import { planFor } from '../digests/plan/plan.ts';
import { loadTopics } from '../load-topics.ts';
import type { Store } from '../store/store.ts';
import { openStored } from './open-stored.ts';
import type { Verb } from './verb.ts';
import { formatOption, readFormat, writeDigest } from './wire-format.ts';

const mostNamed = 30;
const noPapers = 'No papers were read yet, so none could match: npm start and serve read them.';

export const preview: Verb = {
  name: 'preview',
  usage: 'DIGEST [--format text|json|discord|slack] [--explain]',
  summary: 'Print what a stored digest would post if it were sent now; nothing is sent',
  options: {
    format: formatOption,
    explain: { type: 'boolean', help: 'say of each paper left out why' },
  },
  words: { min: 1, max: 1 },
  examples: ['preview d1', 'preview d1 --format discord'],
  async run({ words: [id = ''], options, config, output }) {
    const format = readFormat(options);
    const topics = await loadTopics(config);
    const store = await openStored(config);
    try {
      for (const warning of store.warnings) output.note(problemText(warning));
      const now = Date.now();
      const subscription = await requireSubscription(store, id);
      const slot = slotOf(subscription, now);
      const papers = await store.papers.all();
      if (papers.length === 0) output.note(noPapers);
      const archive = createArchive(papers);
      const dependencies = { store, archive, topics, now: () => now };
      const digest = await planFor(dependencies, subscription, slot, 'by-hand');
      const nextAt = nextRunAt(subscription, slot.at);
      const view = digestView(digest, {
        explain: options.flag('explain'),
        ...(format === 'text' ? { preview: true } : nextAt !== undefined && { nextAt }),
      });
      if (format !== 'json' && papers.length === 0) return 0;
      const isRequest = format === 'discord' || format === 'slack';
      if (digest.chosen.length === 0 && isRequest) output.note('Nothing new matches right now.');
      else await writeDigest(digest, view, format, output);
      return 0;
    } finally {
      await store.close();
    }
  },
};

async function requireSubscription({ subscriptions }: Store, typed: string): Promise<Subscription> {
  const found = await subscriptions.get(typed.toLowerCase());
  if (found !== undefined) return found;
  const all = await subscriptions.all();
  const named = all.slice(0, mostNamed).map(({ id, address }) => `${id} (${address})`);
  const rest = all.length > named.length ? ` and ${all.length - named.length} more` : '';
  throw new ProblemError({
    message: `There is no digest “${typed}”.`,
    remedy: all.length === 0 ? 'None is set up yet.' : `There are ${named.join(', ')}${rest}.`,
  });
}

/** When it would come by its schedule; now where that never falls due again. */
function slotOf({ schedule }: Subscription, now: number): Slot {
  const [next] = nextSlots(schedule, now, 1);
  return next ?? { local: new Date(now).toISOString().slice(0, 16), at: now };
}
