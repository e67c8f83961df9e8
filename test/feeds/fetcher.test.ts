import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFetcher, type FetcherOptions } from '../../src/feeds/fetcher.ts';
import { createFakeClock, type FakeClock } from '../fakes/fake-clock.ts';
import {
  body,
  cutOff,
  type FeedServer,
  failing,
  flood,
  gzipBomb,
  gzipped,
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
} from '../fakes/feed-server.ts';

let server: FeedServer;
let other: FeedServer;
let clock: FakeClock;

beforeEach(async () => {
  server = await openFeedServer();
  other = await openFeedServer();
  clock = createFakeClock('2026-08-21T09:00:00Z');
});

afterEach(async () => {
  await server.close();
  await other.close();
});

function fetcher(options: Partial<FetcherOptions> = {}) {
  const { now, wait } = clock;
  return createFetcher({ userAgent: 'paperround-test', now, wait, ...options });
}

function get(path: string, options: Partial<FetcherOptions> = {}) {
  return fetcher(options).get(server.url + path);
}

describe('an answer', () => {
  test('comes with its text, headers and validators', async () => {
    const headers = { etag: '"a"', 'last-modified': 'Fri, 21 Aug 2026 08:00:00 GMT' };
    server.on('/a', json([1, 2], headers));
    expect(await get('/a')).toMatchObject({
      kind: 'ok',
      status: 200,
      text: '[1,2]',
      finalUrl: `${server.url}/a`,
      contentType: 'application/json',
      validators: { etag: '"a"', lastModified: 'Fri, 21 Aug 2026 08:00:00 GMT' },
    });
    expect(server.requests[0]?.headers['user-agent']).toBe('paperround-test');
  });

  test.each([
    ['gzip', gzipped('plain')],
    ['a byte order mark', body(Buffer.from([0xff, 0xfe, ...Buffer.from('plain', 'utf16le')]))],
    ['a charset', body(Buffer.from('plain', 'latin1'), typed('text/plain; charset=ISO-8859-1'))],
    ['an unknown charset', body('plain', typed('text/plain; charset=klingon'))],
    ['no content type', body('plain')],
  ])('is text with %s', async (_, reply) => {
    server.on('/a', reply);
    expect(await get('/a')).toMatchObject({ kind: 'ok', text: 'plain' });
  });

  test('in latin1 is decoded, and bytes that are not UTF-8 do no harm', async () => {
    server.on('/latin1', body(Buffer.from('é', 'latin1'), typed('text/plain; charset="latin1"')));
    server.on('/broken', body(Buffer.from([0x61, 0xff, 0x62])));
    expect(await get('/latin1')).toMatchObject({ text: 'é' });
    expect(await get('/broken')).toMatchObject({ text: 'a\uFFFDb' });
  });

  test('that has not changed is not sent again', async () => {
    server.on('/a', tagged('"v1"', 'first'));
    const client = fetcher();
    expect(await client.get(`${server.url}/a`)).toMatchObject({ validators: { etag: '"v1"' } });
    const again = await client.get(`${server.url}/a`, { validators: { etag: '"v1"' } });
    expect(again).toEqual({ kind: 'unchanged' });
  });

  test('of 304 to whoever did not ask is a failure', async () => {
    server.on('/a', body('', { status: 304 }));
    expect(await get('/a')).toMatchObject({ kind: 'failed', status: 304 });
  });
});

