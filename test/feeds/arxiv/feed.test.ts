import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createArxivFeed } from '../../../src/feeds/arxiv/feed.ts';
import { createPace } from '../../../src/feeds/arxiv/pace.ts';
import { createFetcher } from '../../../src/feeds/fetcher.ts';
import { createFakeClock, type FakeClock } from '../../fakes/fake-clock.ts';
import {
  body,
  type FeedServer,
  failing,
  hangUp,
  openFeedServer,
  type Reply,
  rateLimited,
  tagged,
} from '../../fakes/feed-server.ts';
import { feedRequest, paperIds, readFeed } from '../read-feed.ts';

const friday = '2026-08-21T12:00:00Z';

let server: FeedServer;
let clock: FakeClock;

beforeEach(async () => {
  server = await openFeedServer();
  clock = createFakeClock(friday);
});

afterEach(() => server.close());

function feed(...categories: string[]) {
  const { now, wait } = clock;
  return createArxivFeed({
    baseUrl: server.url,
    rssUrl: `${server.url}/`,
    categories,
    fetcher: createFetcher({ userAgent: 'paperround-test', now, wait }),
    pace: createPace(wait, now),
  });
}

function rss(...items: readonly (readonly [number: number, type: string])[]): string {
  const inner = items.map(
    ([number, type]) =>
      `<item><title>Sample ${number}</title><link>https://arxiv.org/abs/${id(number)}</link>
       <description>arXiv:${id(number)}v1 Announce Type: ${type} \nAbstract: Words.</description>
       <arxiv:announce_type>${type}</arxiv:announce_type></item>`,
  );
  return `<rss version="2.0"><channel><title>x</title>${inner.join('')}</channel></rss>`;
}

function atom(
  numbers: readonly number[],
  { total = numbers.length, start = 0, published = friday } = {},
) {
  const entries = numbers.map(
    (number) =>
      `<entry><id>http://arxiv.org/abs/${id(number)}v2</id><title>Sample ${number}</title>
       <published>${published}</published><summary>Words.</summary></entry>`,
  );
  return `<feed xmlns="http://www.w3.org/2005/Atom"><opensearch:totalResults>${total}</opensearch:totalResults>
    <opensearch:startIndex>${start}</opensearch:startIndex>${entries.join('')}</feed>`;
}

const refusal = `<feed><entry><id>http://arxiv.org/api/errors#bad</id><title>Error</title>
  <summary>incorrect category</summary></entry></feed>`;

function id(number: number): string {
  return `2508.9${String(number).padStart(4, '0')}`;
}

function numbersFrom(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => start + index);
}

function apiUrl(category: string, start = 0): string {
  const fixed = 'sortBy=submittedDate&sortOrder=descending';
  return `/api/query?search_query=cat%3A${category}&${fixed}&start=${start}&max_results=100`;
}

describe('reading categories', () => {
  test('gives announcements and the newest papers of the API', async () => {
    server.on('/rss/cs.CL', body(rss([1, 'new'], [2, 'cross'], [3, 'replace'])));
    server.on(apiUrl('cs.CL'), body(atom([1, 4])));
    const [part] = await readFeed(feed('cs.CL'), feedRequest(friday));
    expect(new Set(paperIds(part))).toEqual(new Set([1, 2, 4].map((n) => `arxiv:${id(n)}`)));
    expect(part).toMatchObject({ kind: 'read', key: 'cs.CL', dropped: [] });
  });

  test('asks for nothing else when the announcements have not changed', async () => {
    server.on('/rss/cs.CL', tagged('"v1"', rss([1, 'new'])));
    server.on('/api/query', body(atom([])));
    const [first] = await readFeed(feed('cs.CL'), feedRequest(friday));
    expect(first).toMatchObject({ kind: 'read', validators: { etag: '"v1"' } });
    const remembered = () => ({ etag: '"v1"' });
    const again = await readFeed(feed('cs.CL'), feedRequest(friday, { remembered }));
    expect(again).toEqual([{ kind: 'unchanged', key: 'cs.CL' }]);
    expect(server.requests).toHaveLength(3);
  });

  test('leaves three seconds between any two requests', async () => {
    server.on('/rss/cs.CL', body(rss()));
    server.on('/rss/cs.LG', body(rss()));
    server.on('/api/query', body(atom([1])));
    await readFeed(feed('cs.CL', 'cs.LG'), feedRequest(friday));
    expect(server.requests).toHaveLength(4);
    expect(clock.waits).toEqual([3_000, 3_000, 3_000]);
  });

  test('ends when it is stopped', async () => {
    const controller = new AbortController();
    server.on('/rss/cs.CL', () => controller.abort());
    const request = feedRequest(friday, { signal: controller.signal });
    expect(await readFeed(feed('cs.CL', 'cs.LG'), request)).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });
});

