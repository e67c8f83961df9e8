import { describe, expect, test } from 'vitest';
import { channelProblem, mayManage } from '../../../src/platforms/discord/permissions.ts';

const invited = '274877991936';
const administrator = '8';

describe('who may manage digests', () => {
  test.each([
    ['32', true],
    [administrator, true],
    ['40', true],
    ['2048', false],
    ['0', false],
    ['', false],
    ['-32', false],
    ['9'.repeat(200), false],
  ])('permissions %s: %s', (permissions, may) => {
    expect(mayManage(permissions)).toBe(may);
  });
});

describe('what keeps digests from a channel', () => {
  test.each([
    ['a text channel', 0, invited],
    ['an announcement channel', 5, invited],
    ['a thread', 11, invited],
    ['a forum', 15, invited],
    ['a channel of an administrator', 0, administrator],
  ])('nothing: %s', (_, type, permissions) => {
    expect(channelProblem({ name: 'ml', type, permissions }, ', then go on')).toBeUndefined();
  });

  test.each([
    [0, '0', 'View Channel, Send Messages, Embed Links'],
    [0, '1024', 'Send Messages, Embed Links'],
    [0, String(1024 + 2048), 'Embed Links'],
    [11, String(1024 + 2048 + 16_384), 'Send Messages in Threads'],
    [15, String(1024 + 2048 + 16_384), 'Send Messages in Threads'],
    [15, '0', 'View Channel, Send Messages, Send Messages in Threads, Embed Links'],
  ])('type %i with %s lacks %s', (type, permissions, missing) => {
    const problem = channelProblem({ name: 'ml', type, permissions }, ', then go on');
    expect(problem?.message).toBe(`I cannot post in #ml: I am missing ${missing} there.`);
    expect(problem?.remedy).toMatch(/^Give me .* in the settings of the channel, then go on\.$/);
  });

  test.each([4, 14, 16, 99])('type %i takes no messages', (type) => {
    const problem = channelProblem(
      { name: 'ml', type, permissions: administrator },
      ', then go on',
    );
    expect(problem?.message).toMatch(/not a channel that I can post in/);
  });
});
