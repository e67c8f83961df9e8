import { afterEach, beforeEach, expect, test } from 'vitest';
import { boltLogger } from '../../../../src/platforms/slack/bolt-logger.ts';
import { createPatientClient } from '../../../../src/platforms/slack/delivery/patient-client.ts';
import { type FakeSlack, openFakeSlack } from '../../../fakes/slack/fake-slack.ts';
import type { NewTeam } from '../../../fakes/slack/workspace.ts';

const lab: NewTeam = { name: 'lab', users: [{ name: 'ada' }], channels: [{ name: 'papers' }] };
let slack: FakeSlack;
let clockMs: number;

beforeEach(async () => {
  slack = await openFakeSlack();
  clockMs = 0;
});

afterEach(() => slack.close());

test('what Slack has refused is not asked again before its time, by workspace and method', async () => {
  const web = createPatientClient(
    {
      slackApiUrl: slack.apiUrl,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
      logger: boltLogger({ info: () => undefined, warn: () => undefined }),
    },
    () => Date.now() + clockMs,
  );
  const [one, two] = [slack.addTeam(lab), slack.addTeam({ ...lab, name: 'club' })];
  const look = ({ botToken: token, channels }: typeof one) =>
    web.conversations.info({ token, channel: channels.papers ?? '' });
  slack.failNext('conversations.info', { status: 429, retryAfter: 30 });
  const refused = { code: 'slack_webapi_rate_limited_error', retryAfter: 30 };
  await expect(look(one)).rejects.toMatchObject(refused);
  await expect(look(one)).rejects.toMatchObject(refused);
  expect(slack.requests).toHaveLength(1);
  expect((await look(two)).ok).toBe(true);
  expect((await web.auth.test({ token: one.botToken })).ok).toBe(true);
  clockMs = 30_000;
  expect((await look(one)).ok).toBe(true);
});
