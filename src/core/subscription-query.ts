import { failure, type Result, success } from './problem.ts';
import { anyOf } from './query/any-of.ts';
import type { QueryNode, TopicTable } from './query/ast.ts';
import { parseQuery } from './query/parse.ts';
import type { Subscription } from './subscription.ts';

/** What a subscription asks for, ready to match; `undefined` where it takes every paper. */
export function subscriptionQuery(
  { queries }: Pick<Subscription, 'queries'>,
  topics: TopicTable,
): Result<QueryNode | undefined> {
  const parsed = [];
  for (const text of queries) {
    const query = parseQuery(text, topics);
    if (!query.ok) return failure({ ...query.problem, input: text });
    parsed.push(query.value);
  }
  return success(parsed.length === 0 ? undefined : anyOf(parsed));
}
