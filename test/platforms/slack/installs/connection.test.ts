import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Connection,
  createConnection,
} from '../../../../src/platforms/slack/installs/connection.ts';
import { type FakeSlack, openFakeSlack } from '../../../fakes/slack/fake-slack.ts';

let slack: FakeSlack;
let connection: Connection;

beforeEach(async () => {
  slack = await openFakeSlack();
  const { botToken, appToken } = slack.addTeam({ name: 'lab', users: [], channels: [] });
  connection = createConnection(
    { kind: 'socket', botToken, appToken },
    {
      clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 1, minTimeout: 200 } },
      log: { info: () => undefined, warn: () => undefined },
    },
  );
  await connection.open();
});

afterEach(async () => {
  await connection.close();
  await slack.close();
  expect(slack.violations).toEqual([]);
});

test('a socket is away from when it was cut until it is there again, though Slack refuses it for a while', async () => {
  expect(connection.awayMs()).toBe(0);
  slack.failNext('apps.connections.open', { reset: true, times: 3 });
  slack.socketDrop();
  await expect.poll(() => connection.awayMs(), { timeout: 10_000 }).toBeGreaterThan(0);
  await expect.poll(() => connection.awayMs(), { timeout: 20_000 }).toBe(0);
  const refused = slack.requests.filter(({ method }) => method === 'apps.connections.open');
  expect(refused).toHaveLength(5);
}, 30_000);
