import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Connection } from '../../../../src/platforms/slack/installs/connection.ts';
import { createConnection } from '../../../../src/platforms/slack/installs/slack-mode.ts';
import { createSocketConnection } from '../../../../src/platforms/slack/installs/socket-connection.ts';
import { type FakeSlack, openFakeSlack } from '../../../fakes/slack/fake-slack.ts';

let slack: FakeSlack;
let connection: Connection;
let log: string[];
let reconnections: number;

beforeEach(async () => {
  log = [];
  reconnections = 0;
  slack = await openFakeSlack();
  const { botToken, appToken } = slack.addTeam({ name: 'lab', users: [], channels: [] });
  connection = createConnection(
    { kind: 'socket', botToken, appToken },
    {
      clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 1, minTimeout: 200 } },
      log: { info: (line) => void log.push(line), warn: (line) => void log.push(line) },
      onReconnected() {
        reconnections += 1;
      },
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
  expect(connection.awayProblem()).toBeUndefined();
  await expect.poll(() => connection.awayMs(), { timeout: 20_000 }).toBe(0);
  const refused = slack.requests.filter(({ method }) => method === 'apps.connections.open');
  expect(refused).toHaveLength(5);
}, 30_000);

test('a socket that Slack refuses is away until it is let in again, and that is said once', async () => {
  const givingUp = slack.failNext('apps.connections.open', { error: 'invalid_auth', times: 1_000 });
  slack.socketDrop();
  const opened = () => slack.requests.filter(({ method }) => method === 'apps.connections.open');
  await expect.poll(() => opened().length, { timeout: 20_000 }).toBeGreaterThan(2);
  expect(connection.awayMs()).toBeGreaterThan(0);
  expect(connection.awayProblem()).toEqual({
    message: 'Slack does not accept SLACK_APP_TOKEN: invalid_auth.',
    remedy: expect.stringMatching(/xapp-.*set it and start/),
  });
  givingUp();
  await expect.poll(() => connection.awayMs(), { timeout: 30_000 }).toBe(0);
  expect(connection.awayProblem()).toBeUndefined();
  const ours = log.filter((line) => /does not accept SLACK_APP_TOKEN|connected again/.test(line));
  expect(ours).toEqual([expect.stringMatching(/invalid_auth.*xapp-/), 'Slack: connected again.']);
}, 60_000);

test('a socket that Slack asks to go connects again, each time, and tells that', async () => {
  expect(reconnections).toBe(0);
  for (const accepted of [2, 3]) {
    slack.socketDisconnect({ reason: 'refresh_requested' });
    await expect.poll(() => slack.socketCounts().accepted, { timeout: 20_000 }).toBe(accepted);
    await expect.poll(() => connection.awayMs(), { timeout: 5_000 }).toBe(0);
    expect(reconnections).toBe(accepted - 1);
  }
}, 60_000);

test('a socket that is closed while it tries to come back does not come back', async () => {
  slack.failNext('apps.connections.open', { error: 'invalid_auth', times: 1_000 });
  slack.socketDrop();
  await expect
    .poll(() => log.some((line) => line.includes('invalid_auth')), { timeout: 20_000 })
    .toBe(true);
  await connection.close();
  const before = slack.requests.length;
  await sleep(2_500);
  expect(slack.requests).toHaveLength(before);
}, 60_000);

test('a socket whose opening is never answered is opened anew', async () => {
  await connection.close();
  await expect.poll(() => slack.socketCounts().open, { timeout: 5_000 }).toBe(0);
  connection = createSocketConnection({
    appToken: slack.appToken,
    clientOptions: { slackApiUrl: slack.apiUrl },
    log: { info: (line) => void log.push(line), warn: (line) => void log.push(line) },
    withinMs: 500,
  });
  await connection.open();
  slack.failNext('upgrade', { hang: true });
  slack.socketDrop();
  await expect.poll(() => slack.socketCounts().accepted, { timeout: 20_000 }).toBe(3);
  await expect.poll(() => connection.awayMs(), { timeout: 5_000 }).toBe(0);
  expect(slack.socketCounts().open).toBe(1);
  expect(log).toContain('Slack: connected again.');
}, 30_000);
