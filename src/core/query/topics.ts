import { z } from 'zod';
import { failure, type Result, success } from '../problem.ts';
import type { Query, Topic, TopicTable } from './ast.ts';
import { parseQuery } from './parse.ts';

const topicsSchema = z.array(
  z.object({
    name: z
      .string()
      .max(40)
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens'),
    title: z.string().trim().min(1).max(60),
    description: z.string().trim().min(1).max(200),
    query: z.string().trim().min(1),
  }),
);

/** Reads the content of `config/topics.json`: a list of topics. Their queries are not yet looked at. */
export function parseTopics(json: unknown): Result<readonly Topic[]> {
  const parsed = topicsSchema.safeParse(json);
  if (parsed.success) return success(parsed.data);
  const [issue] = parsed.error.issues;
  const [index, key] = issue?.path ?? [];
  const place = typeof index === 'number' ? `Topic ${index + 1}` : 'The list of topics';
  return failure({
    message: `${place}: ${key === undefined ? '' : `“${String(key)}”: `}${issue?.message ?? 'not understood'}.`,
    remedy: 'Every topic has a name, a title, a description and a query.',
  });
}

/** Parses the query of every topic. Fails on the first that does not parse, and on a name that is given twice. */
export function createTopicTable(topics: readonly Topic[]): Result<TopicTable> {
  const table = new Map<string, { readonly topic: Topic; readonly query: Query }>();
  for (const topic of topics) {
    if (table.has(topic.name)) {
      return failure({
        message: `The topic “${topic.name}” is there twice.`,
        remedy: 'Rename or remove one of them.',
      });
    }
    const query = parseQuery(topic.query);
    if (!query.ok) {
      const { problem } = query;
      return failure({ ...problem, message: `The topic “${topic.name}”: ${problem.message}` });
    }
    table.set(topic.name, { topic, query: query.value });
  }
  return success(table);
}
