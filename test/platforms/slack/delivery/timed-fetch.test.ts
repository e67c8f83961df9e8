import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createFarClock } from '../../../../src/lib/far-clock.ts';
import { boltLogger } from '../../../../src/platforms/slack/bolt-logger.ts';
import { createTimedFetch } from '../../../../src/platforms/slack/delivery/timed-fetch.ts';
import { type FakeSlack, openFakeSlack } from '../../../fakes/slack/fake-slack.ts';

const hour = 3_600_000;
const clock = createFarClock(() => Date.now() + hour);

let slack: FakeSlack;
let web: WebClient;

beforeEach(async () => {
  slack = await openFakeSlack();
  const team = slack.addTeam({ name: 'lab', users: [], channels: [] });
  web = new WebClient(team.botToken, {
    slackApiUrl: slack.apiUrl,
    timeout: 300,
    retryConfig: { retries: 0 },
    fetch: createTimedFetch(clock),
    logger: boltLogger({ info: () => undefined, warn: () => undefined }),
  });
});

afterEach(() => slack.close());

test('an answer is passed on, and its time noted', async () => {
  expect(await web.auth.test()).toMatchObject({ ok: true, team: 'lab' });
  expect(Math.abs(clock.aheadMs() - hour)).toBeLessThan(60_000);
});

test.each([
  ['that breaks off after its headers', { stall: true }],
  ['that never comes', { hang: true }],
] as const)(
  'an answer %s is waited for no longer than said, garbage collected or not',
  async (_, fault) => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    slack.failNext('auth.test', fault);
    let ended: unknown;
    void web.auth.test().catch((error: unknown) => {
      ended = error;
    });
    while (ended === undefined) {
      collect();
      await sleep(20);
    }
    expect(String(ended)).toContain('timeout');
  },
);

/** Where a server listens that answers so. */
async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('an answer without a body is passed on', async () => {
  const url = await serving((_, response) => void response.writeHead(204).end());
  expect((await createTimedFetch(clock)(url, {})).status).toBe(204);
});

test('what is broken off is read no further: its connection is closed', async () => {
  let isClosed = false;
  const url = await serving((_, response) => {
    response.on('close', () => {
      isClosed = true;
    });
    response.writeHead(200).write('{');
  });
  const signal = AbortSignal.timeout(200);
  await expect(createTimedFetch(clock)(url, { signal })).rejects.toThrow('timeout');
  await expect.poll(() => isClosed).toBe(true);
});
