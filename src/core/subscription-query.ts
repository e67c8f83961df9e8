import { failure, type Result, success } from './problem.ts';
import { anyOf } from './query/any-of.ts';
import type { Query, QueryNode, TopicTable } from './query/ast.ts';
import { parseQuery } from './query/parse.ts';
import type { Subscription } from './subscription.ts';

/** What a subscription asks for, ready to match; `undefined` where it takes every paper. */
export function subscriptionQuery(
  subscription: Pick<Subscription, 'queries'>,
  topics: TopicTable,
): Result<QueryNode | undefined> {
  const queries = subscriptionQueries(subscription, topics);
  if (!queries.ok) return queries;
  return success(queries.value.length === 0 ? undefined : anyOf(queries.value));
}

/** Its queries one by one. */
export function subscriptionQueries(
  { queries }: Pick<Subscription, 'queries'>,
  topics: TopicTable,
): Result<readonly Query[]> {
  const parsed: Query[] = [];
  for (const text of queries) {
    const query = parseQuery(text, topics);
    if (!query.ok) return failure({ ...query.problem, input: text });
    parsed.push(query.value);
  }
  return success(parsed);
}
