import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { ProblemError } from './core/problem.ts';
import type { TopicTable } from './core/query/ast.ts';
import { createTopicTable, parseTopics } from './core/query/topics.ts';

/** The curated topics. Throws ProblemError where the file is missing or has a fault. */
export async function loadTopics({ home }: Pick<Config, 'home'>): Promise<TopicTable> {
  const path = join(home, 'config/topics.json');
  const topics = parseTopics(await readJsonFile(path));
  const table = topics.ok ? createTopicTable(topics.value) : topics;
  if (table.ok) return table.value;
  throw new ProblemError({ ...table.problem, message: `${path}: ${table.problem.message}` });
}

async function readJsonFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const { message } = error as Error;
    throw new ProblemError({ message: `${path} cannot be read: ${message}.` }, { cause: error });
  }
}