describe('the pages of the API', () => {
  test('are read up to 300 papers', async () => {
    server.on('/rss/cs.LG', body(rss()));
    for (const start of [0, 100, 200]) {
      server.on(
        apiUrl('cs.LG', start),
        body(atom(numbersFrom(start, 100), { total: 9_999, start })),
      );
    }
    const [part] = await readFeed(feed('cs.LG'), feedRequest(friday));
    expect(paperIds(part)).toHaveLength(300);
  });

  test('are read back to a week ago', async () => {
    const published = '2026-08-10T00:00:00Z';
    server.on('/rss/math.LO', body(rss()));
    server.on(apiUrl('math.LO'), body(atom(numbersFrom(0, 100), { published })));
    const [part] = await readFeed(feed('math.LO'), feedRequest(friday));
    expect(paperIds(part)).toHaveLength(100);
  });

  test.each([
    ['empty', body(atom([], { total: 500, start: 100 }))],
    ['missing', failing(500)],
  ])('that are %s are asked for again', async (_, reply) => {
    server.on('/rss/cs.LG', body(rss()));
    server.on(apiUrl('cs.LG'), body(atom(numbersFrom(0, 100))));
    server.on(apiUrl('cs.LG', 100), reply, body(atom([200], { start: 100 })));
    const [part] = await readFeed(feed('cs.LG'), feedRequest(friday));
    expect(paperIds(part)).toHaveLength(101);
  });

  test.each([
    ['empty', body(atom([], { total: 500, start: 100 }))],
    ['missing', failing(500)],
  ])('that stay %s leave a note', async (_, reply) => {
    server.on('/rss/cs.LG', body(rss()));
    server.on(apiUrl('cs.LG'), body(atom(numbersFrom(0, 100))));
    server.on(apiUrl('cs.LG', 100), reply);
    const [part] = await readFeed(feed('cs.LG'), feedRequest(friday));
    expect(paperIds(part)).toHaveLength(100);
    expect(part).toMatchObject({ notes: [expect.any(String)] });
    expect(server.requests).toHaveLength(4);
  });
});

describe('when one of the two fails', () => {
  test.each<[string, Reply, Reply]>([
    ['the announcements', failing(404), body(atom([1]))],
    ['the API', body(rss([1, 'new'])), failing(500)],
    ['the API, with an error in its feed,', body(rss([1, 'new'])), body(refusal)],
    ['the API, which limits us,', body(rss([1, 'new'])), rateLimited({})],
    ['the API, in plain text,', body(rss([1, 'new'])), body('Rate exceeded.')],
    ['the API, with a web page,', body(rss([1, 'new'])), body('<html><h1>503</h1></html>')],
  ])('the other is enough: %s', async (_, announcements, api) => {
    server.on('/rss/cs.CL', announcements);
    server.on('/api/query', api);
    const [part] = await readFeed(feed('cs.CL'), feedRequest(friday));
    expect(paperIds(part)).toEqual([`arxiv:${id(1)}`]);
    expect(part).toMatchObject({
      validators: {},
      notes: [expect.stringContaining('cs.CL is incomplete')],
    });
  });

  test('a host that is lost is asked once', async () => {
    server.on('/rss/cs.CL', body(rss([1, 'new'])));
    server.on('/rss/cs.LG', body(rss([2, 'new'])));
    server.on('/api/query', rateLimited({ 'retry-after': '3600' }));
    const parts = await readFeed(feed('cs.CL', 'cs.LG'), feedRequest(friday));
    expect(parts.map(paperIds)).toEqual([[`arxiv:${id(1)}`], [`arxiv:${id(2)}`]]);
    expect(server.requests).toHaveLength(3);
  });
});

describe('when both fail', () => {
  test('the category fails with its reasons, and the next is tried', async () => {
    server.on('/rss/no.SUCH', failing(400));
    server.on(apiUrl('no.SUCH'), body(refusal));
    server.on('/rss/cs.CL', body(rss()));
    server.on(apiUrl('cs.CL'), body(atom([1])));
    const parts = await readFeed(feed('no.SUCH', 'cs.CL'), feedRequest(friday));
    expect(parts).toMatchObject([
      { kind: 'failed', message: expect.stringMatching(/400.*incorrect category/) },
      { kind: 'read', papers: [{}] },
    ]);
  });

  test('for good, it is told once', async () => {
    server.on('/rss/cs.CL', hangUp());
    server.on('/api/query', rateLimited({ 'retry-after': '3600' }));
    const parts = await readFeed(feed('cs.CL', 'cs.LG', 'cs.AI'), feedRequest(friday));
    expect(parts).toMatchObject([
      {
        kind: 'failed',
        key: 'cs.CL',
        message: expect.not.stringContaining('for the next read'),
        retryAt: expect.any(Number),
      },
    ]);
    expect(server.requests).toHaveLength(2);
  });
});
