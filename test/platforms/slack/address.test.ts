import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  actorId,
  channelAddress,
  parseAddress,
  teamRealm,
  userAddress,
} from '../../../src/platforms/slack/address.ts';

const id = fc.stringMatching(/^[A-Z0-9]{1,12}$/);

test('an address names what it was made of', () => {
  fc.assert(
    fc.property(id, id, (team, other) => {
      expect(parseAddress(channelAddress(team, other))).toEqual({
        kind: 'channel',
        team,
        channel: other,
      });
      expect(parseAddress(userAddress(team, other))).toEqual({ kind: 'user', team, user: other });
      expect(channelAddress(team, other).startsWith(teamRealm(team))).toBe(true);
    }),
  );
  expect(actorId('T1', 'U1')).toBe('slack:T1/U1');
});

test.each([
  '',
  'slack:T1',
  'slack:T1/',
  'slack:/C1',
  'slack:T1/c1',
  'slack:T1/C1/2',
  'slack:T1/@',
  'slack:T1/C1\n',
  'discord:1/2',
])('%j is no address', (address) => {
  expect(parseAddress(address)).toBeUndefined();
});
