import { constants, existsSync } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { loadTopics, openFetcher } from '../app.ts';
import type { Config } from '../config.ts';
import { ProblemError, problemText } from '../core/problem.ts';
import type { TopicTable } from '../core/query/ast.ts';
import { formatLocal } from '../core/schedule/describe-schedule.ts';
import { isActive } from '../core/subscription.ts';
import { subscriptionQuery } from '../core/subscription-query.ts';
import { counted } from '../core/text/counted.ts';
import { nextRunAt, pauseText } from '../core/views/subscription-view.ts';
import { openLowdbStore } from '../store/lowdb/open-lowdb-store.ts';
import type { Store } from '../store/store.ts';
import { checkPlatforms } from './check-platforms.ts';
import type { Finding } from './finding.ts';
import type { Verb } from './verb.ts';

export const doctor: Verb = {
  name: 'doctor',
  usage: '[--offline]',
  summary:
    'Check the set-up: store, feeds, chat platforms, subscriptions and their next runs, each fault with its remedy',
  options: { offline: { type: 'boolean', help: 'ask neither the feeds nor the chat platforms' } },
  words: { min: 0, max: 0 },
  examples: ['doctor'],
  async run({ config, options, output }) {
    const findings = [
      ...(await checkStore(config)),
      ...(options.flag('offline') ? [] : await checkFeeds(config)),
      ...(options.flag('offline') ? [] : await checkPlatforms(config)),
    ];
    if (options.flag('json')) output.json(findings);
    else for (const finding of findings) output.print(findingText(finding));
    return findings.some(({ state }) => state === 'fault') ? 1 : 0;
  },
};

const marks = { ok: 'ok      ', warning: 'warning ', fault: 'FAULT   ' } as const;

function findingText({ name, state, text, remedy }: Finding): string {
  const lines = [`${marks[state]}${name}: ${text}`];
  if (remedy !== undefined) lines.push(`        ${remedy}`);
  return lines.join('\n');
}

async function checkStore(config: Config): Promise<Finding[]> {
  const name = `data in ${config.dataDirectory}`;
  if (!existsSync(config.dataDirectory)) {
    return [await checkParent(config)];
  }
  try {
    const topics = await loadTopics(config);
    const store = await openLowdbStore({ directory: config.dataDirectory, mode: 'read-only' });
    const [papers, subscriptions] = await Promise.all([
      store.papers.all(),
      store.subscriptions.all(),
    ]);
    const findings: Finding[] = [
      {
        name,
        state: 'ok',
        text: `${counted(papers.length, 'paper')}, ${counted(subscriptions.length, 'subscription')}`,
      },
      ...(await checkWritable(config)),
      ...store.warnings.map((text): Finding => ({ name, state: 'warning', text })),
      ...(await checkSubscriptions(store, topics)),
    ];
    await store.close();
    return findings;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { message: text, remedy } = error.problem;
    return [{ name, state: 'fault', text, ...(remedy !== undefined && { remedy }) }];
  }
}

/** Whether the data directory, which is missing, can be made. */
async function checkParent({ dataDirectory }: Config): Promise<Finding> {
  const name = `data in ${dataDirectory}`;
  const parent = dirname(dataDirectory);
  const remedy = 'Make the parent folder, or set DATA_DIR to another folder.';
  const found = await stat(parent).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    const fault = found === undefined ? 'is not there' : 'is not a directory';
    return { name, state: 'fault', text: `its parent ${parent} ${fault}`, remedy };
  }
  return { name, state: 'ok', text: 'nothing yet; npm start makes the folder' };
}

async function checkWritable({ dataDirectory }: Config): Promise<Finding[]> {
  try {
    await access(dataDirectory, constants.W_OK);
    return [];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    return [
      {
        name: `data in ${dataDirectory}`,
        state: 'fault',
        text: 'it cannot be written to',
        remedy: 'Give this user the right to write there, or set DATA_DIR to another folder.',
      },
    ];
  }
}

async function checkSubscriptions(store: Store, topics: TopicTable): Promise<Finding[]> {
  const now = Date.now();
  return (await store.subscriptions.all()).map((subscription): Finding => {
    const name = `${subscription.id} at ${subscription.address}`;
    const query = subscriptionQuery(subscription, topics);
    if (!query.ok) {
      return {
        name,
        state: 'fault',
        text: problemText(query.problem),
        remedy: `Change its query: /digest edit ${subscription.id} query:...`,
      };
    }
    if (!isActive(subscription, now))
      return { name, state: 'warning', text: pauseText(subscription) };
    const at = nextRunAt(subscription, now);
    return at === undefined
      ? {
          name,
          state: 'warning',
          text: 'never falls due again',
          remedy: 'Give it another schedule.',
        }
      : {
          name,
          state: 'ok',
          text: `next at ${formatLocal(at, subscription.schedule.zone)} ${subscription.schedule.zone}`,
        };
  });
}

async function checkFeeds(config: Config): Promise<Finding[]> {
  const fetcher = openFetcher();
  const probes = [
    { name: 'Hugging Face', url: `${config.huggingFaceUrl}/api/daily_papers?limit=1` },
    ...config.arxivCategories.slice(0, 1).map((category) => ({
      name: 'arXiv',
      url: `${config.arxivUrl}/api/query?search_query=cat:${category}&max_results=1`,
    })),
  ];
  return Promise.all(
    probes.map(async ({ name, url }): Promise<Finding> => {
      const answer = await fetcher.get(url, { timeoutMs: 10_000 });
      if (answer.kind === 'ok' || answer.kind === 'unchanged')
        return { name, state: 'ok', text: 'answers' };
      return {
        name,
        state: 'warning',
        text: answer.message,
        remedy: 'The papers that are stored stay in use until it answers again.',
      };
    }),
  );
}
