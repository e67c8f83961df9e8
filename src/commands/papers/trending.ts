import { papersOfLatestDay } from '../../core/latest-day.ts';
import { type Paper, paperDay } from '../../core/paper.ts';
import { ProblemError } from '../../core/problem.ts';
import { parseQuery } from '../../core/query/parse.ts';
import { comparePapers } from '../../core/rank.ts';
import { formatDay } from '../../core/views/digest-view.ts';
import { choice, integer, topicOrQuery } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { pageSize, pagingBlocks } from '../paging.ts';
import { paperCards } from '../paper-blocks.ts';
import { privately, say } from '../reply.ts';
import type { Services } from '../services.ts';

const path = ['papers', 'trending'] as const;
const dayMs = 24 * 3_600_000;
const periods = {
  today: 'on the latest feed day',
  '7d': 'in the last 7 days',
  '30d': 'in the last 30 days',
} as const;

export const trending = defineCommand({
  path,
  summary: 'Show the papers people are talking about right now',
  args: {
    topic: topicOrQuery({ description: 'Only papers of this topic or query', required: false }),
    period: choice({
      description: 'How far back; the latest feed day by default',
      required: false,
      choices: [
        { value: 'today', label: 'Today' },
        { value: '7d', label: '7 days' },
        { value: '30d', label: '30 days' },
      ],
    }),
    page: integer({ description: 'Which page', required: false, range: { min: 1, max: 10_000 } }),
  },
  main: 'topic',
  last: 'period',
  examples: ['/papers trending', '/papers trending llm-agents period:7d'],
  async handle({ services, args }) {
    const { period = 'today', page = 1, topic } = args;
    const papers = trendingPapers(services, topic, period);
    const about = topic === undefined ? '' : ` for ${topic.replace(/^topic:/, '')}`;
    const again = { ...(topic && { topic }), ...(period !== 'today' && { period }) };
    if (papers.length === 0) {
      return privately(
        say(`No stored paper${about} ${periods[period]}.`, wider(topic, period), 'info'),
      );
    }
    const day = paperDay(papers[0] as Paper);
    const title =
      period === 'today' && day !== undefined
        ? `Trending papers · ${formatDay(day, services.now())}`
        : `Trending papers ${periods[period]}`;
    const shown = papers.slice((page - 1) * pageSize, page * pageSize);
    return privately({
      summary: `${title}${about}: ${shown.map((paper) => paper.title).join('; ')}`,
      blocks: [
        { kind: 'heading', text: `${title}${about}` },
        ...paperCards(shown, (page - 1) * pageSize + 1),
        ...pagingBlocks(path, again, page, papers.length),
      ],
    });
  },
});

function trendingPapers(
  services: Services,
  topic: string | undefined,
  period: keyof typeof periods,
): Paper[] {
  const now = services.now();
  const fits = papersAbout(services, topic, now);
  const sort = period === 'today' ? 'upvotes' : 'trending';
  const days = { today: undefined, '7d': 7, '30d': 30 }[period];
  const chosen =
    days === undefined
      ? papersOfLatestDay(fits)
      : fits.filter((paper) => (paperDay(paper) ?? '') >= isoDay(now - days * dayMs));
  return chosen.sort(comparePapers(sort, now));
}

function papersAbout(
  { archive, topics }: Services,
  topic: string | undefined,
  now: number,
): readonly Paper[] {
  if (topic === undefined) return [...archive.papers()];
  const parsed = parseQuery(topic, topics);
  if (!parsed.ok) throw new ProblemError(parsed.problem);
  return archive.index.matching(parsed.value, now);
}

function isoDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function wider(topic: string | undefined, period: keyof typeof periods) {
  if (period === '30d') return [];
  const args = { ...(topic && { topic }), period: '30d' };
  return [{ kind: 'actions' as const, actions: [{ label: 'Last 30 days', path, args }] }];
}
