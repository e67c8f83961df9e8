import { Agent, MockAgent } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exchange } from '../../../src/feeds/fetcher/exchange.ts';
import { type FeedServer, json, openFeedServer, redirect } from '../../fakes/feed-server.ts';

const request = {
  headers: { accept: '*/*' },
  ownHeaders: { authorization: 'Bearer secret', 'if-none-match': '"a"' },
  signal: new AbortController().signal,
  timeoutMs: 5_000,
  maxBytes: 1_000,
};

describe('a redirect to another origin', () => {
  let server: FeedServer;

  beforeEach(async () => {
    server = await openFeedServer();
  });

  afterEach(() => server.close());

  test('goes without credentials and conditions', async () => {
    const elsewhere = server.url.replace('127.0.0.1', 'localhost');
    server.on('/a', redirect(`${elsewhere}/b`));
    server.on('/b', json([]));
    const connections = { open: new Agent(), guarded: new Agent() };
    const outcome = await exchange(new URL(`${server.url}/a`), request, connections);
    expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer secret',
      undefined,
    ]);
    expect(server.requests[1]?.headers).not.toHaveProperty('if-none-match');
    expect(server.requests[1]?.headers.accept).toBe('*/*');
  });
});

test.each(['http://secure.example/b', 'http://elsewhere.example/b'])(
  'a redirect from https to %s is refused',
  async (location) => {
    const web = new MockAgent();
    web.disableNetConnect();
    web
      .get('https://secure.example')
      .intercept({ path: '/a' })
      .reply(302, '', { headers: { location } });
    const connections = { open: web, guarded: web };
    const outcome = await exchange(new URL('https://secure.example/a'), request, connections);
    expect(outcome).toMatchObject({
      kind: 'broken',
      retryable: false,
      problem: { message: expect.stringContaining('without encryption') },
    });
  },
);
