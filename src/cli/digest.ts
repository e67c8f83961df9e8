import { answersTo } from '../core/answers.ts';
import type { Digest } from '../core/digest.ts';
import { planDigest } from '../core/plan-digest.ts';
import { ProblemError } from '../core/problem.ts';
import type { TopicTable } from '../core/query/ast.ts';
import type { Subscription } from '../core/subscription.ts';
import { subscriptionQuery } from '../core/subscription-query.ts';
import { digestView } from '../core/views/digest-view.ts';
import { loadTopics } from '../load-topics.ts';
import { type ArchiveSource, openArchiveSource } from './archive-source.ts';
import { readCount } from './option-values.ts';
import type { Verb } from './verb.ts';
import { formatOption, readFormat, writeDigest } from './wire-format.ts';

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
    format: formatOption,
    explain: { type: 'boolean', help: 'say of each paper left out why' },
  },
  words: { min: 0, max: 100 },
  examples: [
    'digest diffusion --from data/samples/hugging-face-daily.json --explain',
    "digest 'has:code upvotes>=20' --limit 3 --format json",
  ],
  async run(request) {
    const { words, options, config, output } = request;
    const format = readFormat(options);
    const limit = readCount(options, 'limit', 25) ?? 5;
    const subscription = onceOnly(words.join(' '), limit);
    const topics = await loadTopics(config);
    const result = await planOnce(subscription, topics, () =>
      openArchiveSource(request, format !== 'text'),
    );
    const explain = options.flag('explain');
    const view = digestView(result, { explain, ...(format === 'text' && { oneOff: true }) });
    await writeDigest(result, view, format, output);
    return 0;
  },
};

/** A subscription that lives for one digest and has considered nothing before. */
function onceOnly(query: string, limit: number): Subscription {
  return {
    id: 'd1',
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
  const papers = today.map((paper) => ({ paper, at: now }));
  return planDigest({
    subscription,
    slot,
    ...answersTo(query.value, papers, { prepare: archive.prepare, now }),
    arrived: () => papers,
    posted: none,
    passedOver: none,
    now,
  });
}
