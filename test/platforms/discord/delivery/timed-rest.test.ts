import { DefaultRestOptions, REST } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDepartures } from '../../../../src/platforms/discord/delivery/departures.ts';
import { readFailure } from '../../../../src/platforms/discord/delivery/send-outcome.ts';
import { timedRest } from '../../../../src/platforms/discord/delivery/timed-rest.ts';
import { type FakeDiscord, openFakeDiscord } from '../../../fakes/discord/open-fake-discord.ts';

const route = '/channels/123456789012345678/messages';
const body = { content: 'hello' };
const waiting = {
  'content-type': 'application/json',
  'x-ratelimit-limit': '1',
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset-after': '600',
  'x-ratelimit-bucket': 'messages',
};

let discord: FakeDiscord;
beforeEach(async () => {
  discord = await openFakeDiscord({ openapi: false });
});
afterEach(() => discord.close());

/** The client knows a limit from the first answer on, and keeps to it from the second on. */
async function learnLimit(rest: Pick<REST, 'post'>): Promise<void> {
  await rest.post(route, { body });
  await rest.post(route, { body });
}

/** A client that is told with each answer to wait for ten minutes. */
function limitedRest() {
  const departures = createDepartures();
  const sent: string[] = [];
  const makeRequest = departures.noted(async (url) => {
    sent.push(url);
    return new Response('{"id":"1"}', { headers: waiting }) as never;
  });
  const rest = new REST({ version: '10', retries: 0, makeRequest }).setToken('x');
  return { departures, sent, rest };
}

test('a request that the client keeps for a rate limit ends, and is no doubt', async () => {
  const { departures, sent, rest } = limitedRest();
  const timed = timedRest(rest, 200, departures);
  await learnLimit(timed);
  const ends = [timed.post(route, { body }), timed.post(route, { body })];
  for (const end of await Promise.allSettled(ends)) {
    expect(end).toMatchObject({ status: 'rejected' });
    if (end.status === 'rejected') expect(readFailure(end.reason).kind).toBe('absent');
  }
  expect(sent).toHaveLength(2);
});

test('where nobody knows whether it left, it may have arrived', async () => {
  const { rest } = limitedRest();
  const timed = timedRest(rest, 200);
  await learnLimit(timed);
  const failure = await timed.post(route, { body }).catch(readFailure);
  expect(failure).toEqual({ kind: 'ambiguous', detail: 'no answer within 0.2 seconds' });
});

test('one that left and is not answered may have arrived', async () => {
  discord.failNext('GET', { hang: true });
  const departures = createDepartures();
  const makeRequest = departures.noted(DefaultRestOptions.makeRequest);
  const client = new REST({ api: discord.url, version: '10', retries: 0, makeRequest });
  const timed = timedRest(client.setToken(discord.token), 200, departures);
  const failure = await timed.get('/users/@me').catch(readFailure);
  expect(failure).toEqual({ kind: 'ambiguous', detail: 'no answer within 0.2 seconds' });
});
