import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ProblemError } from '../../../../src/core/problem.ts';
import {
  createEntrance,
  type Entrance,
} from '../../../../src/platforms/slack/installs/entrance.ts';

let clock: number;
let status: number;
let taken: number;
let entrance: Entrance;
let port: number;

beforeEach(async () => {
  clock = Date.parse('2026-03-10T12:00:00Z');
  status = 200;
  taken = 0;
  entrance = open(0);
  port = await entrance.open();
});

afterEach(() => entrance.close());

function open(wanted: number): Entrance {
  return createEntrance({
    port: wanted,
    now: () => clock,
    listener(request, response) {
      if (request.url !== '/slack/events') throw new Error('no such path');
      taken += 1;
      response.writeHead(status).end();
    },
  });
}

async function send(signature: string, path = '/slack/events'): Promise<number> {
  const headers = {
    'x-slack-signature': signature,
    'x-slack-request-timestamp': String(clock / 1_000),
  };
  return (await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers })).status;
}

test('a signature lets in once, however it is dressed', async () => {
  expect(await send('v0=abc')).toBe(200);
  for (const again of ['v0=abc', 'v0=abc=', 'v0=abc=x', 'v1=abc']) {
    expect(await send(again)).toBe(401);
  }
  expect(await send('v0=abd')).toBe(200);
  expect(taken).toBe(2);
});

test('it is remembered for as long as it would be good', async () => {
  expect(await send('v0=abc')).toBe(200);
  clock += 5 * 60_000;
  expect(await send('v0=abc')).toBe(401);
  clock += 1_000;
  expect(await send('v0=abc')).toBe(200);
});

test.each([401, 500])('after a failure (%i) the same may come again', async (failure) => {
  status = failure;
  expect(await send('v0=abc')).toBe(failure);
  status = 200;
  expect(await send('v0=abc')).toBe(200);
});

test('what is not asked for is not found', async () => {
  expect(await send('v0=abc', '/')).toBe(404);
  expect((await fetch(`http://127.0.0.1:${port}/slack/events/../x`)).status).toBe(404);
});

test('a connection that says nothing does not hold it open', async () => {
  const silent = connect(port, '127.0.0.1');
  await once(silent, 'connect');
  const ended = once(silent, 'close');
  await entrance.close();
  await ended;
  entrance = open(0);
  port = await entrance.open();
});

test('a port in use is named, with the remedy', async () => {
  const second = open(port);
  await expect(second.open()).rejects.toBeInstanceOf(ProblemError);
  await second.close();
});
