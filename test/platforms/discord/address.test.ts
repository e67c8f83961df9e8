import { expect, test } from 'vitest';
import {
  actorId,
  channelAddress,
  guildRealm,
  parseAddress,
  userAddress,
} from '../../../src/platforms/discord/address.ts';

test('addresses are read as they are written', () => {
  expect(channelAddress('1', '2')).toBe('discord:1/2');
  expect(parseAddress(channelAddress('1', '2'))).toEqual({
    kind: 'channel',
    guild: '1',
    channel: '2',
  });
  expect(userAddress('3')).toBe('discord:@3');
  expect(parseAddress(userAddress('3'))).toEqual({ kind: 'user', user: '3' });
  expect(channelAddress('1', '2').startsWith(guildRealm('1'))).toBe(true);
  expect(channelAddress('12', '2').startsWith(guildRealm('1'))).toBe(false);
  expect(actorId('3')).toBe('discord:3');
});

test.each([
  '',
  'discord:',
  'discord:1',
  'discord:1/',
  'discord:/2',
  'discord:1/2/3',
  'discord:@',
  'discord:@../x',
  'discord:1/../2',
  'slack:T1/C1',
  `discord:1/${'2'.repeat(30)}`,
])('%j is no address here', (address) => expect(parseAddress(address)).toBeUndefined());
