import type { Delivery } from '../../core/delivery.ts';
import type { Paper } from '../../core/paper.ts';
import { type PaperTrail, paperTrail } from '../../core/paper-trail.ts';
import { type Problem, problemText, type Result, success } from '../../core/problem.ts';
import { type Answer, explainQueries } from '../../core/query/explain-queries.ts';
import type { Subscription } from '../../core/subscription.ts';
import { subscriptionQueries } from '../../core/subscription-query.ts';
import { counted } from '../../core/text/counted.ts';
import type { Block, View } from '../../core/view.ts';
import { seenText } from '../../core/views/seen-text.ts';
import { trailBlocks } from '../../core/views/trail-view.ts';
import { namedPaper, type ReaderZone, readerZoneOf } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { digestsHere } from '../digests-here.ts';
import { findPaper, type NamedPaper, named } from '../find-paper.ts';
import { detailsAction, othersBlock } from '../paper-blocks.ts';
import { privately } from '../reply.ts';
import type { Services } from '../services.ts';
import { unlistedView } from './unlisted.ts';

const dayMs = 24 * 3_600_000;
/** Digests whose trails fit one screen. */
const mostShown = 8;

/** What is asked about, and by whom. */
interface Asked {
  readonly services: Services;
  readonly paper: Paper;
  /** From when digests could have it. */
  readonly countsFrom: number;
  readonly deliveries: readonly Delivery[];
  readonly zone: ReaderZone;
  readonly now: number;
}

const stored = namedPaper({
  description: 'An arXiv id, a link, or words of the title',
  required: true,
});

export const why = defineCommand({
  path: ['papers', 'why'],
  summary: 'Say why a paper was posted here, or why not',
  args: {
    paper: {
      ...stored,
      async read(typed, { services }): Promise<Result<NamedPaper | View>> {
        const found = await findPaper(typed, services);
        return found.kind === 'none' ? success(unlistedView(typed, services)) : named(found, typed);
      },
    },
  },
  main: 'paper',
  examples: ['/papers why 2401.00001'],
  async handle({ services, invocation, args }) {
    if ('blocks' in args.paper) return privately(args.paper);
    const { paper, others } = args.paper;
    const here = await digestsHere(services, invocation);
    const places = new Set(here.map(({ address }) => address));
    const deliveries = await Promise.all(
      Array.from(places, (address) => services.store.deliveries.at(address)),
    );
    const now = services.now();
    const asked: Asked = {
      services,
      paper,
      countsFrom: countsFrom(services, paper),
      deliveries: deliveries.flat(),
      zone: await readerZoneOf({ services, invocation }),
      now,
    };
    return privately({
      summary: `Why “${paper.title}”`,
      blocks: [
        { kind: 'heading', text: paper.title },
        { kind: 'text', text: seenText(paper, { ...asked, zone: asked.zone() }) },
        ...(await trails(asked, here)),
        ...othersBlock(others),
        { kind: 'actions', actions: [detailsAction(paper)] },
      ],
    });
  },
});

/** From when the paper counts as having come: the completion of its list, where it has one. */
function countsFrom({ archive }: Services, { id, arrivedAt }: Paper): number {
  const came = Date.parse(arrivedAt);
  const met = archive.arrivals.settled(came - 1, came + dayMs);
  return met.find((each) => each.paper.id === id)?.at ?? came;
}

/** The digests that have most to do with the paper first. */
async function trails(asked: Asked, here: readonly Subscription[]): Promise<Block[]> {
  if (here.length === 0) {
    return [{ kind: 'text', text: ['No digest comes here, so nothing was decided about it.'] }];
  }
  const found = await Promise.all(here.map((subscription) => readTrail(asked, subscription)));
  const shown = found.sort((a, b) => Number(misses(a)) - Number(misses(b))).slice(0, mostShown);
  const blocks = await Promise.all(shown.map((each) => blocksOf(asked, each)));
  const rest = found.length - shown.length;
  const more = `${counted(rest, 'more digest')} of this place would not fit here.`;
  return [...blocks.flat(), ...(rest === 0 ? [] : [{ kind: 'text' as const, text: [more] }])];
}

type ReadTrail =
  | ({ readonly subscription: Subscription; readonly answer: Answer | undefined } & PaperTrail)
  | { readonly subscription: Subscription; readonly problem: Problem };

async function readTrail(asked: Asked, subscription: Subscription): Promise<ReadTrail> {
  const { services, paper, now } = asked;
  const queries = subscriptionQueries(subscription, services.topics);
  if (!queries.ok) return { subscription, problem: queries.problem };
  const answer = explainQueries(queries.value, services.archive.prepare(paper), now);
  const posted = await services.store.deliveries.postedAt(subscription.address);
  const deliveries = asked.deliveries.filter(({ address }) => address === subscription.address);
  const matched = answer?.matched ?? true;
  const trail = paperTrail({ ...asked, subscription, deliveries, posted, matched });
  return { subscription, answer, ...trail };
}

function misses(found: ReadTrail): boolean {
  return 'verdict' in found && found.verdict.kind === 'no-match' && found.steps.length === 0;
}

async function blocksOf({ services, paper, zone }: Asked, found: ReadTrail): Promise<Block[]> {
  const { subscription } = found;
  if ('problem' in found) {
    const name = { kind: 'strong' as const, text: subscription.id };
    return [{ kind: 'text', text: [name, `: ${problemText(found.problem)}`] }];
  }
  const { verdict } = found;
  const linkOf = (delivery: Delivery): string | undefined =>
    'externalId' in delivery && delivery.externalId !== undefined
      ? services.linkOf(delivery.address, delivery.externalId)
      : undefined;
  const upcoming =
    verdict.kind === 'in-question'
      ? { upcoming: await services.digests.upcoming(subscription, verdict.slot) }
      : {};
  return trailBlocks({ ...found, ...upcoming, paper: paper.id, linkOf, zone: zone(subscription) });
}