describe('a limit', () => {
  test.each([
    ['RateLimit', { ratelimit: '"api";r=0;t=55' }, 56_000],
    ['RateLimit before Retry-After', { ratelimit: '"api";r=0;t=5', 'retry-after': '50' }, 6_000],
    ['RateLimit of several policies', { ratelimit: '"api";r=9;t=50, "pages";r=0;t=7' }, 8_000],
    ['Retry-After in seconds', { 'retry-after': '30' }, 30_000],
    ['Retry-After as a date', { 'retry-after': 'Fri, 21 Aug 2026 09:00:20 GMT' }, 20_000],
    ['Retry-After in the past', { 'retry-after': 'Fri, 21 Aug 2026 08:00:00 GMT' }, 1_000],
    ['a broken Retry-After', { 'retry-after': 'soon' }, 1_000],
    ['no word of how long', {}, 1_000],
  ])('by %s is waited for', async (_, headers, ms) => {
    server.on('/api/a', rateLimited(headers), json([]));
    expect(await get('/api/a')).toMatchObject({ kind: 'ok' });
    expect(clock.waits).toEqual([ms]);
  });

  test('that lasts too long is reported, and nothing is asked until it is over', async () => {
    server.on('/api/a', rateLimited({ ratelimit: '"api";r=0;t=299' }));
    server.on('/papers/a', html('fine'));
    const client = fetcher();
    const expected = { kind: 'rate-limited', retryAt: Date.parse('2026-08-21T09:05:00Z') };
    expect(await client.get(`${server.url}/api/a`)).toMatchObject(expected);
    expect(await client.get(`${server.url}/api/b`)).toMatchObject(expected);
    expect(server.requests).toHaveLength(1);
    expect(clock.waits).toEqual([]);
    expect(await client.get(`${server.url}/papers/a`)).toMatchObject({ kind: 'ok' });
  });

  test('is respected before it is hit', async () => {
    server.on('/api/a', json([], { ratelimit: '"api";r=0;t=9' }));
    server.on('/api/b', json([], { ratelimit: '"api";r=499;t=300' }));
    const client = fetcher();
    await client.get(`${server.url}/api/a`);
    const lines: string[] = [];
    await client.get(`${server.url}/api/b`, { onWait: (line) => lines.push(line) });
    expect(clock.waits).toEqual([10_000]);
    expect(lines).toEqual([expect.stringContaining('10 seconds')]);
    await client.get(`${server.url}/api/b`);
    expect(clock.waits).toEqual([10_000]);
  });

  test('does not make a request wait longer than its patience in all', async () => {
    server.on('/api/a', rateLimited({ 'retry-after': '40' }));
    expect(await get('/api/a')).toMatchObject({ kind: 'rate-limited' });
    expect(clock.waits).toEqual([40_000]);
    expect(server.requests).toHaveLength(2);
  });

  test('of absurd length is a day', async () => {
    server.on('/a', rateLimited({ 'retry-after': '9'.repeat(400) }));
    expect(await get('/a')).toMatchObject({ retryAt: Date.parse('2026-08-22T09:00:00Z') });
  });

  test('of an overloaded server is a limit too', async () => {
    server.on('/a', failing(503, { 'retry-after': '3600' }));
    expect(await get('/a')).toMatchObject({
      kind: 'rate-limited',
      message: expect.stringContaining('60 minutes'),
    });
  });
});

describe('a failure', () => {
  test('that passes is no failure', async () => {
    server.on('/a', failing(503), hangUp(), json([]));
    expect(await get('/a')).toMatchObject({ kind: 'ok' });
    expect(clock.waits).toEqual([1_000, 2_000]);
  });

  test('that stays is reported after three tries', async () => {
    server.on('/a', failing(500));
    expect(await get('/a')).toMatchObject({ kind: 'failed', status: 500, retryable: true });
    expect(server.requests).toHaveLength(3);
  });

  test('of the request is not tried again; what the server says of it is for the log', async () => {
    const reply = JSON.stringify({ error: 'Invalid\u001b[31m date \u202E<b>x</b>' });
    server.on('/a', body(reply, { status: 400 }));
    const outcome = await get('/a');
    expect(outcome).toMatchObject({ kind: 'failed', status: 400, retryable: false, reached: true });
    expect(outcome).toMatchObject({
      message: expect.stringMatching(/ answered 400\.$/),
      detail: expect.stringContaining(': Invalid'),
    });
    expect(JSON.stringify(outcome)).not.toMatch(/\\u001b|\u202E/);
    expect(server.requests).toHaveLength(1);
  });

  test.each<[string, Reply, boolean]>([
    ['an answer that is cut off', cutOff('[1,'), true],
    ['a connection that is cut', hangUp(), false],
    ['an endless body', flood(), true],
    ['a body of 1 GB', flood(1e9, { headers: { 'content-length': '1000000000' } }), true],
    ['a gzip bomb', gzipBomb(1e9), true],
    ['cut gzip', body(gzipSync('x'.repeat(99)).subarray(0, 20), encoded('gzip')), true],
    ['broken gzip', body('not gzip at all', encoded('gzip')), true],
    ['broken brotli', body('not brotli at all', encoded('br')), true],
    ['an answer that is not HTTP', (answer) => void answer.socket?.end('what?\r\n\r\n'), false],
    ['an unknown encoding', body('?', encoded('zstd')), true],
  ])('from %s is told in words', async (_, reply, reached) => {
    server.on('/a', reply);
    const outcome = await get('/a', { maxBytes: 1_000_000 });
    expect(outcome).toMatchObject({ kind: 'failed', reached, message: expect.any(String) });
    expect(outcome).not.toMatchObject({ message: expect.stringContaining('exchange with') });
  });

  test.each([
    ['never answers', silence(), false],
    ['stalls in its answer', stall('[1,'), true],
  ])('of a server that %s ends in time', async (_, reply, reached) => {
    server.on('/a', reply);
    const outcome = await fetcher().get(`${server.url}/a`, { timeoutMs: 500, tries: 1 });
    const message = expect.stringContaining('did not answer in full within 1 second');
    expect(outcome).toMatchObject({ kind: 'failed', reached, retryable: true, message });
  });

  test('of a server that is not there is told at once', async () => {
    const gone = await openFeedServer();
    await gone.close();
    const outcome = await fetcher().get(`${gone.url}/a`);
    expect(outcome).toMatchObject({ kind: 'failed', reached: false, retryable: false });
    expect(clock.waits).toEqual([]);
  });

  test('of a name that does not exist is told at once', async () => {
    const outcome = await fetcher().get('http://nowhere.invalid/');
    expect(outcome).toMatchObject({ message: 'I cannot find nowhere.invalid.' });
  });

  test.each(['', 'huggingface.co', 'ftp://a/', 'http://', 'file:///etc/hosts', 'http://[::1'])(
    'of an address %j that is none is told without a request',
    async (url) => {
      expect(await fetcher().get(url)).toMatchObject({ message: 'That is not a web address.' });
    },
  );

  test('of a header that cannot be sent is told without its value', async () => {
    const headers = { authorization: 'Bearer secret\nx' };
    const outcome = await fetcher().get(`${server.url}/a`, { headers });
    expect(outcome).toMatchObject({ kind: 'failed' });
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });
});

