import { expect, test } from 'vitest';
import { readFailure } from '../../../../src/platforms/slack/delivery/send-outcome.ts';

test.each([
  ['is_archived', 'not-permitted'],
  ['restricted_action', 'unreachable'],
  ['user_disabled', 'unreachable'],
  ['missing_scope', 'not-permitted'],
  ['message_limit_exceeded', 'unreachable'],
  ['an_error_of_tomorrow', 'unreachable'],
])('a refusal says what is wrong, not that the digest is paused: %s', (error, kind) => {
  const failure = readFailure({ data: { error } }, false);
  expect(failure).toMatchObject({ outcome: { kind: 'rejected', pause: { kind } } });
  expect(JSON.stringify(failure)).not.toMatch(/resume/i);
});
