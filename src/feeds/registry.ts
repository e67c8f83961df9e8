import { createArxivFeed } from './arxiv/feed.ts';
import { createPace } from './arxiv/pace.ts';
import type { Feed } from './feed.ts';
import type { Fetcher, Wait } from './fetcher.ts';
import { createHuggingFaceFeed } from './hugging-face/feed.ts';

export interface FeedsConfig {
  readonly huggingFaceUrl: string;
  readonly huggingFaceToken?: string;
  readonly arxivUrl: string;
  readonly arxivRssUrl: string;
  /** `cs.CL`, `stat.ML`; none: arXiv is not read. */
  readonly arxivCategories: readonly string[];
  readonly fetcher: Fetcher;
  readonly wait: Wait;
}

/** Every feed that the configuration asks for, in the order in which they are read. */
export function createFeeds(config: FeedsConfig): readonly Feed[] {
  const huggingFace = createHuggingFaceFeed({
    baseUrl: config.huggingFaceUrl,
    fetcher: config.fetcher,
    ...(config.huggingFaceToken !== undefined && { token: config.huggingFaceToken }),
  });
  if (config.arxivCategories.length === 0) return [huggingFace];
  const arxiv = createArxivFeed({
    baseUrl: config.arxivUrl,
    rssUrl: config.arxivRssUrl,
    categories: config.arxivCategories,
    fetcher: config.fetcher,
    pace: createPace(config.wait, () => performance.now()),
  });
  return [huggingFace, arxiv];
}
