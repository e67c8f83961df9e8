import { expect, test } from 'vitest';
import {
  noToken,
  notAnAddress,
  notAPayload,
  workspaceGone,
} from '../../../../src/platforms/slack/delivery/rejections.ts';

test.each([
  ['there is no token', noToken()],
  ['the address is none', notAnAddress('slack:../x')],
  ['the payload is none', notAPayload('d1/a/0')],
])('a refusal is our own where %s', (_, outcome) => {
  expect(outcome).toMatchObject({ kind: 'rejected', isLocal: true });
});

test('a refusal is Slack’s where it takes the token back', () => {
  expect(workspaceGone('token_revoked')).not.toHaveProperty('isLocal');
});
