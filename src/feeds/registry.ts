import { feedName } from '../core/feed-name.ts';
import { clip } from '../core/text/clip.ts';
import { plainText } from '../core/text/plain-text.ts';
import type { Feed, FeedPart, FeedReader, FeedRequest } from './feed.ts';
import type { Fetcher, Wait } from './fetcher.ts';

export interface FeedsConfig {
  readonly huggingFaceUrl: string;
  readonly huggingFaceToken?: string;
  readonly arxivUrl: string;
  readonly arxivRssUrl: string;
  /** `cs.CL`, `stat.ML`; none: arXiv is not read. */
  readonly arxivCategories: readonly string[];
  /** Called once, when a feed is first read. */
  readonly openFetcher: () => Promise<Fetcher>;
  readonly wait: Wait;
}

/** Every feed that the configuration asks for, in the order in which they are read. Its code is loaded when it is first read. */
export function createFeeds(config: FeedsConfig): readonly Feed[] {
  const { huggingFaceToken: token, arxivCategories: categories, wait } = config;
  const fetcher = once(config.openFetcher);

  const huggingFace = once(async () => {
    const { createHuggingFaceFeed } = await import('./hugging-face/feed.ts');
    const source = { baseUrl: config.huggingFaceUrl, fetcher: await fetcher() };
    return createHuggingFaceFeed({ ...source, ...(token !== undefined && { token }) });
  });

  const arxiv = once(async () => {
    const { createArxivFeed } = await import('./arxiv/feed.ts');
    const { createPace } = await import('./arxiv/pace.ts');
    const source = { baseUrl: config.arxivUrl, rssUrl: config.arxivRssUrl, categories };
    const pace = createPace(wait, () => performance.now());
    return createArxivFeed({ ...source, fetcher: await fetcher(), pace });
  });

  const feeds: readonly Feed[] = [
    named('hugging-face', {
      read: reading(huggingFace),
      async search(words, request) {
        const feed = await huggingFace().catch(unopened);
        return 'kind' in feed ? feed : feed.search(words, request);
      },
    }),
    named('arxiv', { read: reading(arxiv) }),
  ];
  return categories.length === 0 ? feeds.slice(0, 1) : feeds;
}

function named(id: string, reader: FeedReader): Feed {
  return { id, title: feedName(id), ...reader };
}

/** What failed to open is opened anew when it is asked for again. */
function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => {
    opened ??= open().catch((fault: unknown) => {
      opened = undefined;
      throw fault;
    });
    return opened;
  };
}

/** Reads a feed that is opened first. */
function reading(open: () => Promise<FeedReader>): FeedReader['read'] {
  return async function* read(request: FeedRequest): AsyncGenerator<FeedPart> {
    const feed = await open().catch(unopened);
    if ('kind' in feed) yield feed;
    else yield* feed.read(request);
  };
}

function unopened(fault: unknown): FeedPart & { readonly kind: 'failed' } {
  const words = clip(plainText(fault instanceof Error ? fault.message : String(fault)), 200);
  return {
    kind: 'failed',
    key: 'start',
    message: `It could not be opened: ${words.replace(/[.!]?$/, '.')}`,
    remedy: 'It is tried again with the next read. If it goes on so, start the bot anew.',
  };
}
