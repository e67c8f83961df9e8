import type { Config } from '../config.ts';
import { feedName } from '../core/feed-name.ts';
import { type FeedTrouble, isOutage } from '../core/feed-trouble.ts';
import { formatLocal } from '../core/schedule/describe-schedule.ts';
import { timeText } from '../core/schedule/time-text.ts';
import { feedTroubleText } from '../core/views/feed-notice-view.ts';
import { lastReadAt, wholeFeed } from '../digests/ingest/feed-notices.ts';
import { openFetcher } from '../open-fetcher.ts';
import type { Store } from '../store/store.ts';
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

/** Whether each feed answers now. */
export async function probeFeeds(config: Config): Promise<Finding[]> {
  const fetcher = await openFetcher();
  return Promise.all(
    configuredFeeds(config).map(async ({ name, setting, probeUrl }): Promise<Finding> => {
      const answer = await fetcher.get(probeUrl, { timeoutMs: probeTimeoutMs });
      if (answer.kind === 'ok' || answer.kind === 'unchanged')
        return { name, state: 'ok', text: 'answers' };
      const remedy = `See that ${setting} is right and this machine gets there. ${inUse}`;
      return { name, state: 'warning', text: answer.message, remedy };
    }),
  );
}

/** How fresh what is stored of each feed is, and what was wrong with it when it was last read. */
export async function checkFeedMemory(
  { feeds }: Pick<Store, 'feeds'>,
  config: Config,
  now: number,
): Promise<Finding[]> {
  const memories = await feeds.all();
  const { zone, refreshMinutes } = config;
  return configuredFeeds(config).map(({ id, name }): Finding => {
    const ofFeed = memories.filter(({ feed }) => feed === id);
    const trouble = ofFeed.find(({ key }) => key === wholeFeed)?.trouble;
    if (trouble !== undefined && isOutage(trouble, now)) {
      const text = `${feedTroubleText(name, trouble, zone)} ${trouble.text}`;
      return { name: `${name}, last reads`, state: 'fault', text, remedy: inUse };
    }
    const readAt = lastReadAt(ofFeed);
    if (readAt === undefined) {
      return { name: `${name}, last reads`, state: 'warning', ...neverRead(trouble, zone) };
    }
    const blip = trouble === undefined ? '' : `; trouble ${sinceText(trouble, zone)}`;
    const text = `read ${formatLocal(readAt, zone)} ${zone}${blip}`;
    const isStale = now - readAt > 3 * refreshMinutes * 60_000;
    return isStale
      ? {
          name: `${name}, last reads`,
          state: 'warning',
          text: `last ${text}`,
          remedy: 'It is read by serve only: see that it runs, and what it logs.',
        }
      : { name: `${name}, last reads`, state: 'ok', text };
  });
}

function neverRead(trouble: FeedTrouble | undefined, zone: string) {
  if (trouble === undefined) {
    return { text: 'never read yet', remedy: 'serve and npm start read it.' };
  }
  return {
    text: `never read yet, tried in vain ${sinceText(trouble, zone)}`,
    remedy: 'It is tried again by itself; see that this machine reaches the feed.',
  };
}

/** The first read that failed, and what the latest of them found. */
function sinceText({ since, text }: FeedTrouble, zone: string): string {
  return `since ${timeText(Date.parse(since), zone)}: ${text}`;
}
