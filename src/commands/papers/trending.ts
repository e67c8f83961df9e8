import { type CatchUp, catchUp } from '../../core/catch-up.ts';
import { papersOfLatestDay } from '../../core/latest-day.ts';
import { type FeedDay, paperDay } from '../../core/paper.ts';
import { ProblemError } from '../../core/problem.ts';
import type { Query, TopicTable } from '../../core/query/ast.ts';
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
    const { total, papers, day } = await trendingPapers(services, { topic, period, page });
    const about = topic === undefined ? '' : ` for ${topic.replace(/^topic:/, '')}`;
    const again = { ...(topic && { topic }), ...(period !== 'today' && { period }) };
    if (total === 0) {
      return privately(
        say(`No stored paper${about} ${periods[period]}.`, wider(topic, period), 'info'),
      );
    }
    const title =
      day !== undefined
        ? `Trending papers · ${formatDay(day, services.now())}`
        : `Trending papers ${periods[period]}`;
    return privately({
      summary: `${title}${about}: ${papers.map((paper) => paper.title).join('; ')}`,
      blocks: [
        { kind: 'heading', text: `${title}${about}` },
        ...paperCards(papers, (page - 1) * pageSize + 1),
        ...pagingBlocks(path, again, page, total),
      ],
    });
  },
});

interface TrendingRequest {
  readonly topic: string | undefined;
  readonly period: keyof typeof periods;
  readonly page: number;
}

/** One page of them, of how many, and the feed day that they are of. */
interface Trending extends CatchUp {
  readonly day?: FeedDay | undefined;
}

async function trendingPapers(
  { archive, topics, now: clock }: Services,
  { topic, period, page }: TrendingRequest,
): Promise<Trending> {
  const now = clock();
  const query = topic === undefined ? undefined : queryOf(topic, topics);
  const first = (page - 1) * pageSize;
  const days = { today: undefined, '7d': 7, '30d': 30 }[period];
  if (days !== undefined) {
    const options = { archive, sort: 'trending', days, taste: new Map(), now } as const;
    return catchUp(query?.node, { ...options, first, count: pageSize });
  }
  const found = query === undefined ? archive.papers() : await archive.matching(query, now);
  const papers = papersOfLatestDay(found).sort(comparePapers('upvotes', now));
  return {
    total: papers.length,
    papers: papers.slice(first, first + pageSize),
    day: papers[0] && paperDay(papers[0]),
  };
}

function queryOf(topic: string, topics: TopicTable): Query {
  const parsed = parseQuery(topic, topics);
  if (!parsed.ok) throw new ProblemError(parsed.problem);
  return parsed.value;
}

function wider(topic: string | undefined, period: keyof typeof periods) {
  if (period === '30d') return [];
  const args = { ...(topic && { topic }), period: '30d' };
  return [{ kind: 'actions' as const, actions: [{ label: 'Last 30 days', path, args }] }];
}
