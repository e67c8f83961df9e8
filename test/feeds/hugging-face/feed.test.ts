import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFetcher } from '../../../src/feeds/fetcher.ts';
import { createHuggingFaceFeed } from '../../../src/feeds/hugging-face/feed.ts';
import { createFakeClock, type FakeClock } from '../../fakes/fake-clock.ts';
import {
  body,
  cutOff,
  type FeedServer,
  failing,
  flood,
  hangUp,
  html,
  json,
  openFeedServer,
  type Reply,
  rateLimited,
  redirect,
  silence,
  stall,
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

interface Options {
  readonly days?: number;
  readonly token?: string;
  readonly timeoutMs?: number;
}

function feed({ days = 1, token, timeoutMs = 15_000 }: Options = {}) {
  const { now, wait } = clock;
  const fetcher = createFetcher({
    userAgent: 'paperround-test',
    now,
    wait,
    timeoutMs,
    maxBytes: 1_000_000,
  });
  return createHuggingFaceFeed({
    baseUrl: `${server.url}/`,
    fetcher,
    days,
    ...(token !== undefined && { token }),
  });
}

function entry(number: number, day = '2026-08-21') {
  const id = `2508.9${String(number).padStart(4, '0')}`;
  const title = `Sample paper ${number}`;
  return { title, paper: { id, title, summary: 'Words.', submittedOnDailyAt: `${day}T00:00:00Z` } };
}

function dayUrl(day: string) {
  return `/api/daily_papers?date=${day}&limit=100`;
}

function page(day: string, entries: readonly unknown[]) {
  const props = JSON.stringify({ periodType: 'day', dateString: day, dailyPapers: entries });
  const escaped = props.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<html><main><div data-target="DailyPapers" data-props="${escaped}"></div></main></html>`;
}

describe('reading the days', () => {
  test('gives each day, newest first', async () => {
    server.on(dayUrl('2026-08-21'), json([entry(1), entry(2)]));
    server.on(dayUrl('2026-08-20'), json([entry(3, '2026-08-20')]));
    const lines: string[] = [];
    const request = feedRequest(friday, { onProgress: (line) => lines.push(line) });
    const parts = await readFeed(feed({ days: 2 }), request);
    expect(parts).toMatchObject([
      { kind: 'read', key: '2026-08-21', papers: [{ id: 'arxiv:2508.90001' }, {}], notes: [] },
      { kind: 'read', key: '2026-08-20', papers: [{ featuredOn: '2026-08-20' }] },
    ]);
    expect(lines).toHaveLength(2);
    expect(server.requests[0]?.headers).toMatchObject({ accept: 'application/json' });
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  test('reads seven days by default', async () => {
    server.on('/api/daily_papers', json([]));
    const { now, wait } = clock;
    const fetcher = createFetcher({ userAgent: 'paperround-test', now, wait });
    const parts = await readFeed(
      createHuggingFaceFeed({ baseUrl: server.url, fetcher }),
      feedRequest(friday),
    );
    expect(parts.map(({ key }) => key)).toEqual([
      '2026-08-21',
      '2026-08-20',
      '2026-08-19',
      '2026-08-18',
      '2026-08-17',
      '2026-08-16',
      '2026-08-15',
    ]);
  });

  test('sends the token, where there is one', async () => {
    server.on('/api/daily_papers', json([entry(1)]));
    await readFeed(feed({ token: 'hf_sample' }), feedRequest(friday));
    expect(server.requests[0]?.headers.authorization).toBe('Bearer hf_sample');
  });

  test('says that an open weekday without papers is yet to come', async () => {
    server.on('/api/daily_papers', json([]));
    const parts = await readFeed(feed({ days: 2 }), feedRequest(friday));
    expect(parts).toMatchObject([{ notes: ['2026-08-21 has no papers yet.'] }, { notes: [] }]);
    const saturday = await readFeed(feed(), feedRequest('2026-08-22T12:00:00Z'));
    expect(saturday).toMatchObject([{ kind: 'read', papers: [], notes: [] }]);
  });

  test('drops bad entries with a reason and keeps the good ones', async () => {
    server.on('/api/daily_papers', json([entry(1), { paper: {} }, 7, entry(2)]));
    const [part] = await readFeed(feed(), feedRequest(friday));
    expect(paperIds(part)).toHaveLength(2);
    expect(part).toMatchObject({ dropped: [{}, {}] });
  });

  test('ends when it is stopped', async () => {
    const controller = new AbortController();
    server.on('/api/daily_papers', () => controller.abort());
    const request = feedRequest(friday, { signal: controller.signal });
    expect(await readFeed(feed({ days: 7 }), request)).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });
});

describe('conditional requests', () => {
  test('read a day again only when it has changed', async () => {
    server.on('/api/daily_papers', tagged('"v1"', JSON.stringify([entry(1)])));
    const [first] = await readFeed(feed(), feedRequest(friday));
    expect(first).toMatchObject({ kind: 'read', validators: { etag: '"v1"' } });
    const remembered = (key: string) => (key === '2026-08-21' ? { etag: '"v1"' } : undefined);
    const parts = await readFeed(feed({ days: 2 }), feedRequest(friday, { remembered }));
    expect(parts).toMatchObject([{ kind: 'unchanged', key: '2026-08-21' }, { kind: 'read' }]);
  });

  test('are not made for a list of several pages', async () => {
    const headers = { etag: '"v1"', link: '<?p=1>; rel="next"' };
    server.on(dayUrl('2026-08-21'), json([entry(1)], headers));
    server.on('/api/daily_papers?p=1', json([entry(2)], { etag: '"w1"' }));
    const [part] = await readFeed(
      feed(),
      feedRequest(friday, { remembered: () => ({ etag: 'x' }) }),
    );
    expect(part).toMatchObject({ kind: 'read', validators: {} });
    expect(server.requests[1]?.headers).not.toHaveProperty('if-none-match');
  });
});

describe('paging', () => {
  test.each([
    ['relative', () => ''],
    ['absolute', () => server.url],
  ])('follows %s links and counts ranks on', async (_, base) => {
    const next = (number: number) => ({
      link: `<${base()}/api/daily_papers?p=${number}>; rel="next"`,
    });
    server.on(dayUrl('2026-08-21'), json([entry(1), {}, entry(2)], next(1)));
    server.on('/api/daily_papers?p=1', json([entry(3)], next(2)));
    server.on('/api/daily_papers?p=2', json([entry(4)]));
    const [part] = await readFeed(feed(), feedRequest(friday));
    const ranks =
      part?.kind === 'read' ? part.papers.map(({ sightings }) => sightings[0]?.rank) : [];
    expect(ranks).toEqual([1, 3, 4, 5]);
    expect(part).toMatchObject({ notes: [] });
  });

  test('keeps what it has when a page fails', async () => {
    server.on(dayUrl('2026-08-21'), json([entry(1)], { link: '<?p=1>; rel="next"' }));
    server.on('/api/daily_papers?p=1', failing(404));
    const [part] = await readFeed(feed(), feedRequest(friday));
    expect(paperIds(part)).toEqual(['arxiv:2508.90001']);
    expect(part).toMatchObject({ notes: [expect.stringContaining('page 2 is missing')] });
  });

  test('does not go in circles', async () => {
    server.on('/api/daily_papers', json([entry(1)], { link: '<?p=1>; rel="next"' }));
    const [part] = await readFeed(feed(), feedRequest(friday));
    expect(part).toMatchObject({ notes: [expect.stringContaining('does not end')] });
    expect(server.requests).toHaveLength(2);
  });

  test('stops at twenty pages, and at an empty one', async () => {
    const reply = (entries: readonly unknown[]) => (n: number) =>
      json(entries, { link: `<?p=${n}>; rel="next"` });
    server.on(dayUrl('2026-08-21'), reply([entry(1)])(1));
    for (let n = 1; n < 30; n += 1) server.on(`/api/daily_papers?p=${n}`, reply([entry(n)])(n + 1));
    const [long] = await readFeed(feed(), feedRequest(friday));
    expect(paperIds(long)).toHaveLength(20);
    server.on('/api/daily_papers?p=1', reply([])(2));
    const [short] = await readFeed(feed(), feedRequest(friday));
    expect(paperIds(short)).toHaveLength(1);
    expect(short).toMatchObject({ notes: [] });
  });
});

describe('the web page instead of the API', () => {
  test.each([
    ['fails', failing(500)],
    ['answers HTML', html('<html><h1>503</h1><p>Service Unavailable</p></html>')],
    ['is cut in its first entry', body('[{"paper":{"id":"2508.90001","ti')],
    ['answers an error', json({ error: 'Internal error' })],
    ['is cut off', cutOff('[')],
    ['does not end', flood()],
    ['redirects into a private network', redirect('http://10.0.0.1/')],
  ])('is read when the API %s', async (_, reply) => {
    server.on('/api/daily_papers', reply);
    server.on('/papers/date/2026-08-21', html(page('2026-08-21', [entry(1), entry(2)])));
    const [part] = await readFeed(feed(), feedRequest(friday));
    expect(paperIds(part)).toHaveLength(2);
    expect(part).toMatchObject({ notes: [expect.stringContaining('web page')], validators: {} });
  });

  test('is read when the API stalls', async () => {
    server.on('/api/daily_papers', stall('['));
    server.on('/papers/date/2026-08-21', html(page('2026-08-21', [entry(1)])));
    const [part] = await readFeed(feed({ timeoutMs: 500 }), feedRequest(friday));
    expect(paperIds(part)).toHaveLength(1);
  });

  test('of another day shows that the day is empty', async () => {
    server.on('/api/daily_papers', failing(404));
    server.on('/papers/date/2026-08-21', redirect('/papers/date/2026-08-20'));
    server.on('/papers/date/2026-08-20', html(page('2026-08-20', [entry(1, '2026-08-20')])));
    const [part] = await readFeed(feed(), feedRequest(friday));
    expect(part).toMatchObject({ kind: 'read', key: '2026-08-21', papers: [] });
  });

  test('that cannot be read either leaves both reasons', async () => {
    server.on('/api/daily_papers', failing(500));
    server.on('/papers/date/2026-08-21', html('<html><title>Maintenance</title></html>'));
    server.on('/papers/date/2026-08-20', html(page('2026-08-20', [entry(1, '2026-08-20')])));
    const parts = await readFeed(feed({ days: 2 }), feedRequest(friday));
    expect(parts).toMatchObject([
      { kind: 'failed', message: expect.stringMatching(/500.*Maintenance/) },
      { kind: 'read', key: '2026-08-20' },
    ]);
  });
});

describe('a failure of the whole source is told once', () => {
  test('when it limits us', async () => {
    server.on('/api/daily_papers', json([entry(1)]), rateLimited({ ratelimit: '"api";r=0;t=299' }));
    const parts = await readFeed(feed({ days: 7 }), feedRequest(friday));
    expect(parts).toMatchObject([
      { kind: 'read' },
      {
        kind: 'failed',
        key: '2026-08-20',
        message: expect.stringContaining('5 more days wait for the next read.'),
        remedy: expect.stringContaining('HF_TOKEN'),
        retryAt: Date.parse('2026-08-21T12:05:00Z'),
      },
    ]);
    expect(parts).toHaveLength(2);
    expect(server.requests).toHaveLength(2);
  });

  test('when it refuses the token', async () => {
    server.on('/api/daily_papers', failing(401));
    const parts = await readFeed(feed({ days: 3, token: 'hf_sample' }), feedRequest(friday));
    expect(parts).toMatchObject([{ kind: 'failed', remedy: expect.stringContaining('HF_TOKEN') }]);
    expect(JSON.stringify(parts)).not.toContain('hf_sample');
  });

  test.each<[string, Reply, number]>([
    ['hangs up', hangUp(), 15_000],
    ['never answers', silence(), 300],
  ])('when it %s', async (_, reply, timeoutMs) => {
    server.on('/api/daily_papers', reply);
    const parts = await readFeed(feed({ days: 7, timeoutMs }), feedRequest(friday));
    const message = expect.not.stringContaining('for the next read');
    expect(parts).toMatchObject([{ kind: 'failed', key: '2026-08-21', message }]);
  });
});

describe('searching', () => {
  test('asks the source, and leaves feed days alone', async () => {
    server.on('/api/papers/search', json([{ ...entry(1), highlightedTitle: [] }]));
    const part = await feed().search?.(' wide & "deep" \uD800 ', feedRequest(friday));
    expect(paperIds(part)).toEqual(['arxiv:2508.90001']);
    expect(server.requests[0]?.path).toBe(
      '/api/papers/search?q=wide+%26+%22deep%22+%EF%BF%BD&limit=120',
    );
  });

  test('says why it cannot', async () => {
    server.on('/api/papers/search', failing(400));
    const part = await feed().search?.('words', feedRequest(friday));
    expect(part).toMatchObject({ kind: 'failed', message: expect.stringContaining('400') });
  });
});

const captures = '../shared/feeds';
test.skipIf(!existsSync(captures))('real days are read whole through the server', async () => {
  for (const name of readdirSync(`${captures}/daily`)) {
    const day = name.replace('.json', '');
    const text = readFileSync(`${captures}/daily/${name}`, 'utf8');
    const entries: unknown[] = JSON.parse(text);
    server.on(dayUrl(day), body(text));
    const [part] = await readFeed(feed(), feedRequest(`${day}T12:00:00Z`));
    expect(new Set(paperIds(part)).size, day).toBe(entries.length);
  }
});
