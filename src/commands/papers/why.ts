import type { Delivery } from '../../core/delivery.ts';
import { leftOutText } from '../../core/digest.ts';
import type { Paper } from '../../core/paper.ts';
import { problemText } from '../../core/problem.ts';
import { explain } from '../../core/query/explain.ts';
import { formatLocal } from '../../core/schedule/describe-schedule.ts';
import { nextSlots } from '../../core/schedule/due-slot.ts';
import type { Subscription } from '../../core/subscription.ts';
import { subscriptionQuery } from '../../core/subscription-query.ts';
import type { RichText } from '../../core/view.ts';
import { paper, zoneOf } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { privately } from '../reply.ts';
import type { Services } from '../services.ts';

export const why = defineCommand({
  path: ['papers', 'why'],
  summary: 'Say why a paper was posted here, or why not',
  args: {
    paper: paper({ description: 'An arXiv id, a link, or words of the title', required: true }),
  },
  main: 'paper',
  examples: ['/papers why 2401.00001'],
  async handle({ services, invocation, args }) {
    const all = await services.store.subscriptions.all();
    const here = all.filter(({ address, scope, createdBy }) =>
      scope === 'personal' ? createdBy === invocation.actor.id : address === invocation.address,
    );
    const deliveries = await services.store.deliveries.all();
    const zone = await zoneOf({ services, invocation });
    const seen = `First seen ${formatLocal(Date.parse(args.paper.arrivedAt), zone)}, ▲${args.paper.upvotes} by now.`;
    const trails = await Promise.all(
      here.map(async (subscription): Promise<RichText> => {
        const trail = await trailOf(services, subscription, args.paper, deliveries);
        return [{ kind: 'strong', text: subscription.id }, `: ${trail}`];
      }),
    );
    return privately({
      summary: `Why “${args.paper.title}”`,
      blocks: [
        { kind: 'heading', text: args.paper.title },
        { kind: 'text', text: [seen] },
        trails.length === 0
          ? { kind: 'text', text: ['No digest comes here, so nothing was decided about it.'] }
          : { kind: 'list', items: trails },
      ],
    });
  },
});

/** What one subscription made of the paper so far, and what it would make of it now. */
async function trailOf(
  services: Services,
  subscription: Subscription,
  paperAsked: Paper,
  deliveries: readonly Delivery[],
): Promise<string> {
  const { zone } = subscription.schedule;
  const posted = deliveries.find(
    (each) =>
      each.subscription === subscription.id &&
      (each.status === 'sent' || each.status === 'uncertain') &&
      each.posted.includes(paperAsked.id),
  );
  const query = subscriptionQuery(subscription, services.topics);
  if (!query.ok) return problemText(query.problem);
  const now = services.now();
  const reasons =
    query.value === undefined
      ? 'every paper is wanted'
      : explain(query.value, services.archive.prepare(paperAsked), now)
          .reasons.map(({ text }) => text)
          .join('; ');
  if (posted !== undefined) {
    const when = formatLocal(Date.parse(posted.updatedAt), zone);
    return `${posted.status === 'sent' ? 'posted' : 'perhaps posted'} ${when}; ${reasons}`;
  }
  const [slot] = nextSlots(subscription.schedule, now, 1);
  if (slot === undefined) return `not posted; ${reasons}`;
  const digest = await services.digests.upcoming(subscription, slot);
  const leftOut = digest.leftOut.find(({ paper: { id } }) => id === paperAsked.id);
  if (digest.chosen.some(({ paper: { id } }) => id === paperAsked.id)) {
    return `comes with the next digest, ${formatLocal(slot.at, zone)}, as things stand; ${reasons}`;
  }
  if (leftOut !== undefined) return `not posted; ${leftOutText(leftOut)}`;
  const isHistory = Date.parse(paperAsked.arrivedAt) < Date.parse(subscription.since);
  return isHistory
    ? `not posted: it came before this digest was set up; ${reasons}`
    : `not posted; ${reasons}`;
}
