import { catchUp } from '../../core/catch-up.ts';
import type { Paper } from '../../core/paper.ts';
import { ProblemError } from '../../core/problem.ts';
import type { QueryNode } from '../../core/query/ast.ts';
import { explain } from '../../core/query/explain.ts';
import type { Subscription } from '../../core/subscription.ts';
import { subscriptionQuery } from '../../core/subscription-query.ts';
import { tasteScores } from '../../core/taste.ts';
import { counted } from '../../core/text/counted.ts';
import type { Block, View } from '../../core/view.ts';
import { pageSize, pagingBlocks } from '../paging.ts';
import { detailsAction } from '../paper-blocks.ts';
import { say } from '../reply.ts';
import type { Services } from '../services.ts';
import { defaultDays, mostDays, sinceWords } from './catch-up-since.ts';

export interface CatchUpRequest {
  /** The command, and what it was given beside `since` and `page`: for the buttons. */
  readonly path: readonly string[];
  readonly args: Readonly<Record<string, string>>;
  readonly days: number;
  readonly page: number;
}

/** What a subscription would have had to tell of the last days, posted or not, one page of it. */
export async function catchUpView(
  services: Services,
  subscription: Subscription,
  { path, args, days, page }: CatchUpRequest,
): Promise<View> {
  const { archive, store, topics } = services;
  const query = subscriptionQuery(subscription, topics);
  if (!query.ok) throw new ProblemError(query.problem);
  const { scope, createdBy, sort } = subscription;
  const isRated = scope === 'personal' && sort === 'best';
  const tastes = isRated ? (await store.people.get(createdBy))?.tastes : undefined;
  const taste = tasteScores(tastes ?? [], archive.index);
  const now = services.now();
  const first = (page - 1) * pageSize;
  const options = { archive, sort, days, taste, first, count: pageSize, now };
  const { total, papers } = await catchUp(query.value, options);
  if (total === 0) {
    const widest = {
      label: `Last ${mostDays} days`,
      path,
      args: { ...args, since: `${mostDays}d` },
    };
    const wider: Block[] = days < mostDays ? [{ kind: 'actions', actions: [widest] }] : [];
    return say(`While you were away: no paper of ${sinceWords(days)} matches.`, wider, 'info');
  }
  const lead = `While you were away: ${shownText(first, papers.length, total)} from ${sinceWords(days)}.`;
  const again = { ...args, ...(days !== defaultDays && { since: `${days}d` }) };
  return {
    summary: [lead, ...papers.map(({ title }) => title)].join(' '),
    blocks: [
      { kind: 'text', text: [lead] },
      ...papers.map((paper, place) => card(services, paper, first + place + 1, query.value, now)),
      ...pagingBlocks(path, again, page, total),
    ],
  };
}

/** `the top 5 of 63 papers` */
function shownText(first: number, shown: number, total: number): string {
  if (shown === 0 || shown === total) return counted(total, 'paper');
  if (first === 0) return `the top ${shown} of ${total} papers`;
  return `${first + 1} to ${first + shown} of ${total} papers`;
}

function card(
  { archive }: Services,
  paper: Paper,
  place: number,
  query: QueryNode | undefined,
  now: number,
): Block {
  const reasons = query === undefined ? [] : explain(query, archive.prepare(paper), now).reasons;
  return {
    kind: 'paper',
    paper,
    place,
    detail: 'card',
    ...(reasons.length > 0 && { why: reasons.map(({ text }) => text).join('; ') }),
    actions: [detailsAction(paper)],
  };
}
