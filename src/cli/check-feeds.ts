import type { Config } from '../config.ts';
import { feedName } from '../core/feed-name.ts';
import { type FeedTrouble, isOutage, troubleOf } from '../core/feed-trouble.ts';
import { formatLocal } from '../core/schedule/describe-schedule.ts';
import { timeText } from '../core/schedule/time-text.ts';
import { feedTroubleText } from '../core/views/feed-notice-view.ts';
import { lastReadAt } from '../digests/ingest/feed-notices.ts';
import type { Fetcher } from '../feeds/fetcher.ts';
import { openFetcher } from '../open-fetcher.ts';
import type { FeedMemory, Store } from '../store/store.ts';
import type { Finding } from './finding.ts';

const probeTimeoutMs = 10_000;
const inUse = 'The papers that are stored stay in use until it answers again.';

interface ConfiguredFeed {
  readonly id: string;
  readonly name: string;
  /** The setting with its address. */
  readonly setting: string;
  /** Asks for one paper. */
  readonly probeUrl: string;
}

function configuredFeeds(config: Config): readonly ConfiguredFeed[] {
  const { huggingFaceUrl, arxivUrl, arxivCategories } = config;
  return [
    {
      id: 'hugging-face',
      name: feedName('hugging-face'),
      setting: 'HF_URL',
      probeUrl: `${huggingFaceUrl}/api/daily_papers?limit=1`,
    },
    ...arxivCategories.slice(0, 1).map((category) => ({
      id: 'arxiv',
      name: feedName('arxiv'),
      setting: 'ARXIV_URL',
      probeUrl: `${arxivUrl}/api/query?search_query=cat:${category}&max_results=1`,
    })),
  ];
}

interface FeedsCheck {
  /** Undefined where there is none, or it cannot be read. */
  readonly store: Pick<Store, 'feeds'> | undefined;
  /** Whether the feeds are left alone. */
  readonly isOffline: boolean;
  /** The clock, epoch milliseconds. */
  readonly now: number;
}

/** Of each feed how fresh what is stored of it is, what was wrong when it was last read, and whether it answers now. */
export async function checkFeeds(config: Config, check: FeedsCheck): Promise<Finding[]> {
  const { store, isOffline, now } = check;
  const memories = await store?.feeds.all();
  const fetcher = isOffline ? undefined : await openFetcher();
  const checked = configuredFeeds(config).map(async (feed): Promise<Finding[]> => {
    const ofFeed = memories?.filter((memory) => memory.feed === feed.id);
    const last = ofFeed && lastReads(feed, ofFeed, config, now);
    const answer = fetcher && (await probe(feed, fetcher));
    const isFailing = ofFeed !== undefined && troubleOf(ofFeed, feed.id)?.kind === 'failing';
    if (last !== undefined && isFailing && answer?.remedy !== undefined) {
      return [{ ...last, remedy: answer.remedy }];
    }
    return [last, answer].filter((each) => each !== undefined);
  });
  return (await Promise.all(checked)).flat();
}

async function probe(
  { name, setting, probeUrl }: ConfiguredFeed,
  fetcher: Pick<Fetcher, 'get'>,
): Promise<Finding> {
  const answer = await fetcher.get(probeUrl, { timeoutMs: probeTimeoutMs });
  if (answer.kind === 'ok' || answer.kind === 'unchanged') {
    return { name, state: 'ok', text: 'answers' };
  }
  const remedy = `See that ${setting} is right and this machine gets there. ${inUse}`;
  return { name, state: 'warning', text: answer.message, remedy };
}

function lastReads(
  { id, name: title }: ConfiguredFeed,
  memories: readonly FeedMemory[],
  { zone, refreshMinutes }: Config,
  now: number,
): Finding {
  const name = `${title}, last reads`;
  const trouble = troubleOf(memories, id);
  if (trouble !== undefined && isOutage(trouble, now)) {
    const text = `${feedTroubleText(title, trouble, zone)} ${trouble.text}`;
    return { name, state: 'fault', text, remedy: inUse };
  }
  const readAt = lastReadAt(memories);
  if (readAt === undefined) return { name, state: 'warning', ...neverRead(trouble, zone) };
  const blip = trouble === undefined ? '' : `; trouble ${sinceText(trouble, zone)}`;
  const text = `read ${formatLocal(readAt, zone)} ${zone}${blip}`;
  if (now - readAt > 3 * refreshMinutes * 60_000) {
    const remedy = 'It is read by serve only: see that it runs, and what it logs.';
    return { name, state: 'warning', text: `last ${text}`, remedy };
  }
  if (trouble === undefined) return { name, state: 'ok', text };
  return { name, state: 'warning', text, remedy: triedAgain };
}

const triedAgain = 'It is tried again by itself; see that this machine reaches the feed.';

function neverRead(trouble: FeedTrouble | undefined, zone: string) {
  if (trouble === undefined) {
    return { text: 'never read yet', remedy: 'serve and npm start read it.' };
  }
  return {
    text: `never read yet, tried in vain ${sinceText(trouble, zone)}`,
    remedy: triedAgain,
  };
}

/** The first read that failed, and what the latest of them found. */
function sinceText({ since, text }: FeedTrouble, zone: string): string {
  return `since ${timeText(Date.parse(since), zone)}: ${text}`;
}
