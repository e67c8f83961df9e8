import type { Complete, CompletionRequest, Offer } from '../core/invocation.ts';
import { papersOfLatestDay } from '../core/latest-day.ts';
import type { Paper } from '../core/paper.ts';
import { shortId } from '../core/views/digest-view.ts';
import { queryTitle } from '../core/views/subscription-view.ts';
import { longestArgument } from './argument.ts';
import type { Command } from './command.ts';
import { digestsOf } from './digests-of.ts';
import { personalDigest } from './my/personal-digest.ts';
import type { Services } from './services.ts';

const maxOffers = 25;
const periods = [
  { label: '3 days', value: '3d' },
  { label: '1 week', value: '1w' },
  { label: '2 weeks', value: '2w' },
  { label: '1 month', value: '1m' },
  { label: '3 months', value: '3m' },
];

/** Offers values for arguments that are being typed, from what is in memory. */
export function createComplete(services: Services, commands: readonly Command[]): Complete {
  return async (request) => {
    const { path, args } = request.invocation;
    const command = commands.find((each) => each.path.join(' ') === path.join(' '));
    if (command === undefined || !Object.hasOwn(command.args, request.argument)) return [];
    const argument = command.args[request.argument];
    if (argument === undefined) return [];
    const typed = (args[request.argument] ?? '').slice(0, longestArgument).trim().toLowerCase();
    if (argument.completion === 'papers') return papers(services, typed);
    const all = argument.choices ?? (await candidates(services, request, argument.completion));
    return all.filter((offer) => fits(offer, typed)).slice(0, maxOffers);
  };
}

/** What was typed begins a word of the label or the value. */
function fits({ label, value }: Offer, typed: string): boolean {
  return ` ${label} ${value}`
    .toLowerCase()
    .replaceAll(/[\s/:_-]+/g, ' ')
    .includes(` ${typed.replaceAll(/[\s/:_-]+/g, ' ').trim()}`);
}

function papers({ archive }: Services, typed: string): Offer[] {
  const offered =
    typed === '' ? mostUpvoted(archive.papers()) : archive.index.complete(typed, maxOffers);
  return offered.map((paper) => ({
    label: paper.title,
    value: shortId(paper.id),
  }));
}

/** Of the latest day: who has typed nothing yet may mean one of those. */
function mostUpvoted(papers: Iterable<Paper>): Paper[] {
  return papersOfLatestDay(papers)
    .sort((a, b) => b.upvotes - a.upvotes)
    .slice(0, maxOffers);
}

async function candidates(
  services: Services,
  { invocation }: CompletionRequest,
  completion: Command['args'][string]['completion'],
): Promise<readonly Offer[]> {
  switch (completion) {
    case 'topics':
      return [...services.topics.values()].map(({ topic }) => ({
        label: topic.title,
        value: topic.name,
      }));
    case 'zones':
      return Intl.supportedValuesOf('timeZone').map((zone) => ({ label: zone, value: zone }));
    case 'digests':
      return (await digestsOf(services, invocation)).map(({ id, queries }) => ({
        label: `${id} · ${queries.join(' · ') || 'every paper'}`,
        value: id,
      }));
    case 'followed': {
      const queries = (await personalDigest(services, invocation))?.queries ?? [];
      return queries.map((query) => ({ label: queryTitle(query, services.topics), value: query }));
    }
    case 'periods':
      return periods;
    case 'papers':
    case undefined:
      return [];
  }
}
