import { expect, test, vi } from 'vitest';
import type { FeedPart } from '../../src/feeds/feed.ts';
import { createFetcher, type Fetcher } from '../../src/feeds/fetcher.ts';
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
  const feeds = createFeeds({ ...config, arxivCategories });
  expect(feeds.map(({ id }) => id)).toEqual(expected);
  for (const { id, title } of feeds) expect(title).not.toBe(id);
});

test('one that cannot be opened says so, and is opened anew the next time', async () => {
  const down = { detail: '500', retryable: false, reached: true, status: 500 };
  const fetcher: Fetcher = {
    get: async () => ({ kind: 'failed', message: 'The hub is down.', ...down }),
  };
  const opened = vi
    .fn<() => Promise<Fetcher>>()
    .mockRejectedValueOnce(new Error('EMFILE: too many open files'))
    .mockRejectedValueOnce(new Error('EMFILE: too many open files'))
    .mockResolvedValue(fetcher);
  const [feed] = createFeeds({ ...config, arxivCategories: [], openFetcher: opened });
  const request = {
    now: now(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    remembered: () => undefined,
  };
  const read = async (): Promise<FeedPart[]> => {
    const parts: FeedPart[] = [];
    for await (const part of feed?.read(request) ?? []) parts.push(part);
    return parts;
  };
  const unopened = {
    kind: 'failed',
    message: 'It could not be opened: EMFILE: too many open files.',
    remedy: expect.any(String),
  };
  expect(await read()).toMatchObject([unopened]);
  expect(await feed?.search?.('kettles', request)).toMatchObject(unopened);
  expect((await read())[0]).toMatchObject({ message: expect.stringContaining('The hub is down.') });
  expect(opened).toHaveBeenCalledTimes(3);
});
