import { expect, test } from 'vitest';
import { createFetcher } from '../../src/feeds/fetcher.ts';
import { createFeeds } from '../../src/feeds/registry.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';

const { now, wait } = createFakeClock('2026-08-21T12:00:00Z');
const config = {
  huggingFaceUrl: 'https://hub.example',
  arxivUrl: 'https://api.example',
  arxivRssUrl: 'https://rss.example',
  openFetcher: async () => createFetcher({ userAgent: 'paperround-test', now, wait }),
  wait,
};

test.each([
  [[], ['hugging-face']],
  [['cs.CL'], ['hugging-face', 'arxiv']],
])('the categories %j make the feeds %j', (arxivCategories, expected) => {
  expect(createFeeds({ ...config, arxivCategories }).map(({ id }) => id)).toEqual(expected);
});
