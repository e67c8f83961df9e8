import { describe, expect, test } from 'vitest';
import {
  createDeliveryLane,
  type DeliveryLaneOptions,
} from '../../../../src/platforms/discord/delivery/delivery-lane.ts';
import { createInvalidRequests } from '../../../../src/platforms/discord/delivery/invalid-requests.ts';
import { uniqueFor } from '../../../../src/platforms/discord/delivery/nonce.ts';
import type { KnownChannels } from '../../../../src/platforms/discord/gateway/known-channels.ts';
import { createFakeClock } from '../../../fakes/fake-clock.ts';

const channel = 'discord:100000000000000001/200000000000000002';
const person = 'discord:@300000000000000003';
const payload = { body: { content: 'hello' } };
const message = { id: '900' };

const unavailable = { status: 503, message: 'Service Unavailable' };
const nonceOf = (deliveryId: string) => uniqueFor(deliveryId).nonce;
const refusedConnection = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });

const knownAs = (kind: ReturnType<KnownChannels['kindOf']>): KnownChannels => ({
  kindOf: () => kind,
  mayReadHistory: () => true,
});

interface Request {
  readonly route: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Each answer is for one request in turn: a value, or an error to reject with. The last one stays. */
function open(answers: readonly unknown[], given: Partial<DeliveryLaneOptions> = {}) {
  const clock = createFakeClock('2026-03-02T09:00:00Z');
  const requests: Request[] = [];
  const warnings: string[] = [];
  const turns = [...answers];
  const post = async (route: string, options?: { body?: unknown }): Promise<unknown> => {
    requests.push({ route, body: (options?.body ?? {}) as Request['body'] });
    const answer = turns.length > 1 ? turns.shift() : turns[0];
    if (typeof answer === 'object' && answer !== null && ('status' in answer || 'code' in answer)) {
      throw answer;
    }
    return answer;
  };
  const lane = createDeliveryLane({
    rest: { post, get: (route) => post(route) },
    known: knownAs('plain'),
    ownId: () => '1',
    invalidRequests: createInvalidRequests(clock.now),
    aheadMs: () => 0,
    now: clock.now,
    wait: clock.wait,
    onRefused: (detail) => void warnings.push(detail),
    log: { info: () => undefined, warn: (line) => void warnings.push(line) },
    ...given,
  });
  return { lane, clock, requests, warnings };
}

describe('sending', () => {
  test('posts with a nonce of the delivery and says where it went', async () => {
    const { lane, requests } = open([message]);
    const outcome = await lane.send(channel, payload, 'd1/2026-03-02T09:00/0');
    expect(outcome).toEqual({ kind: 'sent', externalId: '200000000000000002/900' });
    expect(requests).toEqual([
      {
        route: '/channels/200000000000000002/messages',
        body: { content: 'hello', nonce: nonceOf('d1/2026-03-02T09:00/0'), enforce_nonce: true },
      },
    ]);
  });

  test('opens the direct messages of a person once', async () => {
    const { lane, requests } = open([{ id: '77' }, message]);
    await lane.send(person, payload, 'd1/a/0');
    await lane.send(person, payload, 'd1/a/1');
    expect(requests.map(({ route }) => route)).toEqual([
      '/users/@me/channels',
      '/channels/77/messages',
      '/channels/77/messages',
    ]);
  });

  test.each([
    ['an address that is none', 'discord:nowhere', payload],
    ['a payload that is none', channel, { text: 'hello' }],
    ['no payload', channel, null],
  ])('rejects %s', async (_, address, given) => {
    const { lane, requests } = open([message]);
    const outcome = await lane.send(address, given, 'd1/a/0');
    expect(outcome).toMatchObject({ kind: 'rejected', isLocal: true });
    expect(requests).toEqual([]);
  });

  test('keeps the order in one place, though the first one is late', async () => {
    const { lane, requests } = open([unavailable, message]);
    await Promise.all([
      lane.send(channel, payload, 'd1/a/0'),
      lane.send(channel, payload, 'd1/a/1'),
    ]);
    const [first, second] = [nonceOf('d1/a/0'), nonceOf('d1/a/1')];
    expect(requests.map(({ body }) => body.nonce)).toEqual([first, first, second]);
  });

  test('leaves at most 49 times a second', async () => {
    const { lane, clock } = open([message]);
    const began = clock.now();
    for (let part = 0; part < 99; part += 1) await lane.send(channel, payload, `d1/a/${part}`);
    expect(clock.now() - began).toBeGreaterThanOrEqual(2_000);
    expect(clock.now() - began).toBeLessThan(2_150);
  });
});

describe('what may have arrived', () => {
  test('is sent again with the same nonce', async () => {
    const { lane, requests, clock } = open([unavailable, unavailable, message]);
    expect(await lane.send(channel, payload, 'd1/a/0')).toMatchObject({ kind: 'sent' });
    expect(new Set(requests.map(({ body }) => body.nonce)).size).toBe(1);
    expect(clock.waits.filter((ms) => ms >= 1_000)).toEqual([1_000, 2_000]);
  });

  test('is uncertain after two minutes', async () => {
    const { lane, requests, clock } = open([unavailable]);
    const began = clock.now();
    expect(await lane.send(channel, payload, 'd1/a/0')).toMatchObject({ kind: 'uncertain' });
    expect(clock.now() - began).toBeLessThanOrEqual(120_000);
    expect(requests.length).toBeGreaterThan(5);
  });

  test('is uncertain where the token is refused before that is known', async () => {
    const { lane } = open([unavailable, { status: 401, code: 0, message: 'no' }]);
    expect(await lane.send(channel, payload, 'd1/a/0')).toMatchObject({ kind: 'uncertain' });
  });

  test('had arrived, where Discord says that the message is gone', async () => {
    const { lane } = open([unavailable, { status: 404, code: 10008, message: 'Unknown Message' }]);
    expect(await lane.send(channel, payload, 'd1/a/0')).toEqual({ kind: 'sent' });
  });

  const limited = { status: 429, message: 'wait', timeToReset: 30_000 };
  const busyChannel = { status: 429, code: 20016, message: 'slow mode' };
  const noAccess = { status: 403, code: 50001, message: 'Missing Access' };
  const invalid = { status: 400, code: 50035, message: 'Invalid Form Body' };

  test.each([
    ['a rate limit', limited],
    ['slow mode', busyChannel],
    ['no connection', refusedConnection],
  ])('is uncertain where %s keeps it from being sent again', async (_, answer) => {
    const { lane } = open([unavailable, answer]);
    expect(await lane.send(channel, payload, 'd1/a/0')).toMatchObject({ kind: 'uncertain' });
  });

  test.each([
    ['a rate limit', limited, 30_000],
    ['slow mode', { ...busyChannel, rawError: { retry_after: 600 } }, 600_000],
    ['no connection', refusedConnection, undefined],
  ])('is to be left alone for as long as is said: %s', async (_, answer, afterMs) => {
    const { lane } = open([unavailable, answer]);
    const outcome = await lane.send(channel, payload, 'd1/a/0');
    expect({ afterMs: undefined, ...outcome }).toMatchObject({ kind: 'uncertain', afterMs });
    expect(outcome).not.toHaveProperty('isLocal');
  });

  test('is to be left alone while its server has become unavailable', async () => {
    let kind: ReturnType<KnownChannels['kindOf']> = 'plain';
    const { lane } = open([unavailable], {
      known: { kindOf: () => kind, mayReadHistory: () => true },
      wait: async () => {
        kind = 'unavailable';
      },
    });
    const outcome = await lane.send(channel, payload, 'd1/a/0');
    expect(outcome).toMatchObject({ kind: 'uncertain', afterMs: 60_000, isLocal: true });
  });

  test('is uncertain where too many refusals keep it from being sent again', async () => {
    const { lane, requests } = open([unavailable], {
      invalidRequests: { note: () => undefined, tooMany: () => requests.length > 0 },
    });
    expect(await lane.send(channel, payload, 'd1/a/0')).toMatchObject({ kind: 'uncertain' });
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['a right is missing', noAccess],
    ['its form is refused', invalid],
  ])('may be there though the place refuses it the next time: %s', async (_, answer) => {
    const { lane } = open([unavailable, answer]);
    const outcome = await lane.send(channel, payload, 'd1/a/0');
    expect(outcome).toMatchObject({ kind: 'rejected', mayBeThere: true });
    const { lane: another } = open([answer]);
    expect(await another.send(channel, payload, 'd1/a/0')).not.toHaveProperty('mayBeThere');
  });

  describe('since an earlier send', () => {
    const since = (seconds: number) =>
      new Date(Date.parse('2026-03-02T09:00:00Z') - seconds * 1_000).toISOString();

    test('is sent again as long as Discord knows its nonce', async () => {
      const { lane } = open([message]);
      expect(await lane.send(channel, payload, 'd1/a/0', since(100))).toMatchObject({
        kind: 'sent',
      });
    });

    test('stays uncertain, and is not sent, once Discord may have forgotten it', async () => {
      const { lane, requests } = open([message]);
      expect(await lane.send(channel, payload, 'd1/a/0', since(121))).toMatchObject({
        kind: 'uncertain',
      });
      expect(requests).toEqual([]);
    });

    test('stays uncertain without a word about Discord while its server is unavailable', async () => {
      const { lane } = open([message], { known: knownAs('unavailable') });
      expect(await lane.send(channel, payload, 'd1/a/0', since(10))).toMatchObject({
        kind: 'uncertain',
        afterMs: 60_000,
        isLocal: true,
      });
    });

    test('stays uncertain where this attempt surely did not arrive', async () => {
      const { lane } = open([limited]);
      expect(await lane.send(channel, payload, 'd1/a/0', since(10))).toMatchObject({
        kind: 'uncertain',
      });
    });

    test('is tried no longer than Discord knows the nonce of the first', async () => {
      const { lane, clock, requests } = open([unavailable]);
      const began = clock.now();
      expect(await lane.send(channel, payload, 'd1/a/0', since(60))).toMatchObject({
        kind: 'uncertain',
      });
      expect(clock.now() - began).toBeLessThanOrEqual(60_000);
      expect(requests.length).toBeGreaterThan(3);
    });
  });

  test('is not sent again once its turn has come too late for that', async () => {
    const busy = Array.from({ length: 49 * 130 }, () => message);
    const { lane, requests } = open([unavailable, ...busy, message]);
    const first = lane.send(channel, payload, 'd1/a/0');
    const others = busy.map((_, place) =>
      lane.send(`discord:100000000000000001/${place + 1}`, payload, `d${place + 2}/a/0`),
    );
    expect(await first).toMatchObject({ kind: 'uncertain' });
    await Promise.all(others);
    const nonce = nonceOf('d1/a/0');
    expect(requests.filter(({ body }) => body.nonce === nonce)).toHaveLength(1);
  });

  test('did not, without a connection: it is tried again later', async () => {
    const { lane } = open([refusedConnection]);
    expect(await lane.send(channel, payload, 'd1/a/0')).toMatchObject({ kind: 'retry' });
  });

  test('did not, where not even the direct messages could be opened', async () => {
    const { lane } = open([unavailable]);
    expect(await lane.send(person, payload, 'd1/a/0')).toMatchObject({ kind: 'retry' });
  });
});

describe('what Discord refuses', () => {
  const invalid = { status: 400, code: 50035, message: 'Invalid Form Body' };
  const fallback = { content: 'plain' };

  test('is sent once more in its plain form', async () => {
    const { lane, requests, warnings } = open([invalid, message]);
    const outcome = await lane.send(channel, { ...payload, fallback }, 'd1/a/0');
    expect(outcome).toMatchObject({ kind: 'sent' });
    expect(requests.map(({ body }) => body.content)).toEqual(['hello', 'plain']);
    expect(warnings).toHaveLength(1);
  });

  test('is given up when that is refused too', async () => {
    const { lane, requests } = open([invalid]);
    const outcome = await lane.send(channel, { ...payload, fallback }, 'd1/a/0');
    expect(outcome).toMatchObject({ kind: 'rejected', pause: { kind: 'unreachable' } });
    expect(requests).toHaveLength(2);
  });

  test('a token stops all sending, and is said once', async () => {
    const { lane, requests, warnings } = open([{ status: 401, code: 0, message: 'no' }]);
    for (const part of [0, 1, 2]) {
      expect(await lane.send(channel, payload, `d1/a/${part}`)).toMatchObject({ kind: 'retry' });
    }
    expect(requests).toHaveLength(1);
    expect(warnings).toHaveLength(1);
  });

  test('too often: nothing is sent until ten minutes have passed', async () => {
    const clock = createFakeClock('2026-03-02T09:00:00Z');
    const invalidRequests = createInvalidRequests(clock.now);
    const { lane, requests } = open([message], {
      invalidRequests,
      now: clock.now,
      wait: clock.wait,
    });
    for (let count = 0; count < 500; count += 1) invalidRequests.note(403, null);
    const outcome = await lane.send(channel, payload, 'd1/a/0');
    expect(outcome).toMatchObject({ kind: 'retry', isLocal: true });
    expect(requests).toEqual([]);
    await clock.wait(600_001, new AbortController().signal);
    expect(await lane.send(channel, payload, 'd1/a/0')).toMatchObject({ kind: 'sent' });
  });
});

describe('what is said to be gone', () => {
  const gone = { status: 404, code: 10003, message: 'Unknown Channel' };

  test('is looked for once', async () => {
    const { lane, requests } = open([gone]);
    const outcome = await lane.send(channel, payload, 'd1/a/0');
    expect(outcome).toMatchObject({ kind: 'rejected', pause: { kind: 'destination-gone' } });
    expect(requests.map(({ route }) => route)).toEqual([
      '/channels/200000000000000002/messages',
      '/channels/200000000000000002',
    ]);
  });

  test('and is there: it is tried again', async () => {
    const { lane } = open([gone, { id: '200000000000000002' }, message]);
    expect(await lane.send(channel, payload, 'd1/a/0')).toMatchObject({ kind: 'sent' });
  });

  test('but is only hidden, as Discord says then', async () => {
    const { lane } = open([gone, { status: 403, code: 50001, message: 'Missing Access' }]);
    const outcome = await lane.send(channel, payload, 'd1/a/0');
    expect(outcome).toMatchObject({ pause: { kind: 'not-permitted' }, patience: 1 });
  });
});

describe('direct messages that Discord finds opened too fast', () => {
  const tooFast = { status: 400, code: 40003, message: 'too fast' };

  test('are opened once in five seconds for ten minutes', async () => {
    const { lane, clock, requests } = open([tooFast, { id: '77' }]);
    expect(await lane.send('discord:@1', payload, 'd0/a/0')).toMatchObject({ kind: 'retry' });
    const began = clock.now();
    for (const user of [2, 3, 4]) await lane.send(`discord:@${user}`, payload, `d${user}/a/0`);
    expect(clock.now() - began).toBeGreaterThanOrEqual(10_000);
    await clock.wait(600_000, new AbortController().signal);
    const later = clock.now();
    for (const user of [5, 6, 7]) await lane.send(`discord:@${user}`, payload, `d${user}/a/0`);
    expect(clock.now() - later).toBeLessThan(1_000);
    expect(requests.filter(({ route }) => route === '/users/@me/channels')).toHaveLength(7);
  });
});

describe('an announcement channel', () => {
  const known = knownAs('announcement');
  const publishing = { ...payload, publish: true };
  const refused = { status: 429, code: 20028, message: 'too many publishes' };

  test.each([
    ['is published after it was posted', [message, {}], undefined],
    ['was published already', [message, { status: 400, code: 40033, message: 'twice' }], undefined],
    ['is not published, and that is said', [message, refused], /not published.*too many publishes/],
  ])('what %s is sent', async (_, answers, note) => {
    const { lane, requests } = open(answers, { known });
    const outcome = await lane.send(channel, publishing, 'd1/a/0');
    expect(outcome).toEqual({
      kind: 'sent',
      externalId: '200000000000000002/900',
      ...(note && { note: expect.stringMatching(note) }),
    });
    expect(requests.map(({ route }) => route)).toEqual([
      '/channels/200000000000000002/messages',
      '/channels/200000000000000002/messages/900/crosspost',
    ]);
  });

  test('that it is none is said too', async () => {
    const { lane, requests } = open([message]);
    const outcome = await lane.send(channel, publishing, 'd1/a/0');
    expect(outcome).toMatchObject({ kind: 'sent', note: expect.stringMatching(/announcement/) });
    expect(requests).toHaveLength(1);
  });
});

describe('stopping', () => {
  test('says nothing of Discord for what waited for its turn', async () => {
    const turns: (() => void)[] = [];
    const { lane, requests } = open([message], {
      wait: (_, signal) =>
        new Promise((_resolve, reject) => {
          turns.push(() => undefined);
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    });
    await lane.send(channel, payload, 'd1/a/0');
    const waiting = lane.send(channel, payload, 'd1/a/1');
    await expect.poll(() => turns.length).toBe(1);
    await lane.stop();
    expect(await waiting).toMatchObject({ kind: 'retry', isLocal: true });
    expect(requests).toHaveLength(1);
  });

  test('leaves what was not sent for the next start', async () => {
    const { lane, requests } = open([message]);
    await lane.stop();
    expect(await lane.send(channel, payload, 'd1/a/0')).toMatchObject({ kind: 'retry' });
    expect(requests).toEqual([]);
  });
});

describe('a forum', () => {
  const forum = { known: knownAs('forum') };
  const post = {
    id: '555',
    name: 'Papers · March 2026',
    owner_id: '1',
    parent_id: '200000000000000002',
  };

  test('gets one post a month, and digests as messages in it', async () => {
    const none = { threads: [] };
    const { lane, requests } = open([none, none, { id: '555' }, message], forum);
    await lane.send(channel, payload, 'd1/a/0');
    expect(requests.map(({ route }) => route)).toEqual([
      '/guilds/100000000000000001/threads/active',
      '/channels/200000000000000002/threads/archived/public',
      '/channels/200000000000000002/threads',
      '/channels/555/messages',
    ]);
    expect(requests[2]?.body).toMatchObject({ name: 'Papers · March 2026' });
    expect(requests[3]?.body).toMatchObject({ enforce_nonce: true });
  });

  test('takes the post of this month where there is one', async () => {
    const { lane, requests } = open([{ threads: [post] }, message], forum);
    await lane.send(channel, payload, 'd1/a/0');
    expect(requests.map(({ route }) => route)).toEqual([
      '/guilds/100000000000000001/threads/active',
      '/channels/555/messages',
    ]);
  });

  test('takes the archived one, which a message opens again', async () => {
    const { lane, requests } = open([{ threads: [] }, { threads: [post] }, message], forum);
    await lane.send(channel, payload, 'd1/a/0');
    expect(requests.at(-1)?.route).toBe('/channels/555/messages');
  });

  test('of a server that Discord cannot reach is not taken for a text channel', async () => {
    const known = knownAs('unavailable');
    const { lane, requests } = open([message], { known });
    const outcome = await lane.send(channel, payload, 'd1/a/0');
    expect(outcome).toMatchObject({ kind: 'retry', afterMs: 60_000, isLocal: true });
    expect(requests).toEqual([]);
  });

  test.each([
    ['of somebody else', { ...post, owner_id: '2' }],
    ['of another month', { ...post, name: 'Papers · April 2026' }],
    ['of another forum', { ...post, parent_id: '9' }],
  ])('leaves a post alone %s', async (_, other) => {
    const others = { threads: [other] };
    const { lane, requests } = open([others, others, { id: '556' }, message], forum);
    await lane.send(channel, payload, 'd1/a/0');
    expect(requests.at(-1)?.route).toBe('/channels/556/messages');
  });
});