describe('a stop', () => {
  test('ends a request under way', async () => {
    const controller = new AbortController();
    server.on('/a', () => controller.abort());
    const outcome = await fetcher().get(`${server.url}/a`, { signal: controller.signal });
    expect(outcome).toMatchObject({ kind: 'failed', message: 'The request was stopped.' });
  });

  test('ends a wait', async () => {
    const controller = new AbortController();
    server.on('/a', failing(503));
    const wait = async () => {
      controller.abort();
      throw controller.signal.reason;
    };
    const client = fetcher({ wait });
    const outcome = await client.get(`${server.url}/a`, { signal: controller.signal });
    expect(outcome).toMatchObject({ message: 'The request was stopped.' });
    expect(server.requests).toHaveLength(1);
  });

  test('beforehand asks for nothing', async () => {
    const signal = AbortSignal.abort();
    expect(await fetcher().get(`${server.url}/a`, { signal })).toMatchObject({ kind: 'failed' });
    expect(server.requests).toHaveLength(0);
  });
});

describe('a redirect', () => {
  test('within the origin is followed, with what was sent', async () => {
    server.on('/a', redirect('b?c=1'));
    server.on('/b', json([]));
    const headers = { authorization: 'Bearer secret' };
    const outcome = await fetcher().get(`${server.url}/a`, { headers });
    expect(outcome).toMatchObject({ kind: 'ok', finalUrl: `${server.url}/b?c=1` });
    expect(server.requests[1]?.headers.authorization).toBe('Bearer secret');
  });

  test.each([
    ['loopback', () => `${other.url}/a`],
    ['a name for loopback', () => other.url.replace('127.0.0.1', 'localhost')],
    ['a private network', () => 'http://10.0.0.1/'],
    ['a link-local address', () => 'http://169.254.169.254/latest/meta-data'],
    ['a number', () => 'http://2130706433/'],
    ['IPv6 loopback', () => 'http://[::1]/'],
    ['IPv4 in IPv6', () => 'http://[::ffff:127.0.0.1]/'],
    ['a unique local address', () => 'https://[fd00::1]/'],
    ['nowhere', () => 'http://0.0.0.0/'],
  ])('to %s is refused', async (_, target) => {
    server.on('/a', redirect(target()));
    const outcome = await get('/a');
    expect(outcome).toMatchObject({ message: expect.stringContaining('private network') });
    expect(other.requests).toHaveLength(0);
  });

  test.each(['file:///etc/passwd', 'javascript:1', 'http://'])('to %s is refused', async (to) => {
    server.on('/a', redirect(to));
    expect(await get('/a')).toMatchObject({ message: expect.stringContaining('web address') });
  });

  test('in a circle ends', async () => {
    server.on('/a', redirect('/a'));
    expect(await get('/a')).toMatchObject({ message: expect.stringContaining('in circles') });
    expect(server.requests).toHaveLength(6);
  });

  test('with an endless body is followed', async () => {
    const headers = { location: '/b' };
    server.on('/a', flood(Number.POSITIVE_INFINITY, { status: 302, headers }));
    server.on('/b', json([]));
    expect(await get('/a')).toMatchObject({ kind: 'ok' });
  });
});

function typed(contentType: string) {
  return { headers: { 'content-type': contentType } };
}

function encoded(encoding: string) {
  return { headers: { 'content-encoding': encoding } };
}
