import { loadTopics } from '../app.ts';
import { type Digest, leftOutText, matchedCount } from '../core/digest.ts';
import { planDigest } from '../core/plan-digest.ts';
import { ProblemError } from '../core/problem.ts';
import type { TopicTable } from '../core/query/ast.ts';
import type { Subscription } from '../core/subscription.ts';
import { subscriptionQuery } from '../core/subscription-query.ts';
import { digestView } from '../core/views/digest-view.ts';
import { type ArchiveSource, openArchiveSource } from './archive-source.ts';
import { readChoice, readCount } from './option-values.ts';
import type { Verb } from './verb.ts';

const epoch = new Date(0).toISOString();

export const digest: Verb = {
  name: 'digest',
  usage: '[QUERY] [--from FILE|URL]... [--limit N] [--format text|json|discord|slack] [--explain]',
  summary: 'Print the digest of today for a query: what a new subscription would post',
  options: {
    from: {
      type: 'string',
      multiple: true,
      value: 'FILE|URL',
      help: 'take the papers from here instead of the latest stored day',
    },
    limit: { type: 'string', value: 'N', help: 'papers in the digest, 1 to 25; 5 by default' },
    format: {
      type: 'string',
      value: 'FORMAT',
      help: 'text, json, or discord or slack for what is sent there; text by default',
    },
    explain: { type: 'boolean', help: 'say of each paper left out why' },
  },
  words: { min: 0, max: 100 },
  examples: [
    'digest diffusion --from data/samples/hugging-face-daily.json --explain',
    "digest 'has:code upvotes>=20' --limit 3 --format json",
  ],
  async run(request) {
    const { words, options, config, output } = request;
    const format =
      readChoice(options, 'format', ['text', 'json', 'discord', 'slack']) ??
      (options.flag('json') ? 'json' : 'text');
    const limit = readCount(options, 'limit', 25) ?? 5;
    const subscription = onceOnly(words.join(' '), limit);
    const topics = await loadTopics(config);
    const result = await planOnce(subscription, topics, () => openArchiveSource(request));
    const explain = options.flag('explain');
    if (format === 'json') output.json(digestJson(result));
    else if (format === 'discord') output.json(await discordBodies(result, explain));
    else if (format === 'slack') output.json(await slackArguments(result, explain));
    else output.show(digestView(result, { explain, oneOff: true }));
    return 0;
  },
};

/** The bodies of the requests that would post it in a channel. */
async function discordBodies(digest: Digest, explain: boolean): Promise<unknown[]> {
  const { renderDigest } = await import('../platforms/discord/render.ts');
  const view = digestView(digest, { explain });
  return renderDigest(view, digest.subscription).map(({ payload }) => payload.body);
}

/** What chat.postMessage would be given beside the channel; `TS` is the first message's. */
async function slackArguments(digest: Digest, explain: boolean): Promise<unknown[]> {
  const { renderDigest } = await import('../platforms/slack/render.ts');
  const view = digestView(digest, { explain });
  return renderDigest(view, digest.subscription).map(({ payload }) =>
    payload.threadOf === undefined ? payload.arguments : { ...payload.arguments, thread_ts: 'TS' },
  );
}

/** A subscription that lives for one digest and has considered nothing before. */
function onceOnly(query: string, limit: number): Subscription {
  return {
    id: 'once',
    scope: 'channel',
    address: 'terminal:-',
    queries: query === '' ? [] : [query],
    schedule: { kind: 'weekly', days: ['mon'], times: ['09:00'], zone: 'UTC' },
    limit,
    sort: 'best',
    layout: 'full',
    since: epoch,
    settledUntil: epoch,
    consideredUntil: epoch,
    status: { kind: 'active' },
    createdBy: 'terminal:local',
    createdAt: epoch,
  };
}

async function planOnce(
  subscription: Subscription,
  topics: TopicTable,
  open: () => Promise<ArchiveSource>,
): Promise<Digest> {
  const query = subscriptionQuery(subscription, topics);
  if (!query.ok) throw new ProblemError(query.problem);
  const { archive, today } = await open();
  const now = Date.now();
  const slot = { local: new Date(now).toISOString().slice(0, 16), at: now };
  const none = new Set<string>();
  return planDigest({
    subscription,
    slot,
    query: query.value,
    papers: today,
    prepare: archive.prepare,
    posted: none,
    passedOver: none,
    now,
  });
}

function digestJson(digest: Digest) {
  return {
    queries: digest.subscription.queries,
    slot: digest.slot.local,
    matched: matchedCount(digest),
    papers: digest.chosen.map(({ paper, why }) => ({
      ...paper,
      why: why?.reasons.map(({ text }) => text) ?? [],
    })),
    leftOut: digest.leftOut.map(({ paper: { id, title }, reason }) => ({
      id,
      title,
      reason: reason.kind,
      text: leftOutText(reason),
    })),
  };
}
