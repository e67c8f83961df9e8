import { expect, test } from 'vitest';
import { messageLink } from '../../../../src/platforms/slack/delivery/message-link.ts';

test('a message is opened by its workspace, channel and time', () => {
  expect(messageLink('slack:T1/C1', 'C1/1700000000.000100')).toBe(
    'https://slack.com/app_redirect?team=T1&channel=C1&message_ts=1700000000.000100',
  );
  expect(messageLink('slack:T1/@U1', 'D1/1700000000.000100')).toContain('channel=D1');
});

test.each([
  ['discord:1/2', 'C1/1.1'],
  ['slack:T1/C1', ''],
  ['slack:T1/C1', 'C1'],
  ['slack:T1/C1', '/1.1'],
])('%s and %j make none', (address, externalId) => {
  expect(messageLink(address, externalId)).toBeUndefined();
});
